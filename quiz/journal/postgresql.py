"""Storing a batch on PostgreSQL. One statement is its own transaction: one round trip, one sync."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg
from django.db import IntegrityError, connection, transaction

from quiz.journal.record import COLUMNS, MOST_MS, Found, Inserted, New, Record
from quiz.rules.units import Millis

RETURNING = "ON CONFLICT DO NOTHING RETURNING attempt_id, slot, kind, id, took_ms, points"
NEW = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT u.*, %s::bigint
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[],
            %s::int[], %s::int[], %s::bigint[]) AS u"""  # noqa: S608 (no value in it)
ENTRIES = f"{NEW} {RETURNING}"
# Place by place, for the same reason as below: the limit keeps the planner from making it a join.
HELD = f"""
SELECT e.* FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS p (attempt, slot, kind)
CROSS JOIN LATERAL (
    SELECT id, {COLUMNS} FROM quiz_entry
    WHERE attempt_id = p.attempt AND slot = p.slot AND kind = p.kind LIMIT 1
) AS e"""  # noqa: S608 (no value in it)
Add = Callable[[Sequence[Record], Millis], Inserted]
# Added up here, not by the sender: another process may have stored answers it does not know of.
# Paper by paper: as a join the whole journal was read whenever the planner thought it was short.
# Steps made while a paper was open (quiz/annulling.py) count from its closing on.
CLOSINGS = f"""
WITH closed AS (
INSERT INTO quiz_entry ({COLUMNS})
SELECT c.attempt, c.slot, 3, 0, '', e.took_ms, e.points, c.received_at, %s::bigint
FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS c (attempt, slot, received_at)
CROSS JOIN LATERAL (
    SELECT count(*) AS answers, least(sum(took_ms), {MOST_MS}) AS took_ms, sum(points) AS points
    FROM quiz_entry WHERE attempt_id = c.attempt AND kind = 2
) AS e
WHERE e.answers = c.slot
ORDER BY c.attempt
{RETURNING}, received_at, stored_at
), voided AS (
INSERT INTO quiz_entry ({COLUMNS})
SELECT c.attempt_id, n.step, 5, 0, '', c.took_ms, c.points, c.received_at, c.stored_at
FROM closed AS c CROSS JOIN LATERAL (
    SELECT step FROM quiz_annulment WHERE attempt_id = c.attempt_id LIMIT 1000
) AS n
ORDER BY c.attempt_id, n.step
ON CONFLICT DO NOTHING RETURNING attempt_id, slot
)
SELECT c.attempt_id, c.slot, c.kind, c.id, c.took_ms, c.points,
       coalesce((SELECT max(v.slot) FROM voided AS v WHERE v.attempt_id = c.attempt_id), 0)
FROM closed AS c"""  # noqa: S608 (no value in it)


def insert(entries: Sequence[Record], closings: Sequence[Record], stamp: Millis) -> Inserted:
    """Store what is not there yet in one transaction.

    Nearly always all of it is new, and inserting what may be there already takes the database 1.6
    times as long: that is done only when something was.
    """
    connection.ensure_connection()
    try:
        return _insert(entries, closings, stamp, _all_new)
    except IntegrityError as error:
        if not isinstance(error.__cause__, psycopg.errors.UniqueViolation):
            raise
        return _insert(entries, closings, stamp, _add)


def held(places: Sequence[tuple[int, int, int]]) -> list[tuple[Any, ...]]:
    """The rows in these places: the entry's number, then its columns."""
    with connection.wrap_database_errors, _cursor() as cursor:
        cursor.execute(HELD, [_numbers(column) for column in zip(*places, strict=True)])
        return cursor.fetchall()


def _insert(
    entries: Sequence[Record], closings: Sequence[Record], stamp: Millis, add: Add
) -> Inserted:
    if not closings and not connection.in_atomic_block:
        return add(entries, stamp)
    with transaction.atomic():
        new = add(entries, stamp)
        return Inserted(new.entries, new.rows | _close(closings, stamp))


def _all_new(entries: Sequence[Record], stamp: Millis) -> Inserted:
    """Raises IntegrityError when one of them is there already."""
    if entries:
        with connection.wrap_database_errors, _cursor() as cursor:
            cursor.execute(NEW, _values(entries, stamp))
    return Inserted(len(entries), {})


def _add(entries: Sequence[Record], stamp: Millis) -> Inserted:
    if not entries:
        return Inserted(0, {})
    with connection.wrap_database_errors, _cursor() as cursor:
        cursor.execute(ENTRIES, _values(entries, stamp))
        count = cursor.rowcount
        return Inserted(count, {} if count == len(entries) else _found(cursor))


def _values(entries: Sequence[Record], stamp: Millis) -> list[Millis | str]:
    *numbers, choices, took, points, received = zip(
        *(record.row for record in entries), strict=True
    )
    ahead, behind = map(_numbers, numbers), map(_numbers, (took, points, received))
    return [stamp, *ahead, _texts(choices), *behind]


def _close(closings: Sequence[Record], stamp: Millis) -> Found:
    if not closings:
        return {}
    rows = [(r.attempt, r.slot, r.received_at) for r in closings]
    with connection.wrap_database_errors, _cursor() as cursor:
        cursor.execute(CLOSINGS, [stamp, *map(_numbers, zip(*rows, strict=True))])
        return _found(cursor)


def _cursor() -> psycopg.Cursor[Any]:
    """A cursor that sends values beside the statement; Django's writes them into it."""
    return psycopg.Cursor(connection.connection)


def _numbers(column: Iterable[int]) -> str:
    """An array as PostgreSQL reads it; the driver's own way took a third of a batch's time."""
    return f"{{{','.join(map(str, column))}}}"


def _texts(column: Iterable[str]) -> str:
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in column]
    return '{"' + '","'.join(quoted) + '"}'


def _found(cursor: psycopg.Cursor[Any]) -> Found:
    return {(a, slot, kind): New(*rest) for a, slot, kind, *rest in cursor.fetchall()}
