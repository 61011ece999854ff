"""The same tests once more, on a real PostgreSQL: the databases differ in the journal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import fresh
from tests.servers import ROOT, PostgreSQL

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A server that need not survive: every test empties its thirty tables."""
    server = PostgreSQL(tmp_path_factory.mktemp("forgetful"), forgetful=True)
    server.start()
    yield server
    server.stop()


def _named(pattern: str, letters: str) -> list[str]:
    """Test files whose names begin with one of these letters; parts of a suite run side by side."""
    found = (path for path in ROOT.glob(pattern) if path.match(f"test_[{letters}]*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


SUITES = {
    "play": [
        "tests/house/test_emptying.py",
        *("tests/quiz/test_journal.py", "tests/quiz/test_journal_follow.py"),
        "tests/quiz/test_journal_locks.py",
        *("tests/quiz/test_rulings.py", "tests/quiz/test_counting.py"),
        *("tests/quiz/test_recounting.py", "tests/quiz/test_reporting.py"),
        *("tests/quiz/test_annulling.py", "tests/quiz/test_annul_round.py"),
        "tests/quiz/test_annul_missed.py",
        "tests/quiz/test_flagging.py",
        *("tests/quiz/test_appeal.py", "tests/quiz/test_play_socket.py"),
        *("tests/quiz/test_sweeper.py", "tests/quiz/test_kinds.py"),
        *("tests/quiz/test_rich_text.py", "tests/quiz/test_play_long.py"),
        *("tests/quiz/test_ends.py", "tests/quiz/test_extending.py", "tests/quiz/test_admin.py"),
    ],
    "boards": _named("tests/leaderboard/**/test_*.py", "a-d"),
    "boards further on": _named("tests/leaderboard/**/test_*.py", "e-z"),
    "bank": _named("tests/questionbank/**/test_*.py", "a-d"),
    "bank, every address": _named("tests/questionbank/**/test_*.py", "e-h"),
    "bank further on": _named("tests/questionbank/**/test_*.py", "i-o"),
    "bank to its end": _named("tests/questionbank/**/test_*.py", "p-z"),
}


# What uses no database proves nothing a second time.
PLUGINS = ("-p", "no:cacheprovider", "-p", "tests.faults.with_database")
LONGEST_S = 290


@pytest.mark.parametrize("name", SUITES)
def test_the_suite_passes_on_postgresql(postgres: PostgreSQL, tmp_path: Path, name: str) -> None:
    database = f"suite_{list(SUITES).index(name)}"
    fresh(postgres, f"test_{database}", tmp_path)
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.url(database),
        "MIGRATED": "1",
        "SECRET_KEY": "only-for-tests-" * 4,
        "ALLOWED_HOSTS": "*",
        "ORIGINS": "http://testserver",
        "HTTPS_ONLY": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITES[name], "-q", "-x", *PLUGINS],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_S,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
