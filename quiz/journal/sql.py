"""Storing a batch of journal entries: the one place that speaks SQL, on PostgreSQL and on SQLite.

bulk_create is half as fast as these statements, and COPY cannot skip what is stored already.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection, utils

from quiz import threads
from quiz.journal import postgresql, sqlite
from quiz.journal.record import (
    AsSent,
    Found,
    Inserted,
    Outcome,
    Record,
    Refused,
    Stored,
    Unavailable,
)
from quiz.journal.watch import Watch
from quiz.rules.attempt import CLOSED
from quiz.rules.units import Millis

# Losing a race for locks is settled by trying again; more than this is a fault to be seen.
CONFLICT_TRIES = 4
_watch = Watch()


class Sql(Protocol):
    """What each database says in its own way."""

    def insert(
        self, entries: Sequence[Record], closings: Sequence[Record], stamp: Millis
    ) -> Inserted: ...

    def held(self, places: Sequence[tuple[int, int, int]]) -> list[tuple[Any, ...]]: ...


def commit(records: Sequence[Record], stamp: Millis) -> list[Outcome]:
    """Store what is new in one transaction and say, record by record, what the journal now holds.

    Sending a record again is safe. A record the database refuses is found by halving the batch and
    is alone refused. Raises Unavailable when nothing can be stored now, also when the outcome is
    unknown: the caller sends the same batch again.
    """
    threads.own_line()
    places = [record.place for record in records]
    order = sorted(range(len(records)), key=places.__getitem__)
    outcomes = _store([records[n] for n in order], stamp) if records else []
    result: list[Outcome] = [Refused("unstorable", 0)] * len(records)
    for n, outcome in zip(order, outcomes, strict=True):
        result[n] = outcome
    return result


def add(records: Sequence[Record], stamp: Millis) -> int:
    """Store entries for which no phone waits, whole or not at all; return how many are new.

    Sending them again is safe. Raises a database error when nothing was stored.
    """
    write = postgresql if connection.vendor == "postgresql" else sqlite
    new: Inserted = write.insert(sorted(records, key=lambda r: r.place), (), stamp)
    return new.entries


def open_connection() -> None:
    connection.ensure_connection()


def close_connection() -> None:
    connection.close()


def _store(batch: list[Record], stamp: Millis) -> list[Outcome]:
    for attempt in range(CONFLICT_TRIES):
        try:
            with _watch.over(connection):
                return _insert(batch, stamp)
        except (utils.DataError, utils.IntegrityError, ValueError, OverflowError):
            return _halve(batch, stamp)
        except utils.Error as error:
            connection.close()
            if not _lost_a_race(error) or attempt == CONFLICT_TRIES - 1:
                raise _unavailable(error) from error
    raise AssertionError("unreachable")


def _halve(batch: list[Record], stamp: Millis) -> list[Outcome]:
    """Store the good ones of a batch that holds a poison row; the cost is a
    logarithm, not a row each.
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


def _sql() -> Sql:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _insert(batch: list[Record], stamp: Millis) -> list[Outcome]:
    """Entries first, closings after them: a closing adds up what the journal then holds."""
    entries = [record for record in batch if record.kind != CLOSED]
    closings = [record for record in batch if record.kind == CLOSED]
    new = _sql().insert(entries, closings, stamp)
    whole = new.entries == len(entries)
    as_sent = AsSent(stamp)
    fresh = [
        as_sent if whole and record.kind != CLOSED else _fresh(record, new.rows, stamp)
        for record in batch
    ]
    return _outcomes(batch, fresh)


def _outcomes(batch: list[Record], fresh: list[AsSent | Stored | None]) -> list[Outcome]:
    """Fresh places as they were stored; the others as the journal holds them. A place sent twice in
    one batch is fresh once; a closing that came before its answers is refused."""
    old = [r.place for r, outcome in zip(batch, fresh, strict=True) if outcome is None]
    held: dict[tuple[int, int, int], Stored] = read_back(old) if old else {}
    return [
        outcome or held.get(r.place) or Refused("unstorable", 0)
        for r, outcome in zip(batch, fresh, strict=True)
    ]


def _fresh(record: Record, rows: Found, stamp: Millis) -> Stored | None:
    new = rows.pop(record.place, None)
    if new is None:
        return None
    seq, choice = record.seq, record.choice
    return Stored(
        seq,
        choice,
        new.took_ms,
        new.points,
        stamp,
        fresh=True,
        entry=new.entry,
        void=new.void,
    )


def read_back(places: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int, int], Stored]:
    """What the journal holds in these places."""
    return {
        (a, slot, kind): Stored(seq, choice, took, points, Millis(at), fresh=False, entry=entry)
        for entry, a, slot, kind, seq, choice, took, points, _, at in _sql().held(places)
    }
