"""Where the garbage collector rests, and that it is woken."""

import gc
from collections.abc import Iterator

import pytest

from config import lifecycle
from tests.collector import THRESHOLDS


@pytest.fixture
def asleep() -> Iterator[None]:
    """The collector as manage.py leaves it to a server that starts."""
    thresholds = gc.get_threshold()
    gc.disable()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()


@pytest.mark.usefixtures("asleep")
def test_a_server_that_has_started_collects_again() -> None:
    lifecycle.calm_the_collector()
    assert gc.isenabled()
    assert gc.get_threshold() == THRESHOLDS


def test_tests_run_with_a_collector_that_leaves_out_what_was_made_to_find_them() -> None:
    assert gc.isenabled()
    assert gc.get_threshold() == THRESHOLDS
    assert gc.get_freeze_count() > 100_000
