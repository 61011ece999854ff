"""manage.py backup: a copy of the embedded database, while the server answers."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from questionbank.progress import Bar

# Pages of 4 KiB in one step; between two of them the bar moves.
AT_ONCE = 2_048


class Command(BaseCommand):
    """One moment of the database; whatever is stored meanwhile is not in it and does not wait."""

    help = "Copy the SQLite database into a new file, while the server runs; writes over nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, best on another disk")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("the database is PostgreSQL: pg_dump copies it (docs/operations.md)")
        try:
            # Whoever has a round's seed knows its papers: nobody else may read the file.
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}; nothing was written") from error
        try:
            _copy(connection.settings_dict["NAME"], file)
        except BaseException:
            file.unlink()
            raise
        self.stdout.write(f"{file}: {file.stat().st_size} bytes")
        beside = f"{settings.PICTURES_DIR}, {settings.SIGNING_KEY_FILE}, {settings.DATA_DIR}"
        self.stdout.write(f"not in it: pictures, the signing key, secret_key ({beside})")


def _copy(name: Any, file: Path) -> None:
    """Raises CommandError; the file may then be anything."""
    source = f"{Path(name).resolve().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(source, uri=True, isolation_level=None)) as here,
            closing(sqlite3.connect(file)) as there,
        ):
            # Within a reading of its own the copy need not begin anew whenever somebody writes.
            here.execute("BEGIN")
            (pages,) = here.execute("PRAGMA page_count").fetchone()
            bar = Bar(pages, str(file), sys.stderr)
            here.backup(there, pages=AT_ONCE, progress=_heard(bar))
            # One file, without the parts that a server keeps beside it.
            there.execute("PRAGMA journal_mode=DELETE")
            bar.end()
    except sqlite3.Error as error:
        raise CommandError(f"{file}: {error}") from error


def _heard(bar: Bar) -> Any:
    """What sqlite3 tells after each step, as the pages that are new."""
    done = 0

    def heard(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        bar.more(total - remaining - done)
        done = total - remaining

    return heard
