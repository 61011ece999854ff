"""Choices: which are possible, and that the way to places and back loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules import choices
from quiz.rules.choices import Offer

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
    assert choices.places(Offer(kind, PUBLIC, least=-10, most=100), sent) == places


@pytest.mark.parametrize(
    ("sent", "places"), [([0], (0,)), ([1], (1,)), ([2], None), ([0, 1], None)]
)
def test_a_statement_is_true_or_false(sent: list[int], places: tuple[int, ...] | None) -> None:
    assert choices.places(Offer("truefalse", (0, 1)), sent) == places


TARGETS = (1, 4, 0, 2, 3)


@pytest.mark.parametrize(
    ("sent", "places"),
    [
        ([], ()),
        ([0, 1, 2, 3], (4, 2, 1, 0)),
        ([0, 0, 0, 0], (1, 1, 1, 1)),
        ([4, 0, 1, 2], (1, 0, 3, 4)),
        ([0, 1, 2], None),
        ([0, 1, 2, 3, 4], None),
        ([0, 1, 2, 5], None),
        ([0, 1, 2, -1], None),
    ],
)
def test_a_matching_names_a_target_for_every_option(
    sent: list[int], places: tuple[int, ...] | None
) -> None:
    assert choices.places(Offer("matching", PUBLIC, TARGETS), sent) == places


@pytest.mark.parametrize(
    ("sent", "places"),
    [
        ([0, 1000], (0, 1000)),
        ([0, 1001], None),
        ([-1, 5], None),
        ([5], None),
        ([1, 2, 3], None),
        ([], ()),
    ],
)
def test_a_point_lies_on_the_picture(sent: list[int], places: tuple[int, ...] | None) -> None:
    assert choices.places(Offer("hotspot"), sent) == places


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("光合作用", "光合作用"),
        ("  光合\u3000 作用 ", "光合 作用"),
        ("\u202eabc\u200b", "abc"),
        ("e\u0301", "\u00e9"),
        (" ", ""),
        ("\u200d", ""),
        ("长" * 60, "长" * 60),
        ("\ufb2c" * 60, None),
    ],
)
def test_a_typed_text_is_kept_composed_and_visible(typed: str, kept: str | None) -> None:
    stored = choices.places(Offer("text"), [], typed)
    assert (None if stored is None else choices.words(Offer("text"), stored)) == kept


def test_numbers_are_no_text_and_a_text_is_no_choice() -> None:
    assert choices.places(Offer("text"), [1], "光") is None
    assert choices.places(Offer("single", PUBLIC), [], "光") is None
    assert choices.words(Offer("single", PUBLIC), (2,)) == ""
    assert choices.numbers(Offer("text"), (20809,)) == []


PUBLICS = st.integers(2, 10).flatmap(lambda count: st.permutations(range(count)))
KINDS = st.sampled_from(["single", "multiple", "ordering", "truefalse", "matching", "hotspot"])


@given(KINDS, PUBLICS, PUBLICS, st.lists(st.integers(-2, 11), max_size=10))
def test_what_was_sent_comes_back_from_what_was_stored(
    kind: str, public: list[int], targets: list[int], sent: list[int]
) -> None:
    offer = Offer(kind, tuple(public), tuple(targets))
    stored = choices.places(offer, sent)
    if stored is not None:
        again = choices.numbers(offer, stored)
        assert sorted(again) == sorted(sent)
        assert choices.places(offer, again) == stored
        assert kind == "multiple" or again == sent


@given(st.lists(st.integers(-(10**9), 10**9), max_size=10).map(tuple))
def test_the_journal_keeps_a_choice_word_for_word(stored: tuple[int, ...]) -> None:
    kept = choices.text(Offer("multiple"), stored)
    assert choices.read(kept) == stored
    assert len(kept) <= 120


@given(st.text(max_size=60))
def test_the_journal_keeps_a_text_word_for_word(typed: str) -> None:
    offer = Offer("text")
    stored = choices.places(offer, [], typed)
    if stored is not None:
        kept = choices.text(offer, stored)
        assert choices.read(kept) == stored
        assert len(kept) <= 120
        assert "\0" not in choices.words(offer, stored)
        assert choices.places(offer, [], choices.words(offer, stored)) == stored
