"""manage.py move_in: all data of an embedded server into the database of these settings."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config import moving, moving_files, tables
from questionbank.progress import Bar


class Command(BaseCommand):
    """All or nothing: whatever is wrong, this database is as empty as before."""

    help = "Move an embedded server's data (its var folder) into this empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="DATA_DIR of the server that was stopped")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            _look(folder)
            with transaction.atomic(), transaction.atomic(using=moving.OLD):
                seal = _moved(moving.count())
                files = moving_files.copy(folder)
        except (moving.Unfit, OSError) as error:
            raise CommandError(f"nothing was moved: {error}") from error
        self.stdout.write(f"{files} files copied\nsha256 {seal}, here as there")


def _look(folder: Path) -> None:
    moving.open_old(folder / "contest.sqlite3")
    if tables.unapplied():
        raise moving.Unfit("this database has not all tables: run manage.py migrate first")
    if table := moving.occupied():
        raise moving.Unfit(f"this database is not empty: {table} has rows")
    moving_files.same_secret(folder)
    moving_files.others(folder)


def _moved(total: int) -> str:
    """Copy, and read both again. Raises Unfit when they differ, which undoes the copy."""
    bar = Bar(3 * total, f"{total}", sys.stderr)
    moving.copy(bar.more)
    here = moving.fingerprint("default", bar.more)
    there = moving.fingerprint(moving.OLD, bar.more)
    bar.end()
    if here != there:
        raise moving.Unfit("what was written is not what was read: was the old server stopped?")
    return here
