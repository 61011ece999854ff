"""What keeps a result from being published is found, named and placed."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.invariants import (
    Fault,
    State,
    Totals,
    adds_up,
    of_state,
    residents,
    same_rows,
    same_totals,
)

WHOLE: dict[str, Totals] = {"44": (5, 7, 300), "44/1": (3, 4, 200), "44/2": (2, 3, 100)}
OWN: dict[str, Totals] = {"44/1": (3, 4, 0), "44/2": (2, 3, 0)}


def codes(faults: Sequence[Fault]) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in faults]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State(closed=True, open_attempts=0, flags=0, unmarked=0), []),
        (State(closed=False, open_attempts=0, flags=0, unmarked=0), ["not_closed"]),
        (
            State(closed=True, open_attempts=2, flags=1, unmarked=9),
            ["open_attempts", "flags", "unmarked"],
        ),
        (
            State(closed=True, open_attempts=0, flags=0, unmarked=0, looked=False, appeals=1),
            ["unlooked", "appeals"],
        ),
    ],
)
def test_a_round_must_be_over_and_everything_decided(state: State, expected: list[str]) -> None:
    assert [fault.code for fault in of_state(state)] == expected


def test_children_add_up_to_their_parent() -> None:
    assert list(adds_up(WHOLE, OWN, "44", moved=0)) == []
    found = list(adds_up({**WHOLE, "44": (6, 8, 300)}, OWN, "44", moved=0))
    assert codes(found) == [("attempts", "44"), ("people", "44")]


def test_who_moved_counts_in_two_regions_and_once_above() -> None:
    moved: dict[str, Totals] = {**WHOLE, "44": (4, 7, 300)}
    assert list(adds_up(moved, OWN, "44", moved=1)) == []
    assert codes(list(adds_up(moved, OWN, "44", moved=0))) == [("people", "44")]


def test_more_people_than_residents_is_told_but_does_not_stop() -> None:
    (fault,) = residents(WHOLE, {"44": 4, "44/1": 3, "44/2": 0})
    assert (fault.code, fault.where, fault.stops) == ("residents", "44", False)


def test_a_region_that_the_board_counts_otherwise_is_named() -> None:
    assert list(same_totals(WHOLE, dict(WHOLE))) == []
    assert codes(list(same_totals(WHOLE, {**WHOLE, "44/2": (2, 3, 99)}))) == [("totals", "44/2")]
    assert codes(list(same_totals(WHOLE, {}))) == [("totals", path) for path in sorted(WHOLE)]


Rows = list[tuple[int, str, int]]
ROWS: Rows = [(1, "a", 9), (2, "b", 8), (2, "c", 8), (4, "d", 7)]


@pytest.mark.parametrize(
    ("other", "whose"),
    [
        (ROWS, []),
        ([ROWS[0], ROWS[2], ROWS[1], ROWS[3]], []),
        ([*ROWS[:3], (4, "d", 6)], ["d"]),
        (ROWS[:3], ["d"]),
        ([(1, "a", 9), (2, "b", 8), (3, "c", 8), (4, "d", 7)], ["c", "c"]),
    ],
)
def test_rows_that_differ_are_named_and_order_in_a_shared_rank_is_free(
    other: Rows, whose: list[str]
) -> None:
    found = list(same_rows(iter(ROWS), iter(other)))
    assert sorted({fault.where for fault in found}) == sorted(set(whose))


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from("abcdef")), max_size=12))
def test_the_same_rows_never_differ(rows: list[Any]) -> None:
    ordered = sorted(rows)
    assert list(same_rows(iter(ordered), iter(ordered))) == []
