"""Choices: which are possible, and that the way to places and back loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules import choices

PUBLIC = (2, 0, 3, 1)


@pytest.mark.parametrize(
    ("kind", "sent", "places"),
    [
        ("single", [], ()),
        ("single", [0], (2,)),
        ("single", [3], (1,)),
        ("single", [4], None),
        ("single", [-1], None),
        ("single", [0, 1], None),
        ("single", [0, 0], None),
        ("multiple", [3, 0], (1, 2)),
        ("multiple", [0, 3], (1, 2)),
        ("multiple", [0, 1, 2, 3], (0, 1, 2, 3)),
        ("multiple", [1, 1], None),
        ("multiple", [10**9], None),
        ("ordering", [1, 3, 0, 2], (0, 1, 2, 3)),
        ("ordering", [0, 1, 2], None),
        ("ordering", [0, 1, 2, 2], None),
        ("ordering", [0, 1, 2, 3, 0], None),
        ("estimate", [5], (5,)),
        ("estimate", [-10], (-10,)),
        ("estimate", [100], (100,)),
        ("estimate", [101], None),
        ("estimate", [-11], None),
        ("estimate", [5, 6], None),
        ("estimate", [], ()),
    ],
)
def test_a_choice_is_turned_into_places_or_is_impossible(
    kind: str, sent: list[int], places: tuple[int, ...] | None
) -> None:
    assert choices.places(kind, sent, PUBLIC, least=-10, most=100) == places


@pytest.mark.parametrize(
    ("sent", "places"), [([0], (0,)), ([1], (1,)), ([2], None), ([0, 1], None)]
)
def test_a_statement_is_true_or_false(sent: list[int], places: tuple[int, ...] | None) -> None:
    assert choices.places("truefalse", sent, (0, 1), least=0, most=0) == places


PUBLICS = st.integers(2, 10).flatmap(lambda count: st.permutations(range(count)))
KINDS = st.sampled_from(["single", "multiple", "ordering", "truefalse"])


@given(KINDS, PUBLICS, st.lists(st.integers(-2, 11), max_size=10))
def test_what_was_sent_comes_back_from_what_was_stored(
    kind: str, public: list[int], sent: list[int]
) -> None:
    stored = choices.places(kind, sent, public, least=0, most=0)
    if stored is not None:
        again = choices.numbers(kind, stored, public)
        assert sorted(again) == sorted(sent)
        assert choices.places(kind, again, public, least=0, most=0) == stored
        assert kind == "multiple" or again == sent


@given(st.lists(st.integers(-(10**9), 10**9), max_size=10).map(tuple))
def test_the_journal_keeps_a_choice_word_for_word(stored: tuple[int, ...]) -> None:
    kept = choices.text(stored)
    assert choices.read(kept) == stored
    assert len(kept) <= 120
