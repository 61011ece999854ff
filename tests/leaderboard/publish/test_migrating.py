"""A database in which something is published can be migrated: the guards give way and come back."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.slow


def migrated(path: Path, to: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0", "leaderboard", to]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path}", "DEBUG": "true"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def guards(path: Path) -> int:
    with sqlite3.connect(path) as line:
        (found,) = line.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
    return int(found[0])


def test_guarded_tables_are_made_anew_forwards_and_back(tmp_path: Path) -> None:
    path = tmp_path / "contest.sqlite3"
    migrated(path, "0008")
    before = guards(path)
    assert before
    for to in ("0009", "0008", "0009", "0010", "0009", "0010"):
        migrated(path, to)
        assert guards(path) == before
