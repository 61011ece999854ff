"""Time: regulations, section 4, as a table and as laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules import timing
from quiz.rules.formats import BOUNDS
from quiz.rules.timing import (
    CREDIT_CAP,
    LONGEST_GRACE,
    LONGEST_TOOK,
    QUOTA_REFILL,
    QUOTA_START,
    Window,
)
from quiz.rules.units import Millis

T0 = Millis(1_789_776_000_000)


@pytest.mark.parametrize(
    ("question_ms", "ends_in", "closes_in"),
    [
        (20_000, None, 20_000),
        (20_000, 60_000, 20_000),
        (20_000, 5_000, 5_000),
        (20_000, -5, -5),
        (0, 5_000, 5_000),
        (0, None, None),
    ],
)
def test_a_window_closes_with_the_question_or_with_the_attempt(
    question_ms: int, ends_in: int | None, closes_in: int | None
) -> None:
    end = None if ends_in is None else Millis(T0 + ends_in)
    window = timing.window(T0, question_ms=Millis(question_ms), ends_at=end)
    assert window == Window(T0, None if closes_in is None else Millis(T0 + closes_in))


@pytest.mark.parametrize(
    ("total_ms", "round_closes_in", "ends_in"),
    [(0, None, None), (60_000, None, 60_000), (0, 9_000, 9_000), (60_000, 9_000, 9_000)],
)
def test_an_attempt_ends_after_its_time_or_with_the_round(
    total_ms: int, round_closes_in: int | None, ends_in: int | None
) -> None:
    closes = None if round_closes_in is None else Millis(T0 + round_closes_in)
    end = timing.ends_at(T0, Millis(total_ms), closes)
    assert end == (None if ends_in is None else T0 + ends_in)


@pytest.mark.parametrize(
    ("late_by", "counts"), [(-20_000, True), (0, True), (500, True), (501, False)]
)
def test_the_grace_is_the_last_moment(late_by: int, counts: bool) -> None:  # noqa: FBT001
    asked = Window(T0, Millis(T0 + 20_000))
    assert timing.in_time(asked, Millis(T0 + 20_000 + late_by), Millis(500)) is counts


def test_without_a_limit_every_moment_is_in_time_and_nothing_is_left_to_count() -> None:
    assert timing.in_time(Window(T0, None), Millis(T0 + 10**12), Millis(0))
    assert Window(T0, None).left(T0) is None


@pytest.mark.parametrize(("later", "left"), [(0, 20_000), (19_999, 1), (20_000, 0), (99_000, 0)])
def test_time_left_never_falls_below_nothing(later: int, left: int) -> None:
    assert Window(T0, Millis(T0 + 20_000)).left(Millis(T0 + later)) == left


@pytest.mark.parametrize(
    ("round_trip", "quota", "credit"),
    [
        (None, 1_200, 0),
        (0, 1_200, 20),
        (80, 1_200, 100),
        (379, 1_200, 399),
        (380, 1_200, 400),
        (5_000, 1_200, 400),
        (80, 30, 30),
        (80, 0, 0),
        (-500, 1_200, 0),
    ],
)
def test_the_credit_is_the_measured_round_trip_within_cap_and_quota(
    round_trip: int | None, quota: int, credit: int
) -> None:
    measured = None if round_trip is None else Millis(round_trip)
    assert timing.credit(measured, Millis(quota)) == credit


@pytest.mark.parametrize(
    ("claimed", "since_shown", "credit", "took"),
    [
        (5_000, 5_100, 200, 5_000),
        (4_000, 5_100, 200, 4_900),
        (9_000, 5_100, 200, 5_100),
        (-7, 5_100, 0, 5_100),
        (0, 100, 400, 0),
        (19_900, 20_400, 0, 20_000),
        (30_000, 30_000, 400, 20_000),
    ],
)
def test_a_claim_is_believed_within_the_credit(
    claimed: int, since_shown: int, credit: int, took: int
) -> None:
    counted = timing.took(
        Millis(claimed),
        since_shown=Millis(since_shown),
        credit=Millis(credit),
        asked=Window(T0, Millis(T0 + 20_000)),
    )
    assert counted == took


CLAIMS = st.integers(-(2**31), 2**31 - 1).map(Millis)
SINCE = st.integers(-1_000, 100_000).map(Millis)
CREDITS = st.integers(0, CREDIT_CAP).map(Millis)
LIMITS = st.none() | st.integers(0, 60_000)


def _asked(limit: int | None) -> Window:
    return Window(T0, None if limit is None else Millis(T0 + limit))


@given(CLAIMS, SINCE, CREDITS, LIMITS)
def test_whatever_is_claimed_time_stays_between_nothing_and_what_passed(
    claimed: Millis, since: Millis, credit: Millis, limit: int | None
) -> None:
    took = timing.took(claimed, since_shown=since, credit=credit, asked=_asked(limit))
    assert 0 <= took <= max(0, since)
    if limit is not None:
        assert took <= limit
    else:
        assert took >= since - credit


@given(CLAIMS, CLAIMS, SINCE, CREDITS, LIMITS)
def test_claiming_less_never_counts_for_more(
    one: Millis, other: Millis, since: Millis, credit: Millis, limit: int | None
) -> None:
    less, more = sorted((one, other))
    asked = _asked(limit)
    assert timing.took(less, since_shown=since, credit=credit, asked=asked) <= timing.took(
        more, since_shown=since, credit=credit, asked=asked
    )


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 30_000)), max_size=100))
def test_permanent_lag_is_forgiven_by_the_refill_only(answers: list[tuple[int, int]]) -> None:
    """Whoever always claims 0 wins at most the first quota and one refill per answer."""
    quota, won = QUOTA_START, 0
    for round_trip, passed in answers:
        credit = timing.credit(Millis(round_trip), quota)
        took = timing.took(
            Millis(0), since_shown=Millis(passed), credit=credit, asked=Window(T0, None)
        )
        quota = timing.spend(quota, since_shown=Millis(passed), counted=took)
        won += passed - took
        assert 0 <= quota <= QUOTA_START
    assert won <= QUOTA_START + QUOTA_REFILL * len(answers)


@pytest.mark.parametrize(
    ("later", "over"), [(-1, False), (0, False), (LONGEST_GRACE, False), (LONGEST_GRACE + 1, True)]
)
def test_what_waits_for_a_rounds_end_waits_for_every_grace(later: int, over: bool) -> None:  # noqa: FBT001
    assert timing.settled(T0, Millis(T0 + later)) is over


def test_a_round_without_an_end_is_never_settled() -> None:
    assert not timing.settled(None, Millis(T0 + 10**12))
    assert timing.settles_at(None) is None


@pytest.mark.parametrize("limit", [None, 30 * 86_400_000])
@pytest.mark.parametrize(
    ("passed", "counted"),
    [
        (LONGEST_TOOK - 1, LONGEST_TOOK - 1),
        (LONGEST_TOOK, LONGEST_TOOK),
        (LONGEST_TOOK + 1, LONGEST_TOOK),
        (30 * 86_400_000, LONGEST_TOOK),
    ],
)
def test_an_answer_takes_five_hours_at_most(passed: int, counted: int, limit: int | None) -> None:
    since = Millis(passed)
    took = timing.took(passed, since_shown=since, credit=Millis(0), asked=_asked(limit))
    assert took == counted


def test_the_longest_paper_fits_the_column_of_the_journal() -> None:
    assert BOUNDS["questions"][1] * LONGEST_TOOK < 2**31
    assert BOUNDS["question_ms"][1] + BOUNDS["total_ms"][1] < LONGEST_TOOK


def test_no_format_gives_a_longer_grace_than_what_waits_for_it() -> None:
    assert BOUNDS["grace_ms"][1] == LONGEST_GRACE
