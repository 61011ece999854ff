"""Emptying the database after a test with transactions of its own.

Such a test writes into some of eighty tables. To empty all of them with TRUNCATE, as Django does,
costs PostgreSQL a tenth of a second; to ask which have rows and delete those, a twentieth of it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# What post_migrate writes, the same for every test; to write it again takes longer than most tests.
FROM_MIGRATION = {"django_content_type", "auth_permission"}


def empty() -> None:
    """Delete every row that is not from the migrations. Numbers go on, as after Django's own."""
    with _alone() as db:
        db.execute(_who_has_rows())
        full = [table for (table,) in db.fetchall()]
        with _unguarded(db, full):
            for table in full:
                db.execute(f"DELETE FROM {_quoted(table)}")


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    """A transaction that sees what others were still writing, and that no trigger or key hinders:
    published results may not be deleted, and where nothing is left no key points at nothing."""
    with transaction.atomic(), connection.cursor() as db:
        if connection.vendor == "postgresql":
            db.execute("SET LOCAL session_replication_role = replica")
            db.execute(f"LOCK TABLE {', '.join(map(_quoted, _tables()))} IN EXCLUSIVE MODE")
        yield db


@contextmanager
def _unguarded(db: CursorWrapper, tables: Collection[str]) -> Iterator[None]:
    """SQLite leaves no trigger aside: those of these tables go, and come back."""
    guards: list[tuple[str, str]] = []
    if connection.vendor == "sqlite":
        db.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        guards = [(name, sql) for name, sql, table in db.fetchall() if table in tables]
    for name, _sql in guards:
        db.execute(f"DROP TRIGGER {_quoted(name)}")
    yield
    for _name, sql in guards:
        db.execute(sql)


@cache
def _who_has_rows() -> str:
    """A query for the names of the tables with rows."""
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_quoted(table)})" for table in _tables()
    )


@cache
def _tables() -> list[str]:
    known = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(known) - FROM_MIGRATION)


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
