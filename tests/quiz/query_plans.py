"""How SQLite would answer what was asked: its planner goes by the indexes, not by how much there
is, so a small database tells what a large one would do."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def asked(about: str) -> Iterator[list[str]]:
    """The plans of the queries within that hold these words, in one line each; when it is over.
    Skips the test on another database, whose planner goes by how much there is."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's planner is asked")
    plans: list[str] = []
    with CaptureQueriesContext(connection) as seen:
        yield plans
    queries = [one["sql"] for one in seen.captured_queries]
    plans += [plan(sql) for sql in queries if about in sql]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"), ())
        return "; ".join(row[3] for row in cursor.fetchall())
