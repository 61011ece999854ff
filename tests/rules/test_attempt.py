"""Where an attempt stands: a function of its entries, whatever their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.attempt import ANSWER, CLOSED, SHOWN, Kept, progress, step
from quiz.rules.units import Millis, Points

OPENED = Millis(1_000)


def answer(slot: int) -> Kept:
    return Kept(slot, ANSWER, slot, (0,), Millis(700), Points(10), Millis(2_000 + slot))


def shown(slot: int) -> Kept:
    return Kept(slot, SHOWN, 0, (), Millis(0), Points(0), Millis(5_000 + slot))


CLOSING = Kept(3, CLOSED, 0, (), Millis(2_100), Points(30), Millis(2_002))


@pytest.mark.parametrize(
    ("entries", "asks_for_each", "slot", "shown_at"),
    [
        ([], False, 0, 1_000),
        ([], True, 0, 1_000),
        ([answer(0)], False, 1, 2_000),
        ([answer(0)], True, 1, None),
        ([answer(0), shown(1)], True, 1, 5_001),
        ([answer(0), shown(1), answer(1)], True, 2, None),
        ([answer(0), answer(1)], False, 2, 2_001),
        ([answer(0), answer(1), answer(2), CLOSING], False, 3, None),
        ([answer(0), shown(2)], True, 1, None),
    ],
)
def test_the_next_question_opens_when_the_last_answer_is_stored_or_when_asked_for(
    entries: list[Kept],
    asks_for_each: bool,  # noqa: FBT001
    slot: int,
    shown_at: int | None,
) -> None:
    found = progress(entries, opened_at=OPENED, length=3, asks_for_each=asks_for_each)
    assert (found.slot, found.shown_at) == (slot, shown_at)


def test_the_closing_is_found() -> None:
    entries = [answer(0), answer(1), answer(2), CLOSING]
    found = progress(entries, opened_at=OPENED, length=3, asks_for_each=False)
    assert (found.slot, found.closed) == (3, CLOSING)


def test_an_answer_out_of_turn_does_not_move_the_open_slot() -> None:
    found = progress([answer(1)], opened_at=OPENED, length=3, asks_for_each=False)
    assert found.slot == 0
    assert found.closed is None


SOME = st.lists(
    st.sampled_from([answer(0), answer(1), answer(2), shown(1), shown(2), CLOSING]), unique=True
)


@given(SOME.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))), st.booleans())
def test_the_order_of_entries_and_reading_some_twice_change_nothing(
    both: tuple[list[Kept], list[Kept]],
    asks: bool,  # noqa: FBT001
) -> None:
    some, others = both
    once = progress(some, opened_at=OPENED, length=3, asks_for_each=asks)
    assert once == progress([*others, *some], opened_at=OPENED, length=3, asks_for_each=asks)


@given(st.booleans(), st.integers(0, 3), st.booleans())
def test_a_step_says_what_counting_all_would_say(
    asks_for_each: bool,  # noqa: FBT001
    answered: int,
    asked: bool,  # noqa: FBT001
) -> None:
    how = {"length": 3, "asks_for_each": asks_for_each}
    before = [answer(slot) for slot in range(answered)] + ([shown(answered)] if asked else [])
    added = answer(answered) if answered < 3 else CLOSING
    here = progress(before, opened_at=OPENED, **how)  # type: ignore[arg-type]
    whole = progress([*before, added], opened_at=OPENED, **how)  # type: ignore[arg-type]
    assert step(here, added, **how) == whole  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", [answer(2), answer(0), shown(1)])
def test_an_entry_out_of_turn_needs_the_whole_count(entry: Kept) -> None:
    here = progress([answer(0)], opened_at=OPENED, length=3, asks_for_each=True)
    assert step(here, entry, length=3, asks_for_each=True) is None
