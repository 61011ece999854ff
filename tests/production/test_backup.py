"""A backup of the embedded database: one moment, while others write; never over another file."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.management.commands import backup
from questionbank.progress import Bar


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of one table, as the server's own."""
    file = tmp_path / "contest.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE answer (n INTEGER, filler TEXT)")
        made.executemany("INSERT INTO answer VALUES (?, ?)", ((n, "x" * 999) for n in range(4_000)))
        made.commit()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    return file


def count(file: Path) -> int:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(opened.execute("SELECT count(*) FROM answer").fetchone()[0])


def test_what_others_store_meanwhile_neither_waits_nor_spoils_the_copy(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    with closing(sqlite3.connect(database, timeout=0)) as other:

        class Busy(Bar):
            def more(self, count: int) -> None:
                steps.append(count)
                other.execute("INSERT INTO answer VALUES (-1, 'late')")
                other.commit()

        monkeypatch.setattr(backup, "Bar", Busy)
        monkeypatch.setattr(backup, "AT_ONCE", 100)
        call_command("backup", str(tmp_path / "copy.sqlite3"))
    assert count(tmp_path / "copy.sqlite3") == 4_000
    assert len(steps) > 9
    assert count(database) == 4_000 + len(steps)
    assert not list(tmp_path.glob("copy.sqlite3-*"))


def test_only_its_owner_reads_a_backup_and_it_goes_over_nothing(
    database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "copy.sqlite3"
    call_command("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("backup", str(file))
    assert file.read_bytes() == before


def test_a_backup_that_fails_leaves_no_half_of_one(database: Path, tmp_path: Path) -> None:
    database.write_bytes(b"no database" * 999)
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "copy.sqlite3"))
    assert not (tmp_path / "copy.sqlite3").exists()


def test_where_nothing_can_be_written_is_told(database: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", "/proc/none/copy.sqlite3")


def test_postgresql_has_its_own_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup", str(tmp_path / "copy"))
