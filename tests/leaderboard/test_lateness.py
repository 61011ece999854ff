"""The log tells that boards lag and that they do no more, and stays readable meanwhile."""

import pytest

from leaderboard.lateness import AGAIN_MS, Lateness
from quiz.rules.units import Millis

TICK_MS = 250
AWAY = "boards are late: Redis is away"


def test_a_trouble_that_lasts_is_said_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    lateness = Lateness()
    for now in range(0, 3 * AGAIN_MS, TICK_MS):
        lateness.trouble("Redis is away", Millis(now))
    assert caplog.messages == [AWAY] * 3


def test_another_trouble_is_said_at_once(caplog: pytest.LogCaptureFixture) -> None:
    lateness = Lateness()
    lateness.trouble("Redis is away", Millis(0))
    lateness.trouble("no database", Millis(TICK_MS))
    assert caplog.messages == [AWAY, "boards are late: no database"]


def test_its_end_is_said_once_and_the_next_one_at_once(caplog: pytest.LogCaptureFixture) -> None:
    lateness = Lateness()
    lateness.over()
    lateness.trouble("Redis is away", Millis(0))
    lateness.over()
    lateness.over()
    lateness.trouble("Redis is away", Millis(TICK_MS))
    assert caplog.messages == [AWAY, "boards are up to date again", AWAY]


def test_a_clock_that_was_set_back_keeps_nothing_from_being_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lateness = Lateness()
    lateness.trouble("Redis is away", Millis(AGAIN_MS))
    lateness.trouble("Redis is away", Millis(0))
    assert len(caplog.messages) == 2


def test_what_is_odd_has_its_traceback_once(caplog: pytest.LogCaptureFixture) -> None:
    lateness = Lateness()
    for now in (0, AGAIN_MS):
        try:
            raise ZeroDivisionError
        except ZeroDivisionError as error:
            lateness.trouble(repr(error), Millis(now), odd=True)
    first, second = caplog.records
    assert first.exc_info
    assert first.levelname == second.levelname == "ERROR"
    assert not second.exc_info
