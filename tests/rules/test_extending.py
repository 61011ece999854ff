"""More time: while a round is open and a minute is left, and never less time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.extending import FINAL_MS, FURTHEST_MS, MARGIN_MS, fault, later, stands
from quiz.rules.units import Millis

OPENS, ENDS = Millis(1_000_000), Millis(9_000_000)
LAST = Millis(ENDS - MARGIN_MS)
moments = st.integers(0, 20_000_000).map(Millis)


@pytest.mark.parametrize(
    ("closes_at", "new", "now", "why"),
    [
        (None, ENDS, OPENS, "endless"),
        (ENDS, ENDS + 1, OPENS - 1, "not_open"),
        (ENDS, ENDS + 1, OPENS, ""),
        (ENDS, ENDS + 1, LAST, ""),
        (ENDS, ENDS + 1, LAST + 1, "too_late"),
        (ENDS, ENDS + 1, ENDS + 1, "too_late"),
        (ENDS, ENDS, OPENS, "not_later"),
        (ENDS, ENDS - 1, OPENS, "not_later"),
        (ENDS, ENDS + FURTHEST_MS, OPENS, ""),
        (ENDS, ENDS + FURTHEST_MS + 1, OPENS, "too_far"),
    ],
)
def test_an_end_is_moved_later_only_and_in_time(
    closes_at: Millis | None, new: int, now: int, why: str
) -> None:
    assert fault(OPENS, closes_at, Millis(new), Millis(now)) == why


@given(moments, moments, moments)
def test_an_end_that_somebody_saw_to_stand_is_not_moved_after_that(
    looked_at: Millis, new: Millis, now: Millis
) -> None:
    if stands(ENDS, looked_at) and now >= looked_at:
        assert fault(OPENS, ENDS, new, now) in ("too_late",)


@given(moments)
def test_between_the_last_moving_and_the_first_look_that_counts_lies_half_the_margin(
    looked_at: Millis,
) -> None:
    assert stands(ENDS, looked_at) == (looked_at >= LAST + FINAL_MS)
    assert FINAL_MS * 2 == MARGIN_MS


@pytest.mark.parametrize(
    ("one", "other", "is_later"),
    [(2, 1, True), (1, 1, False), (1, 2, False), (None, 1, True), (1, None, False),
     (None, None, False)],
)  # fmt: skip
def test_never_is_later_than_any_end(one: int | None, other: int | None, *, is_later: bool) -> None:
    ends = [None if end is None else Millis(end) for end in (one, other)]
    assert later(*ends) is is_later
