"""Two markings that share no code agree on every kind of question, format and ruling."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.publish import questions
from leaderboard.publish.script import marks
from questionbank.rules.question import Area
from quiz.rules import formats, rulings
from quiz.rules.formats import Bonus, Format, Partial
from quiz.rules.marking import Key
from quiz.rules.rulings import Answered, Ruling
from quiz.rules.units import Millis, Points

FORMS = st.builds(
    Format,
    right=st.integers(10, 30).map(Points),
    penalty=st.integers(0, 5).map(Points),
    blank=st.integers(-3, 3).map(Points),
    partial=st.sampled_from(Partial),
    bonus=st.sampled_from([Bonus.LINEAR, Bonus.STEPS]),
    bonus_points=st.integers(0, 0).map(Points),
    bonus_steps=st.integers(1, 7),
    question_ms=st.integers(3_000, 30_000).map(Millis),
    questions=st.just(1),
    total_ms=st.just(Millis(0)),
) | st.builds(
    Format,
    right=st.just(Points(30)),
    bonus=st.sampled_from([Bonus.LINEAR, Bonus.STEPS]),
    bonus_points=st.integers(1, 29).map(Points),
    bonus_steps=st.integers(1, 7),
    question_ms=st.integers(3_000, 30_000).map(Millis),
    questions=st.just(1),
)
PLACE = st.integers(0, 4)
SIDE = st.integers(0, 12).map(lambda n: n * 80)
PLACES = st.lists(PLACE, min_size=1, max_size=5, unique=True).map(tuple)
AREAS = st.one_of(
    st.tuples(SIDE, SIDE, SIDE, SIDE).map(
        lambda t: Area("rect", (min(t[0], t[2]), min(t[1], t[3]), max(t[0], t[2]), max(t[1], t[3])))
    ),
    st.tuples(SIDE, SIDE, st.integers(1, 400)).map(lambda t: Area("circle", t)),
    st.lists(SIDE, min_size=6, max_size=12)
    .filter(lambda numbers: len(numbers) % 2 == 0)
    .map(lambda numbers: Area("poly", tuple(numbers))),
)


SPREAD = st.tuples(st.integers(0, 50), st.integers(0, 10), st.integers(11, 40))
AREAS_AND_WIDTH = st.tuples(st.lists(AREAS, min_size=1, max_size=3), st.integers(1, 900))
WORDS = st.lists(st.sampled_from(["水", "H2O", "ice", "冰"]), min_size=1, max_size=3)
KEYS: dict[str, st.SearchStrategy[Key]] = {
    "estimate": SPREAD.map(lambda t: Key("estimate", value=t[0], near=t[1], far=t[2])),
    "hotspot": AREAS_AND_WIDTH.map(
        lambda t: Key("hotspot", areas=tuple(t[0]), width=t[1], height=600)
    ),
    "text": WORDS.map(lambda found: Key("text", accepted=tuple(found))),
    "matching": st.tuples(PLACE, PLACE, PLACE).map(lambda places: Key("matching", places)),
    "multiple": PLACES.map(lambda places: Key("multiple", tuple(sorted(places)))),
    "ordering": st.permutations(range(4)).map(lambda places: Key("ordering", tuple(places))),
}


def key_of(kind: str) -> st.SearchStrategy[Key]:
    return KEYS.get(kind, PLACE.map(lambda place: Key(kind, (place,))))


def choice_of(kind: str) -> st.SearchStrategy[tuple[int, ...]]:
    some: dict[str, st.SearchStrategy[Any]] = {
        "estimate": st.tuples(st.integers(0, 100)),
        "hotspot": st.tuples(SIDE, SIDE),
        "text": st.sampled_from(["水", " h2o ", "冰。", "火"]).map(lambda t: tuple(map(ord, t))),
        "matching": st.tuples(PLACE, PLACE, PLACE),
        "multiple": PLACES.map(lambda places: tuple(sorted(places))),
        "ordering": st.permutations(range(4)).map(tuple),
    }
    return st.just(()) | some.get(kind, st.tuples(PLACE))


@st.composite
def answered(draw: st.DrawFn, form: Format) -> Answered:
    kinds = ("single", "truefalse", "multiple", "ordering", "matching", "estimate")
    kind = draw(st.sampled_from([*kinds, "hotspot", "text"]))
    key, choice = draw(key_of(kind)), draw(choice_of(kind))
    took = Millis(draw(st.integers(-50, 40_000)))
    ruled = draw(st.none() | st.sampled_from(rulings.KINDS))
    others = st.lists(key_of(kind), min_size=2, max_size=2).map(tuple)
    those = {rulings.NEW_KEY: key_of(kind).map(lambda one: (one,)), rulings.ACCEPT: others}
    found = draw(those[ruled]) if ruled in those else ()
    ruling = Ruling(1, ruled, found) if ruled else None
    return Answered(rulings.mark(form, key, None, choice, took), key, ruling, choice, took)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Format, list[Answered]]:
    form = draw(FORMS)
    return form, draw(st.lists(answered(form), min_size=1, max_size=5))


def told(answers: Sequence[Answered]) -> tuple[dict[str, Any], list[Any]]:
    """The questions and answers as a result would tell them."""
    asked, said = {}, []
    for n, one in enumerate(answers):
        forms = questions._forms(one.key, one.ruling)
        asked[str(n)] = questions._one(one.key, one.ruling, forms)
        kept = '"' + "".join(map(chr, one.choice)) if one.key.kind == "text" else ""
        plain = questions.Told(str(n), one.key.kind, forms).choice(kept if one.choice else "")
        said.append([str(n), plain if one.key.kind == "text" else list(one.choice), one.took])
    return asked, said


@pytest.mark.slow
@given(papers())
def test_the_script_marks_as_the_system_does(paper: tuple[Format, list[Answered]]) -> None:
    form, answers = paper
    asked, said = told(answers)
    ours = marks.score(formats.plain(form), asked, {"answers": said})
    assert ours == rulings.score(form, answers)
