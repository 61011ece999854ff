"""Tries: regulations, section 2.3; the contest day begins at midnight in Guangdong."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.formats import Format
from quiz.rules.tries import DAY_MS, day_start, tries_left
from quiz.rules.units import Millis


def at(text: str) -> Millis:
    """A moment written in Guangdong's time."""
    return Millis(int(datetime.fromisoformat(f"{text}+08:00").timestamp() * 1000))


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-06-15T00:00:00.000", "2026-06-15T00:00"),
        ("2026-06-15T23:59:59.999", "2026-06-15T00:00"),
        ("2026-06-15T07:59:59.999", "2026-06-15T00:00"),
        ("2026-06-15T08:00:00.000", "2026-06-15T00:00"),
        ("2028-02-29T12:00:00.000", "2028-02-29T00:00"),
        ("2027-01-01T00:00:00.001", "2027-01-01T00:00"),
    ],
)
def test_a_contest_day_begins_at_midnight_in_guangdong(now: str, start: str) -> None:
    assert day_start(at(now)) == at(start)


MIDNIGHT = at("2026-06-15T00:00")


@pytest.mark.parametrize(
    ("per_day", "total", "opened", "left"),
    [
        (0, 0, [0, 1, 2], None),
        (1, 0, [], 1),
        (1, 0, [-1], 1),
        (1, 0, [0], 0),
        (3, 0, [-1, 0, 5], 1),
        (3, 0, [0, 1, 2, 3], 0),
        (0, 5, [-DAY_MS, -1, 0], 2),
        (3, 2, [-DAY_MS, -1], 0),
        (3, 9, [0], 2),
        (3, 4, [-DAY_MS, -1, -1], 1),
    ],
)
def test_what_was_opened_today_and_in_all_is_taken_off(
    per_day: int, total: int, opened: list[int], left: int | None
) -> None:
    form = Format(tries_per_day=per_day, tries_total=total)
    moments = [Millis(MIDNIGHT + moment) for moment in opened]
    assert tries_left(form, moments, Millis(MIDNIGHT + 3_600_000)) == left


MOMENTS = st.integers(0, 4_102_444_800_000).map(Millis)


@given(MOMENTS)
def test_a_day_holds_its_moment_and_begins_where_the_last_one_ended(now: Millis) -> None:
    start = day_start(now)
    assert start <= now < start + DAY_MS
    assert day_start(Millis(start - 1)) == start - DAY_MS
    moment = datetime.fromtimestamp((start + 8 * 3_600_000) / 1000, tz=UTC)
    assert (moment.hour, moment.minute, moment.second) == (0, 0, 0)


@given(st.integers(0, 5), st.integers(0, 9), st.lists(MOMENTS, max_size=12), MOMENTS)
def test_opening_one_paper_takes_one_try_until_none_is_left(
    per_day: int, total: int, opened: list[Millis], now: Millis
) -> None:
    form = Format(tries_per_day=per_day, tries_total=total)
    before = [moment for moment in opened if moment <= now]
    left = tries_left(form, before, now)
    after = tries_left(form, [*before, now], now)
    assert (left is None) == (after is None) == (per_day == total == 0)
    if left is not None and after is not None:
        assert after == max(0, left - 1)
