"""Storing a batch on SQLite: one writer at a time, so ids are handed out in commit order."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import connection

from quiz.journal.record import COLUMNS, MOST_MS, SENT, Found, Inserted, New, Record
from quiz.rules.units import Millis

# Rows of one statement. Each statement gives the interpreter's lock away once; executemany does so
# for every row and, beside a busy event loop, waits up to 5 ms to have it back each time: 256 rows
# took 1.2 ms beside an idle loop and 2.3 s beside a busy one, in one statement 0.9 and 6 ms.
ROWS = 400
LOCKED_MS = 5_000
# `stored_at` is the same for all: the first value, named again by each row.
ONE = "(?1, ?, ?, ?, ?, ?, ?, ?, ?)"
# Added up here, not by the sender: another process may have stored answers it does not know of.
CLOSING = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT attempt_id, ?, 3, 0, '', min(sum(took_ms), {MOST_MS}), sum(points), ?, ? FROM quiz_entry
WHERE attempt_id = ? AND kind = 2 GROUP BY attempt_id HAVING count(*) = ?
ON CONFLICT DO NOTHING RETURNING id, took_ms, points"""  # noqa: S608 (no value in it)
# Steps made while the paper was open (quiz/annulling.py): they count from its closing on.
STEPS = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT e.attempt_id, n.step, 5, 0, '', e.took_ms, e.points, e.received_at, e.stored_at
FROM quiz_entry e JOIN quiz_annulment n ON n.attempt_id = e.attempt_id
WHERE e.id = ? ORDER BY n.step
ON CONFLICT DO NOTHING RETURNING slot"""  # noqa: S608 (no value in it)


def insert(entries: Sequence[Record], closings: Sequence[Record], stamp: Millis) -> Inserted:
    """Store what is not there yet in one transaction."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw: sqlite3.Connection = connection.connection
        # A lock is waited for by SQLite itself, but no longer than a phone may go without a word.
        raw.execute(f"PRAGMA busy_timeout = {min(LOCKED_MS, settings.JOURNAL_WAIT_MS):d}")
        raw.execute("BEGIN IMMEDIATE")
        try:
            new = _add(raw, entries, stamp)
            for record in closings:
                new.rows.update(_close(raw, record, stamp))
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
    return new


def held(places: Sequence[tuple[int, int, int]]) -> list[tuple[Any, ...]]:
    """The rows in these places: the entry's number, then its columns."""
    wanted = set(places)
    attempts = sorted({attempt for attempt, _slot, _kind in places})
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(attempts), ROWS):
        part = attempts[start : start + ROWS]
        marks = ", ".join(["%s"] * len(part))
        query = f"SELECT id, {COLUMNS} FROM quiz_entry WHERE attempt_id IN ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(query, part)
            found += [row for row in cursor.fetchall() if row[1:4] in wanted]
    return found


def _add(raw: sqlite3.Connection, entries: Sequence[Record], stamp: Millis) -> Inserted:
    last = _last_entry(raw)
    parts = [entries[n : n + ROWS] for n in range(0, len(entries), ROWS)]
    count = sum(_add_part(raw, part, stamp) for part in parts)
    if count == len(entries):
        return Inserted(count, {})
    rows = raw.execute(
        "SELECT attempt_id, slot, kind, id, took_ms, points FROM quiz_entry WHERE id > ?", (last,)
    )
    found = {(a, slot, kind): New(*rest) for a, slot, kind, *rest in rows.fetchall()}
    return Inserted(count, found)


def _add_part(raw: sqlite3.Connection, entries: Sequence[Record], stamp: Millis) -> int:
    values = [stamp, *chain.from_iterable(record.row for record in entries)]
    marks = ", ".join([ONE] * len(entries))
    statement = f"INSERT INTO quiz_entry (stored_at, {SENT}) VALUES {marks} ON CONFLICT DO NOTHING"  # noqa: S608 (no value in it)
    return raw.execute(statement, values).rowcount


def _close(raw: sqlite3.Connection, r: Record, stamp: Millis) -> Found:
    values = (r.slot, r.received_at, stamp, r.attempt, r.slot)
    stored = raw.execute(CLOSING, values).fetchone()
    if not stored:
        return {}
    entry, took_ms, points = stored
    steps = [step for (step,) in raw.execute(STEPS, (entry,)).fetchall()]
    return {r.place: New(entry, took_ms, points, max(steps, default=0))}


def _last_entry(raw: sqlite3.Connection) -> int:
    found = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = 'quiz_entry'").fetchone()
    return found[0] if found else 0
