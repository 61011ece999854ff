"""A process that did not listen for a while: whose fault the wait is, and what may be gained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.units import Millis
from quiz.sittings import stalls
from quiz.sittings.stalls import BEAT_S, LATE_MS, Stalls

BEAT = int(BEAT_S * 1_000)
SLEPT = Millis(3_000)


def listening(*, until: int = 10_000) -> Stalls:
    """One that beat on time until then."""
    watch = Stalls()
    for now in range(until - 20 * BEAT, until + 1, BEAT):
        watch.beat(Millis(now))
    return watch


def woken(until: int = 10_000) -> Stalls:
    """One that stood still from then on for SLEPT."""
    watch = listening(until=until)
    watch.beat(Millis(until + SLEPT))
    return watch


@given(st.integers(10_000, 10_000 + LATE_MS), st.integers(0, 99_999))
def test_while_all_is_well_an_answer_came_when_it_was_read(read: int, claimed: int) -> None:
    assert listening().arrived(Millis(read), Millis(claimed)) == read


@pytest.mark.parametrize(
    ("claimed", "came"),
    [(11_200, 11_200), (10_000, 10_000), (3_000, 10_000), (99_000, 13_001)],
)
def test_after_a_stall_it_came_when_its_phone_says_within_the_stall(
    claimed: int, came: int
) -> None:
    assert woken().arrived(Millis(13_001), Millis(claimed)) == came


def test_what_is_read_before_the_beat_that_tells_of_the_stall_is_treated_alike() -> None:
    assert listening().arrived(Millis(13_001), Millis(11_200)) == 11_200


def test_the_stall_is_over_once_the_loop_comes_round_in_time() -> None:
    watch = woken()
    # It takes a while to catch up with a full hall: all that is part of the stall.
    watch.beat(Millis(13_000 + 2 * LATE_MS))
    assert watch.since == 10_000
    watch.beat(Millis(13_000 + 2 * LATE_MS + BEAT))
    assert watch.since is None
    assert watch.arrived(Millis(13_600), Millis(11_200)) == 13_600


@pytest.mark.parametrize(
    ("stood", "level"), [(251, "INFO"), (999, "INFO"), (1_000, "WARNING"), (60_000, "WARNING")]
)
def test_only_a_long_stall_is_a_warning(
    caplog: pytest.LogCaptureFixture, stood: int, level: str
) -> None:
    caplog.set_level("INFO", "quiz.sittings.stalls")
    stalls.tell(stood)
    (record,) = caplog.records
    assert record.levelname == level
    assert record.getMessage().startswith("stalls: ")


@given(st.integers(13_000, 20_000), st.integers(0, 99_999))
def test_nobody_gains_more_than_the_stall(read: int, claimed: int) -> None:
    assert 10_000 <= woken().arrived(Millis(read), Millis(claimed)) <= read
