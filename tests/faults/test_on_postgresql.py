"""The same tests once more, on a real PostgreSQL: the databases differ in the journal."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.servers import ROOT, PostgreSQL

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A server that need not survive: every test empties its thirty tables."""
    server = PostgreSQL(tmp_path_factory.mktemp("forgetful"), forgetful=True)
    server.start()
    yield server
    server.stop()


SUITES = {
    "play": [
        *("tests/quiz/test_journal.py", "tests/quiz/test_journal_follow.py"),
        *("tests/quiz/test_rulings.py", "tests/quiz/test_counting.py"),
        *("tests/quiz/test_recounting.py", "tests/quiz/test_reporting.py"),
        *("tests/quiz/test_annulling.py", "tests/quiz/test_flagging.py"),
        *("tests/quiz/test_appeal.py", "tests/quiz/test_play_socket.py"),
        *("tests/quiz/test_sweeper.py", "tests/quiz/test_kinds.py"),
        "tests/quiz/test_rich_text.py",
    ],
    "boards": ["tests/leaderboard"],
    "bank": ["tests/questionbank"],
}


@pytest.mark.parametrize("name", SUITES)
def test_the_suite_passes_on_postgresql(postgres: PostgreSQL, name: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.url(f"suite_{name}"),
        "SECRET_KEY": "only-for-tests-" * 4,
        "ALLOWED_HOSTS": "*",
        "ORIGINS": "http://testserver",
        "HTTPS_ONLY": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITES[name], "-q", "-x", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
