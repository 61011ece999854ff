"""A pytest plugin: while ten thousand tests are found the garbage collector rests.

All that is made then stays to the end, and the collector would go through it again and again: that
was half of the time of finding them. Afterwards it leaves them out, and is called as seldom as in
a server (config/lifecycle.py).
"""

import gc
from collections.abc import Generator

import pytest

# As in config/lifecycle.py, which cannot be read before Django is ready.
THRESHOLDS = (50_000, 20, 100)


def pytest_configure() -> None:
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Also where other processes find the tests, and where one of them cannot be read."""
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()
