"""A story that failed may be run once more, and only so; whoever needed it is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree
from tests.twice import MOST

pytestmark = pytest.mark.slow
ONCE = """
import pathlib, pytest

@pytest.mark.story
@pytest.mark.parametrize("number", range(NUMBER))
def test_late(number):
    been = pathlib.Path(f"been{number}")
    before = been.exists()
    been.touch()
    assert before and not ALWAYS

def test_of_another_mark():
    assert False
"""


def run(folder: Path, text: str) -> tuple[int, str]:
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = story\naddopts = -p no:django\n")
    (folder / "test_stories.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "tests.twice", "story"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(tree.ROOT), "PYTEST_ADDOPTS": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("number", "always", "returned", "told"),
    [
        (2, "False", 0, "PASSED ONLY ALONE"),
        (1, "True", 1, "FAILED TWICE"),
        (MOST + 1, "False", 1, f"{MOST + 1} failed"),
    ],
)
def test_what_failed_is_run_once_more_and_named(
    tmp_path: Path, number: int, always: str, returned: int, told: str
) -> None:
    text = ONCE.replace("NUMBER", str(number)).replace("ALWAYS", always)
    ended, said = run(tmp_path, text)
    assert ended == returned, said
    assert told in said
    again = number <= MOST
    assert ("ONCE MORE" in said) == ("test_stories.py::test_late[0]\n" in said) == again
    assert "another_mark" not in said


def test_a_file_that_cannot_be_read_is_not_tried_again(tmp_path: Path) -> None:
    ended, said = run(tmp_path, "import nothing_of_that_name")
    assert ended != 0
    assert "ONCE MORE" not in said
