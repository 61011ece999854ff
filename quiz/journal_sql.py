"""Storing a batch of journal entries: the one place that speaks SQL, on PostgreSQL and on SQLite.

bulk_create is half as fast as these statements, and COPY cannot skip what is stored already.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, utils

from quiz.rules.units import Millis


@dataclass(frozen=True, slots=True)
class Record:
    """An entry to be stored, as Entry's columns; `choice` is already in stored form."""

    attempt: int
    slot: int
    kind: int
    seq: int
    choice: str
    took_ms: int
    points: int
    received_at: int

    @property
    def place(self) -> tuple[int, int, int]:
        """What is stored only once; batches are sorted by it, so that writers cannot deadlock."""
        return self.attempt, self.slot, self.kind


@dataclass(frozen=True, slots=True)
class Stored:
    """What the journal holds in that place; `fresh` = this record, `entry` = its row (0 if not
    read).
    """

    seq: int
    choice: str
    took_ms: int
    points: int
    stored_at: Millis
    fresh: bool
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was stored; `code` is documented in docs/protocol.md, `retry_ms` 0 = do not send
    again.
    """

    code: str
    retry_ms: int


Outcome = Stored | Refused


class Unavailable(Exception):
    """The database cannot store now; `final` = waiting will not help (a full disk)."""

    def __init__(self, message: str, *, code: str = "busy", final: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.final = final


COLUMNS = "attempt_id, slot, kind, seq, choice, took_ms, points, received_at, stored_at"
CLOSED = 3
# Losing a race for locks is settled by trying again; more than this is a fault to be seen.
CONFLICT_TRIES = 4


def commit(records: Sequence[Record], stamp: Millis) -> list[Outcome]:
    """Store what is new in one transaction and say, record by record, what the journal now holds.

    Sending a record again is safe. A record the database refuses is found by halving the batch and
    is
    alone refused. Raises Unavailable when nothing can be stored now, also when the outcome is
    unknown:
    the caller sends the same batch again.
    """
    order = sorted(range(len(records)), key=lambda n: records[n].place)
    outcomes = _store([records[n] for n in order], stamp) if records else []
    result: list[Outcome] = [Refused("unstorable", 0)] * len(records)
    for n, outcome in zip(order, outcomes, strict=True):
        result[n] = outcome
    return result


def close_connection() -> None:
    connection.close()


def _store(batch: list[Record], stamp: Millis) -> list[Outcome]:
    for attempt in range(CONFLICT_TRIES):
        try:
            return _insert(batch, stamp)
        except (utils.DataError, utils.IntegrityError, ValueError, OverflowError):
            return _halve(batch, stamp)
        except utils.Error as error:
            connection.close()
            if not _lost_a_race(error) or attempt == CONFLICT_TRIES - 1:
                raise _unavailable(error) from error
    raise AssertionError("unreachable")


def _halve(batch: list[Record], stamp: Millis) -> list[Outcome]:
    """Store the good ones of a batch that holds a poison row; the cost is a logarithm, not a row
    each.
    """
    if len(batch) == 1:
        return [Refused("unstorable", 0)]
    middle = len(batch) // 2
    return _store(batch[:middle], stamp) + _store(batch[middle:], stamp)


def _lost_a_race(error: Exception) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in {"40001", "40P01"}


def _unavailable(error: Exception) -> Unavailable:
    cause = error.__cause__
    full = (
        getattr(cause, "sqlstate", None) == "53100"
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    )
    return Unavailable(str(error), code="storage_full" if full else "busy", final=full)


def _insert(batch: list[Record], stamp: Millis) -> list[Outcome]:
    if connection.vendor == "postgresql":
        return _insert_postgresql(batch, stamp)
    return _insert_sqlite(batch, stamp)


def _row(record: Record, stamp: Millis) -> tuple[int | str, ...]:
    return (
        record.attempt,
        record.slot,
        record.kind,
        record.seq,
        record.choice,
        record.took_ms,
        record.points,
        record.received_at,
        stamp,
    )


# One statement is its own transaction: one round trip, one sync.
INSERT_POSTGRESQL = f"""
INSERT INTO quiz_entry ({COLUMNS})
SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[],
            %s::int[], %s::int[], %s::bigint[], %s::bigint[]) AS u
ON CONFLICT DO NOTHING RETURNING id, attempt_id, slot, kind"""  # noqa: S608 (no value in it)


def _insert_postgresql(batch: list[Record], stamp: Millis) -> list[Outcome]:
    columns = [list(column) for column in zip(*(_row(r, stamp) for r in batch), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_POSTGRESQL, columns)
        new = {(a, s, k): entry for entry, a, s, k in cursor.fetchall()}
    return _outcomes(batch, stamp, new)


INSERT_SQLITE = f"""
INSERT INTO quiz_entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING"""  # noqa: S608 (no value in it)


def _insert_sqlite(batch: list[Record], stamp: Millis) -> list[Outcome]:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw: sqlite3.Connection = connection.connection
        raw.execute("BEGIN IMMEDIATE")
        try:
            first = _last_entry(raw) + 1
            count = raw.executemany(INSERT_SQLITE, [_row(r, stamp) for r in batch]).rowcount
            new = _all_new(batch, first) if count == len(batch) else _new_since(raw, first)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
    return _outcomes(batch, stamp, new)


def _last_entry(raw: sqlite3.Connection) -> int:
    row = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = 'quiz_entry'").fetchone()
    return row[0] if row else 0


def _all_new(batch: list[Record], first: int) -> dict[tuple[int, int, int], int]:
    return {record.place: first + n for n, record in enumerate(batch)}


def _new_since(raw: sqlite3.Connection, first: int) -> dict[tuple[int, int, int], int]:
    rows = raw.execute("SELECT id, attempt_id, slot, kind FROM quiz_entry WHERE id >= ?", (first,))
    return {(a, s, k): entry for entry, a, s, k in rows.fetchall()}


def _outcomes(
    batch: list[Record], stamp: Millis, new: dict[tuple[int, int, int], int]
) -> list[Outcome]:
    """Fresh places as they were sent; the others as the journal holds them. A place sent twice in
    one
    batch is fresh once."""
    result: list[Outcome | None] = []
    for record in batch:
        entry = new.pop(record.place, None)
        result.append(
            None
            if entry is None
            else Stored(
                record.seq,
                record.choice,
                record.took_ms,
                record.points,
                stamp,
                fresh=True,
                entry=entry,
            )
        )
    old = [r.place for r, outcome in zip(batch, result, strict=True) if outcome is None]
    held = read_back(old) if old else {}
    return [outcome or held[r.place] for r, outcome in zip(batch, result, strict=True)]


def read_back(places: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int, int], Stored]:
    """What the journal holds in these places."""
    wanted = set(places)
    attempts = sorted({attempt for attempt, _, _ in places})
    held: dict[tuple[int, int, int], Stored] = {}
    for start in range(0, len(attempts), 500):
        part = attempts[start : start + 500]
        marks = ", ".join(["%s"] * len(part))
        query = f"SELECT id, {COLUMNS} FROM quiz_entry WHERE attempt_id IN ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(query, part)
            for entry, a, slot, kind, seq, choice, took, points, _, stamp in cursor.fetchall():
                if (a, slot, kind) in wanted:
                    held[a, slot, kind] = Stored(
                        seq, choice, took, points, Millis(stamp), fresh=False, entry=entry
                    )
    return held
