"""Where the garbage collector rests, and that it is woken."""

import gc
from collections.abc import Iterator

import pytest

from config import lifecycle


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
    assert gc.get_threshold() == (50_000, 20, 100)
