"""A PostgreSQL that is told what the migrations made elsewhere has just that."""

from pathlib import Path

import pytest

from tests.faults.house import environment, fresh
from tests.made import dumped
from tests.servers import PostgreSQL, WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


def lines(dump: bytes) -> list[str]:
    """Without the words that pg_dump makes up anew each time."""
    return [line for line in dump.decode().splitlines() if "restrict " not in line]


def test_tables_that_were_told_are_those_of_the_migrations(
    postgres: PostgreSQL, tmp_path: Path
) -> None:
    fresh(postgres, "first", tmp_path)
    kept = dumped(postgres.version).read_bytes()
    url = postgres.url("told")
    postgres.restore("told", kept)
    assert lines(postgres.dump("told")) == lines(kept)
    server = WebServer(tmp_path / "web", environment(DATABASE_URL=url))
    server.manage("migrate", "--check")
