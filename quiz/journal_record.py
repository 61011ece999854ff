"""What goes into the journal, and what comes back: the words of its writer."""

from dataclasses import dataclass
from typing import NamedTuple

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
    """Nothing was stored; `code` is documented in docs/protocol.md,
    `retry_ms` 0 = do not send again.
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


class New(NamedTuple):
    """A row just stored; a closing's time and points are what its answers add up to."""

    entry: int
    took_ms: int
    points: int


def row(record: Record, stamp: Millis) -> tuple[int | str, ...]:
    """The record's values in the order of COLUMNS."""
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
