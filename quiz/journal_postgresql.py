"""Storing a batch on PostgreSQL. One statement is its own transaction: one round trip, one sync."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from quiz.journal_record import COLUMNS, New, Record, row
from quiz.rules.units import Millis

RETURNING = "ON CONFLICT DO NOTHING RETURNING attempt_id, slot, kind, id, took_ms, points"
ENTRIES = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[],
                     %s::int[], %s::int[], %s::bigint[], %s::bigint[])
{RETURNING}"""  # noqa: S608 (no value in it)
# Added up here, not by the sender: another process may have stored answers it does not know of.
CLOSINGS = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT c.attempt, c.slot, 3, 0, '', sum(e.took_ms), sum(e.points), c.received_at, c.stored_at
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::bigint[])
     AS c (attempt, slot, received_at, stored_at)
JOIN quiz_entry e ON e.attempt_id = c.attempt AND e.kind = 2
GROUP BY c.attempt, c.slot, c.received_at, c.stored_at HAVING count(*) = c.slot
ORDER BY c.attempt
{RETURNING}"""  # noqa: S608 (no value in it)

Found = dict[tuple[int, int, int], New]


def insert(entries: Sequence[Record], closings: Sequence[Record], stamp: Millis) -> Found:
    """Store what is not there yet in one transaction; returns the new rows by place."""
    with connection.cursor() as cursor:
        if not closings:
            return _add(cursor, entries, stamp)
        with transaction.atomic():
            return _add(cursor, entries, stamp) | _close(cursor, closings, stamp)


def _add(cursor: CursorWrapper, entries: Sequence[Record], stamp: Millis) -> Found:
    if not entries:
        return {}
    cursor.execute(ENTRIES, [list(c) for c in zip(*(row(r, stamp) for r in entries), strict=True)])
    return _found(cursor)


def _close(cursor: CursorWrapper, closings: Sequence[Record], stamp: Millis) -> Found:
    rows = [(r.attempt, r.slot, r.received_at, stamp) for r in closings]
    cursor.execute(CLOSINGS, [list(column) for column in zip(*rows, strict=True)])
    return _found(cursor)


def _found(cursor: CursorWrapper) -> Found:
    return {(a, slot, kind): New(*rest) for a, slot, kind, *rest in cursor.fetchall()}
