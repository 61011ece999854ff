"""The same tests once more, on a real PostgreSQL: the databases differ in the journal."""

import os
import subprocess
import sys

import pytest

from tests.servers import ROOT, PostgreSQL

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.mark.parametrize("suite", ["tests/quiz", "tests/leaderboard", "tests/questionbank"])
def test_the_suite_passes_on_postgresql(postgres: PostgreSQL, suite: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.url(f"suite_{suite.rpartition('/')[2]}"),
        "SECRET_KEY": "only-for-tests-" * 4,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "ORIGINS": "http://testserver",
        "HTTPS_ONLY": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", suite, "-q", "-x", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
