"""What goes into the journal, and what comes back: the words of its writer."""

from typing import NamedTuple

from msgspec import Struct, structs

from quiz.rules.units import Millis


class Record(Struct, frozen=True, array_like=True, gc=False):
    """An entry to be stored, in the order of SENT; `choice` is already in stored form."""

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

    @property
    def row(self) -> tuple[int | str, ...]:
        """Its values in the order of SENT."""
        return structs.astuple(self)


class Stored(Struct, frozen=True, gc=False):
    """What the journal holds in that place; `fresh` = this record, `entry` = its row (0 if not
    read: of a fresh closing and of what was there before it is), `void` = the last step of
    annulling or restoring that a fresh closing brought with it.
    """

    seq: int
    choice: str
    took_ms: int
    points: int
    stored_at: Millis
    fresh: bool
    entry: int = 0
    void: int = 0


class AsSent(Struct, frozen=True, gc=False):
    """A record was new and is stored as it was sent, as nearly all are: one says it of a whole
    batch."""

    stored_at: Millis


class Refused(Struct, frozen=True):
    """Nothing was stored; `code` is documented in docs/protocol.md,
    `retry_ms` 0 = do not send again.
    """

    code: str
    retry_ms: int


Outcome = AsSent | Stored | Refused


class Unavailable(Exception):
    """The database cannot store now; `final` = waiting will not help (a full disk)."""

    def __init__(self, message: str, *, code: str = "busy", final: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.final = final


# What `took_ms` holds on PostgreSQL. Answers stay far below it (timing.LONGEST_TOOK), but there are
# papers from before that bound whose sum would not fit: they could never be closed.
MOST_MS = 2**31 - 1
SENT = "attempt_id, slot, kind, seq, choice, took_ms, points, received_at"
COLUMNS = f"{SENT}, stored_at"


class New(NamedTuple):
    """A row just stored; a closing's time and points are what its answers add up to, `void` is the
    last step that waited for it (0 = none)."""

    entry: int
    took_ms: int
    points: int
    void: int = 0


Found = dict[tuple[int, int, int], New]
"""New rows by place."""


class Inserted(NamedTuple):
    """What a batch brought: how many of its entries are new, and the new rows. When every entry is
    new only closings are in `rows`: looking an entry's row up costs more than storing it."""

    entries: int
    rows: Found
