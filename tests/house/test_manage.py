"""Every command of ours may be read by `head`: it ends without a word when nobody reads on."""

import os
import subprocess
import sys
from typing import Any

import pytest

import manage
from tests.house import tree

# Each test starts a Python of its own.
pytestmark = pytest.mark.slow


def run(*command: str, stdout: Any, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=tree.ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **more},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["check"], ["preview_round", "--help"]])
def test_a_command_that_nobody_reads_ends_without_a_traceback(
    command: list[str], unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run(*command, stdout=writer, PYTHONUNBUFFERED=unbuffered)
    finally:
        os.close(writer)
    assert done.stderr == ""
    # What argparse prints by itself, newer versions of it also forget by themselves.
    itself = {0} if unbuffered and "--help" in command else set()
    assert done.returncode in {manage.NOBODY_READS} | itself


def test_a_command_that_is_read_to_its_end_is_as_ever() -> None:
    done = run("check", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_another_pipe_that_breaks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_words: list[str]) -> None:
        raise BrokenPipeError("of the writer's process")

    monkeypatch.setattr("django.core.management.execute_from_command_line", broken)
    with pytest.raises(BrokenPipeError, match="writer"):
        manage.main()
