"""Where the garbage collector rests, and that it is woken."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import lifecycle
from tests.collector import THRESHOLDS
from tests.house import tree

TELLS = """
import gc

def pytest_unconfigure():
    print("woken:", gc.isenabled())
"""


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


@pytest.mark.slow
@pytest.mark.parametrize("found", ["def test_that_passes(): pass", "import nothing_of_that_name"])
@pytest.mark.parametrize("at_once", ["0", "1"])
def test_a_run_wakes_it_whoever_finds_the_tests_and_whatever_is_found(
    tmp_path: Path, at_once: str, found: str
) -> None:
    """With several processes the first one finds none itself, and hears of all to the end."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p tests.collector\n")
    (tmp_path / "conftest.py").write_text(TELLS)
    (tmp_path / "test_one.py").write_text(found)
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", at_once],
        cwd=tmp_path,
        env={**mine, "PYTHONPATH": str(tree.ROOT), "PYTEST_ADDOPTS": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "woken: True" in done.stdout, done.stdout + done.stderr
