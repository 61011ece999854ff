"""A pytest plugin: says at once which test failed, and ends one that ends by no other means.

The timeout of pyproject.toml raises an error in a test that waits too long. A test may lose that
error, or wait as long again for what it has to put away, such as a thread that never returns: then
its process ends here, after telling where each of its threads stood. Beside another process
(pytest -n) the test fails and the others go on.
"""

import contextlib
import faulthandler
import os
import sys
from collections.abc import Generator

import pytest

_watched = pytest.StashKey[bool]()
_told = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "seconds that a test has after its timeout, or after it failed, to put things away"
    parser.addini("to_end_s", told, default="60")


def pytest_configure(config: pytest.Config) -> None:
    # Before the tests' own output is caught.
    config.stash[_told] = os.dup(sys.__stderr__.fileno() if sys.__stderr__ else 2)


def pytest_unconfigure(config: pytest.Config) -> None:
    with contextlib.suppress(OSError):
        os.close(config.stash[_told])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    item.stash[_watched] = True
    _end_in(item.config, float(item.config.getini("timeout") or 0))
    try:
        return (yield)
    finally:
        item.stash[_watched] = False
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """pytest stops the watch when a test failed; what it has to put away can wait for ever, too."""
    if node.stash.get(_watched, False):
        _end_in(node.config, 0)


def _end_in(config: pytest.Config, seconds: float) -> None:
    last = seconds + float(config.getini("to_end_s"))
    faulthandler.dump_traceback_later(last, file=config.stash[_told], exit=True)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Where tests run for minutes, whoever waits for them need not wait to know of a failure."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stdout.write(f"\nFAILED {report.nodeid} ({report.when}, {report.duration:.0f} s)\n")
        sys.stdout.flush()
