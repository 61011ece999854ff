"""A test that does not end is ended, whatever it does with the error that tells it to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree
from tests.twice import TOGETHER

pytestmark = pytest.mark.slow
FIRST = """
import threading, time

def test_that_loses_every_error():
    while True:
        try:
            time.sleep(0.2)
        except BaseException:
            pass
"""
SECOND = """
import threading, pytest

@pytest.fixture
def never_put_away():
    yield
    never = threading.Event()
    while True:
        never.wait(0.2)

def test_before_it():
    pass

def test_that_fails_and_never_ends(never_put_away):
    assert False
"""
SETTINGS = """
[pytest]
addopts = -p no:django -p tests.late
timeout = 1
to_end_s = 2
"""


def test_whoever_never_ends_fails_with_where_it_stood_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    (tmp_path / "test_first.py").write_text(FIRST)
    (tmp_path / "test_second.py").write_text(SECOND)
    # This test may itself be run by one of several processes of pytest.
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", *TOGETHER],
        cwd=tmp_path,
        env={**mine, "PYTHONPATH": str(tree.ROOT), "PYTEST_ADDOPTS": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert "in test_that_loses_every_error" in done.stderr, said
    assert "in never_put_away" in done.stderr, said
    assert "FAILED test_second.py::test_that_fails_and_never_ends (call" in done.stdout, said
    assert "crashed while running 'test_first.py::test_that_loses_every_error'" in said
    assert "1 passed" in said
