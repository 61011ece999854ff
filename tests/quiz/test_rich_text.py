"""Formulas and marks, from an editor's text to what a phone is sent."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.management import CommandError, call_command

from questionbank import papers
from questionbank.models import QuestionVersion
from questionbank.rules import formulas
from quiz.bots import minds
from quiz.rules.formats import Format, Mode, Reveal
from tests.house.tree import ROOT
from tests.questionbank.bank_files import both, load_live, question, write
from tests.quiz import world
from tests.quiz.world import connect

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
EACH = {"mode": Mode.PRACTICE, "boards": (), "reveal": Reveal.EACH}
OPTIONS = [both("$mv^2$"), both("$\\frac{1}{2}mv^2$"), both("mgh")]
RICH: dict[str, Any] = {
    "stem": both("哪一个是**动能**？", "Which is **kinetic**?"),
    "options": OPTIONS,
    "explanation": {"zh": "由 $W=Fs$ 推出。"},
}


def load(folder: Path, **changes: Any) -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    load_live(write(folder, question(1, **changes)))


def prepared(folder: Path, **changes: Any) -> str:
    load(folder, **changes)
    contest = world.make_contest()
    world.make_round(Format(questions=1, books=1, **EACH), contest)  # type: ignore[arg-type]
    return world.make_contestant(contest)


def test_texts_are_plain_and_their_trees_stand_beside_them(tmp_path: Path) -> None:
    load(tmp_path, **RICH)
    version = QuestionVersion.objects.get()
    assert version.stem_zh == "哪一个是**动能**？"
    text = papers.texts([version.pk])[version.pk]
    assert text.stem.zh == "哪一个是动能？"
    assert [option.zh for option in text.options] == ["mv²", "1/2mv²", "mgh"]
    assert text.explanation.en == text.explanation.zh == "由 W=Fs 推出。"
    assert set(text.rich) == {"stem", "why", "options.0", "options.1"}
    assert text.rich["why"]["en"] == text.rich["why"]["zh"]


def test_plain_words_have_no_tree(tmp_path: Path) -> None:
    load(tmp_path)
    version = QuestionVersion.objects.get()
    assert version.rich is None
    assert papers.texts([version.pk])[version.pk].rich == {}


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
async def test_a_phone_gets_words_and_trees_and_the_explanation_later(
    tmp_path: Path, lang: str
) -> None:
    token = await sync_to_async(prepared)(tmp_path, **RICH)
    phone = await connect(token)
    welcome = await phone.hello(lang)
    assert "rich" in welcome["round"]["uses"]
    shown = (await phone.open())["question"]
    body = shown["q"]
    assert body["rich"]["stem"][1][0] == "b"
    numbers = [n for n, words in enumerate(body["options"]) if "v²" in words]
    assert {f"options.{n}" for n in numbers} | {"stem"} == set(body["rich"])
    for n in numbers:
        math = body["rich"][f"options.{n}"][-1]
        assert math[0] == "math"
        assert body["options"][n].endswith(math[1]["alttext"])
    receipt = await phone.answer(shown, [0])
    assert receipt["revealed"]["rich"]["why"][1][1]["alttext"] == "W=Fs"
    await phone.hang_up()


def test_bots_know_a_question_by_its_plain_words(tmp_path: Path) -> None:
    load(tmp_path, **RICH)
    assert set(minds.keys_of_bank("440000")) == {"哪一个是动能？"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stem": both("设 $\\frac$ 。")}, "stem.zh"),
        ({"stem": {"zh": "设", "en": "$\\def\\a{\\a}\\a$"}}, "stem.en"),
        ({"options": [both("$\\ce{X}$"), both("乙")]}, "options[0].zh"),
    ],
)
def test_a_formula_that_is_none_is_named(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(CommandError, match="公式写法不对") as refused:
        load(tmp_path, **changes)
    assert field in str(refused.value)


def test_a_phone_builds_every_node_that_the_bank_may_store() -> None:
    page = (ROOT / "frontend/static/phone/more/rich.js").read_text("utf-8")
    words = set(re.findall(r"[a-z]+", page))
    assert words >= formulas.TAGS | {"math", "b", "i", "br", "alttext"} | set(formulas._ATTRIBUTES)
