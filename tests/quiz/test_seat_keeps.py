"""A seat that takes in entries as they come stands where all of them, counted anew, say."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from quiz.plan import Asked, Plan
from quiz.rules.attempt import ANSWER, CLOSED, SHOWN, VOIDED, Kept, progress
from quiz.rules.formats import Reveal
from quiz.rules.units import Millis, Points
from quiz.seat import Player, Seat

LENGTH, OPENED = 4, Millis(1_000)
PLACES = [(slot, kind) for slot in range(LENGTH) for kind in (ANSWER, SHOWN)]
PLACES += [(LENGTH, CLOSED), (1, VOIDED), (2, VOIDED)]
# Entries in any order, some of them twice, answers mostly, and how many are taken in together.
ANSWERS = st.tuples(st.integers(0, LENGTH - 1), st.just(ANSWER))
CAME = st.lists(st.tuples(ANSWERS | st.sampled_from(PLACES), st.integers(1, 3)), max_size=12)


def seat(*, asks_for_each: bool) -> Seat:
    reveal = Reveal.EACH if asks_for_each else Reveal.CLOSED
    form = SimpleNamespace(reveal=reveal, total_ms=0, question_ms=20_000)
    plan = cast("Plan", SimpleNamespace(format=form, closes_at=None))
    paper = cast("tuple[Asked, ...]", tuple(range(LENGTH)))
    return Seat(1, 0, plan, Player(1, "梅", "44", "adult"), OPENED, paper)


def entry(place: tuple[int, int]) -> Kept:
    """The one that the journal holds in that place."""
    slot, kind = place
    stored_at = Millis(2_000 + 10 * slot + kind)
    return Kept(slot, kind, slot + 1, (0,), Millis(900), Points(10), stored_at)


def grouped(came: list[tuple[Any, int]]) -> list[list[Kept]]:
    entries, found = [entry(place) for place, _ in came], []
    for _, size in came:
        if entries:
            found.append(entries[:size])
            del entries[:size]
    return found


@given(came=CAME, asks_for_each=st.booleans())
def test_a_seat_stands_where_its_entries_say(
    *, came: list[tuple[tuple[int, int], int]], asks_for_each: bool
) -> None:
    taken_in(seat(asks_for_each=asks_for_each), grouped(came))


@given(order=st.permutations(PLACES), asks_for_each=st.booleans())
def test_all_of_an_attempt_one_by_one_in_any_order(
    *, order: list[tuple[int, int]], asks_for_each: bool
) -> None:
    taken_in(seat(asks_for_each=asks_for_each), [[entry(place)] for place in order])


def taken_in(held: Seat, groups: list[list[Kept]]) -> None:
    """After each group it stands where all of them, counted anew, say."""
    known: dict[tuple[int, int], Kept] = {}
    for group in groups:
        fresh = {(one.slot, one.kind): one for one in group if (one.slot, one.kind) not in known}
        assert held.keep(group) == bool(fresh)
        known |= fresh
        asks = held.asks_for_each
        anew = progress(known.values(), opened_at=OPENED, length=LENGTH, asks_for_each=asks)
        assert held.progress == anew


@given(st.permutations(range(LENGTH)), st.integers(0, LENGTH))
def test_answers_in_turn_or_ahead_of_it_lead_to_the_same(order: list[int], first: int) -> None:
    """Another process may be ahead of this seat."""
    held = seat(asks_for_each=False)
    for slot in [*range(first), *order]:
        held.keep([entry((slot, ANSWER))])
    assert held.answers == {slot: entry((slot, ANSWER)) for slot in range(LENGTH)}
    assert (held.progress.slot, held.progress.shown_at) == (LENGTH, None)
