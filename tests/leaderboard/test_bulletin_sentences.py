"""What a bulletin says, by table: each case of figures and its sentences."""

from typing import Any

import pytest
from django.utils import translation

from leaderboard.bulletin import sentences
from leaderboard.bulletin.facts import Facts, Standing
from leaderboard.rules.figures import Figures
from leaderboard.rules.scores import Rate, Unshown

MONDAY = 739_782


def of(people: int, attempts: int = 0, mark: int = 7_000) -> Figures:
    many = attempts or people
    return Figures(many, many, people, 0, 0, mark * many)


def facts(**more: Any) -> Facts:
    whole: dict[str, Any] = {
        "path": "44",
        "monday": MONDAY,
        "day": MONDAY + 6,
        "week": of(100),
        "last": None,
        "whole": None,
        "rate": Rate(None, Unshown.UNKNOWN),
        "standing": None,
        "cohorts": (),
        "balance": None,
        "series": (),
        "below": 0,
    }
    return Facts(**(whole | more))


def told(**more: Any) -> str:
    with translation.override("zh-hans"):
        return "".join(sentences.told(facts(**more), 10))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (3_412, 3_046, "人数比上周多 12 %"),
        (3_046, 3_412, "人数比上周少 11 %"),
        (100, 100, "人数与上周持平"),
        (1_001, 1_000, "人数与上周基本持平"),
        (40, 34, "比上周多 6 人"),
        (34, 400, "比上周少 366 人"),
        (320, 100, "人数是上周的 3.2 倍"),
        (300, 100, "人数是上周的 3.0 倍"),
        (299, 100, "人数比上周多 199 %"),
    ],
)
def test_a_week_is_compared_with_the_last_one(now: int, before: int, expected: str) -> None:
    with translation.override("zh-hans"):
        assert sentences.change_of(now, before) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"week": of(3_412, 5_120), "last": of(3_046)}, "本周 3,412 人参加，交卷 5,120 份，人数比"),
        ({"week": of(3_412, 5_120)}, "本周 3,412 人参加，交卷 5,120 份。"),
        ({"week": of(60), "last": of(60), "day": MONDAY + 2}, "交卷 60 份（本周尚未结束）。"),
        ({"week": None}, "本周参加的不足 10 人，不公布具体数字。"),
        ({"week": Figures()}, "本周没有新的答卷。"),
        ({"week": of(60), "new": 20}, "其中 20 人是第一次参加。"),
        ({"week": of(60), "new": 60}, "全部是第一次参加。"),
        ({"below": 9}, "下辖地区中有 9 个有人参加。"),
        ({"week": of(60, mark=7_126)}, "平均得分率 71.3 %。"),
        ({"last": of(60, mark=6_870)}, "平均得分率 70.0 %，比上周高 1.3 个百分点。"),
        ({"last": of(60, mark=7_120)}, "比上周低 1.2 个百分点。"),
        ({"last": of(60, mark=7_001)}, "，与上周相同。"),
        ({"whole": of(12_034)}, "开赛至今共 12,034 人参加。"),
        ({"whole": of(12_034), "rate": Rate(644)}, "每万常住人口 6.44 人（2020 年人口普查）。"),
    ],
)
def test_each_figure_has_its_sentence(figures: dict[str, Any], expected: str) -> None:
    assert expected in told(**figures)


def test_the_place_is_told_with_those_it_is_compared_with() -> None:
    text = told(whole=of(500), rate=Rate(644), standing=Standing(5, 38, "large"))
    assert "在常住人口 100 万以上的 38 个同级地区中列第 5。" in text


def test_a_hidden_last_week_is_not_compared_with() -> None:
    assert "上周" not in told(week=of(60), last=None)


def test_a_week_that_is_not_over_is_not_compared() -> None:
    assert "上周" not in told(week=of(60), last=of(80), day=MONDAY + 3)


def test_nothing_is_said_of_those_who_did_not_take_part() -> None:
    words = told(week=Figures(), whole=of(20), below=0)
    assert "未参加" not in words
    assert "没有参加" not in words
