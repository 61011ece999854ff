"""What a draft without its key still tells: nothing by the order of its options."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.question import Draft, Image, Text
from questionbank.rules.undue import unplaced
from tests.rules.test_question import ALL_KINDS, FOUR, ORDERING, SINGLE

MATCHING = replace(
    SINGLE,
    kind="matching",
    options=(Text("b"), Text("a"), Text("0")),
    fixed=frozenset({2}),
    targets=(Text("y"), Text("x")),
    key=(0, 1, 1),
    option_pictures=(Image("b" * 64), None, None),
)


@given(st.permutations(FOUR))
def test_however_an_ordering_is_written_it_is_shown_alike(options: list[Text]) -> None:
    shown = unplaced(replace(ORDERING, options=tuple(options)))
    assert shown.options == tuple(sorted(FOUR, key=lambda text: text.zh))


def test_pairs_are_taken_apart_with_pictures_at_their_options_and_fixed_ones_behind() -> None:
    shown = unplaced(MATCHING)
    assert shown.options == (Text("a"), Text("b"), Text("0"))
    assert shown.option_pictures == (None, Image("b" * 64), None)
    assert shown.fixed == {2}
    assert shown.targets == (Text("x"), Text("y"))


def test_pictures_without_words_are_in_an_order_of_their_own() -> None:
    images = tuple(Image(letter * 64) for letter in "cab")
    draft = replace(ORDERING, options=(Text(""),) * 3, option_pictures=images, key=(0, 1, 2))
    shown = [one.digest[0] for one in unplaced(draft).option_pictures if one]
    assert shown == ["a", "b", "c"]


@pytest.mark.parametrize("draft", [one for one in ALL_KINDS if one.kind != "ordering"])
def test_other_kinds_stay_as_they_are_written(draft: Draft) -> None:
    assert unplaced(draft) is draft
