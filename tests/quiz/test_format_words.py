"""Each setting has a name for people, each choice has words, and so has each refusal."""

import re
from dataclasses import fields
from enum import StrEnum
from typing import Any

import pytest

from quiz import format_words, presets
from quiz.rules import formats
from quiz.rules.formats import BOARDS, BOUNDS, WORDS, BadFormat, Format
from quiz.rules.modes import Tie
from tests.house import tree


def test_every_setting_has_a_name() -> None:
    assert set(format_words.LABELS) == {one.name for one in fields(Format)}


@pytest.mark.parametrize(("setting", "values"), [*WORDS.items(), ("ties", Tie), ("boards", BOARDS)])
def test_every_choice_has_words(setting: str, values: type[StrEnum]) -> None:
    assert set(format_words.CHOICES[setting]) == set(values)


def test_the_words_of_refusals_are_of_refusals_that_there_are() -> None:
    source = re.sub(r'"\s*"', "", tree.text("quiz/rules/formats.py"))
    assert [said for said in format_words.PROBLEMS if said not in source] == []


LIVE = {"mode": "live", "reveal": "each", "shuffle_questions": False, "boards": []}


@pytest.mark.parametrize(
    ("settings", "setting", "says"),
    [
        ({"questions": 0}, "questions", "要在 1 到 100 之间"),
        ({"question_ms": 700_000}, "question_ms", "要在 0 到 600 之间"),
        ({"grace_ms": 2_500}, "grace_ms", "要在 0 到 2 之间"),
        ({"question_ms": 2_000}, "question_ms", "要是 0，或至少 3 秒"),
        ({"question_ms": 0}, "total_ms", "排名赛要有每题限时或全卷限时"),
        ({"blueprint": {"single": 9}}, "blueprint", "各格合计 9 题，每卷 10 题，两者要相等"),
        ({"blank": 10}, "blank", "要小于答对的得分"),
        ({"partial": "half", "right": 1}, "partial", "部分得分要有至少 2 分一题"),
        ({"best_n": 2}, "best_n", "只用于“取最好的几次平均”"),
        ({"bonus_points": 1}, "bonus_points", "没有速度加分，就不填几分"),
        ({"bonus": "linear", "bonus_points": 1}, "bonus_points", "合计 10 分，要小于一题的得分"),
        ({"reveal": "each"}, "reveal", "排名赛要在交卷或结束之后"),
        ({"mode": "practice"}, "boards", "练习没有榜"),
        ({**LIVE, "stake_win": 11}, "stake_win", "不能多于答对的得分"),
        ({**LIVE, "audience": [0]}, "audience", "否则没有观众"),
        ({"lives": 1}, "lives", "只用于现场赛"),
        ({"mode": "live"}, "reveal", "现场赛每题之后公布答案"),
        ({**LIVE, "shuffle_questions": True}, "shuffle_questions", "全场一份卷"),
        ({**LIVE, "boards": ["city"]}, "boards", "现场赛有自己的榜"),
        ({**LIVE, "total_ms": 60_000}, "total_ms", "现场赛没有全卷限时"),
        ({"ties": ["alphabet"]}, "ties", "没有 'alphabet'，可用：took, fewer_tries, finished"),
        ({"ties": [[]]}, "ties", "要是一列词"),
        ({"ties": "took"}, "ties", "要是一列词"),
        ({"ties": 7}, "ties", "要是一列词"),
        ({"reveal": None}, "reveal", "没有 None，可用：each, end, closed"),
        ({"boards": "city"}, "boards", "要是一列词"),
        ({"audience": 3}, "audience", "要是一列值"),
        ({"bands": ["high"]}, "bands", "要是名称和数值"),
        ({"bands": {"high": "85"}}, "bands", "要是整数"),
        ({"shuffle_options": "no"}, "shuffle_options", "要是 true 或 false"),
        ({"qestions": 3}, "qestions", "没有这项设置"),
        ([], "settings", "要是名称和数值"),
    ],
)
def test_a_refusal_is_told_in_words(settings: dict[str, Any], setting: str, says: str) -> None:
    with pytest.raises(BadFormat) as refused:
        formats.read(settings)
    assert format_words.problem(refused.value)[0] == setting
    assert says in format_words.problem(refused.value)[1]


def test_whoever_types_milliseconds_is_told_milliseconds() -> None:
    with pytest.raises(BadFormat) as refused:
        formats.read({"question_ms": 700_000})
    assert format_words.refusal(refused.value) == "question_ms: 要在 0 到 600000 之间"


@pytest.mark.parametrize("setting", [name for name in BOUNDS if name != "blank"])
def test_no_bound_is_told_in_the_words_of_the_rule(setting: str) -> None:
    with pytest.raises(BadFormat) as refused:
        formats.read({setting: -1_000})
    assert "之间" in format_words.problem(refused.value)[1]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "nanjing2018",
            ["20 题，每题 30 秒，全卷 10 分钟", "每天 1 次，取最好的一次", "每题 5 分"],
        ),
        ("practice10", ["10 题，不限时", "次数不限", "每题 10 分", "每题之后"]),
        ("hq12", ["12 题，每题 10 秒", "每题 10 分", "每题之后", "答错 1 次出局"]),
        ("class_team", ["10 题，每题 30 秒", "每题 10 分", "人人到底，队员平均，可以加注"]),
    ],
)
def test_a_preset_is_told_in_a_few_words(name: str, says: list[str]) -> None:
    told = [words for _title, words in format_words.summary(presets.presets()[name].format)]
    assert [words for words in says if words not in told] == []
