"""A reviewer's blind answer: what a form says, and whether it agrees with the key."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.blind import read, right, shuffled
from questionbank.rules.question import Area, Draft, Text
from tests.rules.test_question import ALL_KINDS, ESTIMATE, MULTIPLE, ORDERING, SINGLE, TRUEFALSE

MATCHING = replace(
    SINGLE, kind="matching", key=(1, 0, 2, 2), targets=(Text("子"), Text("丑"), Text("寅"))
)
HOTSPOT = replace(
    SINGLE, kind="hotspot", options=(), key=(), areas=(Area("circle", (500, 500, 100)),)
)
TEXT = replace(SINGLE, kind="text", options=(), key=(), accepted=("1,000 米", "一公里"))
EVERY = (*ALL_KINDS, MATCHING, HOTSPOT, TEXT)
Said = dict[str, list[str]]


@pytest.mark.parametrize(
    ("draft", "said", "agrees"),
    [
        (SINGLE, {"choice": ["2"]}, True),
        (SINGLE, {"choice": ["1"]}, False),
        (MULTIPLE, {"choice": ["2", "0"]}, True),
        (MULTIPLE, {"choice": ["0"]}, False),
        (MULTIPLE, {"choice": ["0", "2", "3"]}, False),
        (TRUEFALSE, {"choice": ["1"]}, True),
        (TRUEFALSE, {"choice": ["0"]}, False),
        (ORDERING, {"at-0": ["0"], "at-1": ["1"], "at-2": ["2"], "at-3": ["3"]}, True),
        (ORDERING, {"at-0": ["1"], "at-1": ["0"], "at-2": ["2"], "at-3": ["3"]}, False),
        (MATCHING, {"at-0": ["1"], "at-1": ["0"], "at-2": ["2"], "at-3": ["2"]}, True),
        (MATCHING, {"at-0": ["0"], "at-1": ["1"], "at-2": ["2"], "at-3": ["2"]}, False),
        (ESTIMATE, {"number": ["57"]}, True),
        (ESTIMATE, {"number": ["58"]}, False),
        (TEXT, {"text": ["1000米。"]}, True),
        (TEXT, {"text": ["1001米"]}, False),
        (HOTSPOT, {"x": ["500"], "y": ["600"]}, True),
        (HOTSPOT, {"x": ["500"], "y": ["701"]}, False),
    ],
)
def test_an_answer_agrees_with_the_key_or_not(draft: Draft, said: Said, *, agrees: bool) -> None:
    choice = read(draft, said)
    assert choice is not None
    assert right(draft, choice, size=(200, 100)) is agrees


def test_a_circle_is_round_on_a_wide_picture() -> None:
    assert right(HOTSPOT, (500, 690), size=(200, 100))
    assert not right(HOTSPOT, (500, 690), size=(100, 100))


@pytest.mark.parametrize("draft", EVERY, ids=lambda draft: draft.kind)
def test_an_empty_form_is_no_answer_and_is_never_right(draft: Draft) -> None:
    assert read(draft, {}) == ()
    assert not right(draft, ())


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (SINGLE, {"choice": ["4"]}),
        (SINGLE, {"choice": ["0", "1"]}),
        (SINGLE, {"choice": ["-1"]}),
        (SINGLE, {"choice": ["９"]}),
        (SINGLE, {"choice": ["x"]}),
        (MULTIPLE, {"choice": ["0", "0"]}),
        (TRUEFALSE, {"choice": ["2"]}),
        (ORDERING, {"at-0": ["0"]}),
        (ORDERING, {"at-0": ["0"], "at-1": ["0"], "at-2": ["2"], "at-3": ["3"]}),
        (MATCHING, {"at-0": ["0"], "at-1": ["3"], "at-2": ["2"], "at-3": ["2"]}),
        (MATCHING, {"at-0": ["0"], "at-1": [""], "at-2": ["2"], "at-3": ["2"]}),
        (ESTIMATE, {"number": ["1e3"]}),
        (ESTIMATE, {"number": ["9999999999"]}),
        (HOTSPOT, {"x": ["500"]}),
        (HOTSPOT, {"x": ["500"], "y": ["1001"]}),
        (TEXT, {"text": ["长" * 61]}),
    ],
)
def test_what_cannot_be_chosen_is_told_from_an_empty_form(draft: Draft, said: Said) -> None:
    assert read(draft, said) is None


@given(
    st.sampled_from(EVERY),
    st.dictionaries(
        st.sampled_from(["choice", "number", "at-0", "at-1", "at-2", "at-3", "x", "y", "text"]),
        st.lists(st.text(max_size=12) | st.integers(-2, 1200).map(str), max_size=3),
    ),
)
def test_no_form_breaks_the_reader(draft: Draft, said: Said) -> None:
    choice = read(draft, said)
    assert choice is None or right(draft, choice) in (True, False)


@pytest.mark.slow
@given(st.integers(0, 12), st.text(max_size=5))
def test_a_shuffle_holds_every_place_once_and_is_the_same_again(count: int, seed: str) -> None:
    assert sorted(shuffled(count, seed)) == list(range(count))
    assert shuffled(count, seed) == shuffled(count, seed)
