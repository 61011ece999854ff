"""Reading closed attempts, their re-markings and annulments in commit order, so that a board
misses none, whatever crashed.

Ids are handed out before their rows commit: on PostgreSQL a row with a smaller id may appear later.
There the follower reads by transaction and goes back to the oldest one that was still open; on
SQLite
one writer at a time makes id order commit order. Reading a row twice is expected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quiz.events import AttemptClosed


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to read on. `back_to` is set inside a pass of several pages: the oldest transaction
    that was open when the pass began, where the next pass starts."""

    xid: int = 0
    entry: int = 0
    back_to: int | None = None


COLUMNS = """e.id, e.attempt_id, a.round_id, a.contestant_id, a.try_no, e.points, e.took_ms,
e.received_at, a.region_path, a.cohort, c.nickname, CASE e.kind WHEN 4 THEN e.slot ELSE 0 END,
CASE e.kind WHEN 5 THEN e.slot ELSE 0 END, e.stored_at, c.unit, e.xid"""
JOINS = """quiz_entry e JOIN quiz_attempt a ON a.id = e.attempt_id
JOIN quiz_contestant c ON c.id = a.contestant_id"""
POSTGRESQL = f"""SELECT {COLUMNS} FROM {JOINS}
WHERE e.kind >= 3 AND (e.xid, e.id) > (%s, %s) ORDER BY e.xid, e.id LIMIT %s"""  # noqa: S608
SQLITE = f"""SELECT {COLUMNS} FROM {JOINS}
WHERE e.kind >= 3 AND e.id > %s ORDER BY e.id LIMIT %s"""  # noqa: S608

ROUND = f"""SELECT {COLUMNS} FROM {JOINS}
WHERE e.kind >= 3 AND a.round_id = %s ORDER BY e.id"""  # noqa: S608


def of_round(round_: int) -> list[AttemptClosed]:
    """Everything that `closed_since` would tell of one round, at one moment."""
    return [event for page in pages_of_round(round_) for event in page]


def pages_of_round(round_: int, limit: int = 2_000) -> Iterator[list[AttemptClosed]]:
    """The same, at most `limit` at a time."""
    with connection.chunked_cursor() as db:
        db.execute(ROUND, [round_])
        while rows := db.fetchmany(limit):
            yield [AttemptClosed(*row[:-1]) for row in rows]


PEOPLE = f"""SELECT {COLUMNS} FROM {JOINS}
WHERE e.kind >= 3 AND a.contestant_id IN ({{}}) ORDER BY e.id"""  # noqa: S608
# Parameters of one statement that every database takes.
PEOPLE_AT_ONCE = 400


def of_people(contestants: Sequence[int]) -> list[AttemptClosed]:
    """Everything that `closed_since` would tell of these people's attempts, in all rounds."""
    found: list[AttemptClosed] = []
    for start in range(0, len(contestants), PEOPLE_AT_ONCE):
        part = list(contestants[start : start + PEOPLE_AT_ONCE])
        with connection.cursor() as db:
            db.execute(PEOPLE.format(", ".join(["%s"] * len(part))), part)
            found += [AttemptClosed(*row[:-1]) for row in db.fetchall()]
    return found


def closed_since(cursor: Cursor | None, limit: int = 5_000) -> tuple[list[AttemptClosed], Cursor]:
    """Closed attempts after `cursor` (None = from the beginning), at most
    `limit`, and where to go on.

    Rows may come again on a later call; none is ever left out. Fewer than `limit` = that was all.
    """
    start = cursor or Cursor()
    if connection.vendor == "postgresql":
        return _postgresql(start, limit)
    with connection.cursor() as db:
        db.execute(SQLITE, [start.entry, limit])
        rows = db.fetchall()
    last = rows[-1][0] if rows else start.entry
    return [AttemptClosed(*row[:-1]) for row in rows], Cursor(0, last)


def _postgresql(start: Cursor, limit: int) -> tuple[list[AttemptClosed], Cursor]:
    with connection.cursor() as db:
        back_to = _oldest_open(db) if start.back_to is None else start.back_to
        db.execute(POSTGRESQL, [start.xid, start.entry, limit])
        rows = db.fetchall()
    events = [AttemptClosed(*row[:-1]) for row in rows]
    if len(rows) == limit:
        return events, Cursor(rows[-1][-1], rows[-1][0], back_to)
    return events, Cursor(back_to)


def _oldest_open(db: CursorWrapper) -> int:
    """Taken before the rows are read: what commits later is at or above it, for the next time."""
    db.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return int(db.fetchone()[0])
