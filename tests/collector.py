"""A pytest plugin: while ten thousand tests are found the garbage collector rests.

All that is made then stays to the end, and the collector would go through it again and again: that
was half of the time of finding them. Afterwards it leaves them out, and is called as seldom as in
a server (config/lifecycle.py).
"""

import gc

import pytest

# As in config/lifecycle.py, which cannot be read before Django is ready.
THRESHOLDS = (50_000, 20, 100)


def pytest_configure() -> None:
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
