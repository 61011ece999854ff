"""From a seat to the journal and back: one group at a time, taken in when all of it is on disk."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from django.db import Error as DatabaseError
from msgspec import Struct

from quiz import background, showing, threads
from quiz.events import AttemptClosed
from quiz.journal import BUSY_RETRY_MS, Waiting, journal
from quiz.journal_record import Outcome, Record, Refused, Stored
from quiz.protocol import Answer, Next
from quiz.rules import choices
from quiz.rules.attempt import CLOSED, Kept
from quiz.rules.units import Millis, Points
from quiz.seat import Phone, Seat
from quiz.seats import entries

log = logging.getLogger(__name__)
Then = Callable[[], None]


class Sender(Struct, frozen=True):
    """Who is told, and about which message; nobody when time itself writes."""

    phone: Phone | None
    about: Answer | Next | None = None

    def refuse(self, code: str, retry_ms: int) -> None:
        if self.phone is not None:
            self.phone.send(showing.error(code, self.phone, self.about, retry_ms=retry_ms))


class Group(Struct):
    """Records of a seat that are taken in together, and what is done then."""

    seat: Seat
    records: Sequence[Record]
    sender: Sender
    then: Then
    outcomes: list[Outcome]

    def done(self, outcome: Outcome) -> None:
        """Take the outcome of the next record; the last one completes the group."""
        self.outcomes.append(outcome)
        if len(self.outcomes) == len(self.records):
            pairs = zip(self.records, self.outcomes, strict=True)
            _stored(self.seat, pairs, self.sender, self.then)


def in_turn(seat: Seat, act: Then) -> None:
    """Do `act` now, or after the group that is on its way to the disk: what it decides by must hold
    what that group stores."""
    if not seat.writing:
        act()
        return
    if seat.later is None:
        seat.later = deque()
    seat.later.append(act)


def together(
    seat: Seat, records: Sequence[Record], now: Millis, sender: Sender, then: Then
) -> None:
    """Queue the records as one group. When all are on disk the seat takes them in, `then` is called
    and the contestant's other phones are shown where the attempt stands."""
    done = Group(seat, records, sender, then, []).done
    waiting = []
    for record in records:
        event = _event(seat, record) if record.kind == CLOSED else None
        waiting.append(Waiting(record, done, now, event))
    if journal.append(waiting):
        seat.writing = True
    else:
        sender.refuse("busy", BUSY_RETRY_MS)


def _event(seat: Seat, record: Record) -> Callable[[Stored], AttemptClosed]:
    who = seat.player

    def event(stored: Stored) -> AttemptClosed:
        return AttemptClosed(
            stored.entry,
            seat.attempt,
            seat.plan.round,
            who.contestant,
            seat.try_no,
            stored.points,
            stored.took_ms,
            record.received_at,
            who.region_path,
            who.cohort,
            who.nickname,
            stored_at=stored.stored_at,
            unit=who.unit,
        )

    return event


def _stored(
    seat: Seat, pairs: Iterable[tuple[Record, Outcome]], sender: Sender, then: Then
) -> None:
    kept: list[Kept] = []
    refused, elsewhere = None, False
    for record, outcome in pairs:
        if isinstance(outcome, Refused):
            refused = refused or outcome
            continue
        kept.append(_kept(record, outcome))
        elsewhere = elsewhere or not (outcome.fresh or (record.slot, record.kind) in seat.kept)
    if elsewhere or refused is not None:
        # Another process is ahead of this seat, or part of a group was refused: ask the journal.
        background.spawn(_reread(seat, sender, refused, then))
        return
    try:
        seat.keep(kept)
        then()
        _tell_others(seat, sender.phone)
    finally:
        _next(seat)


def _tell_others(seat: Seat, phone: Phone | None) -> None:
    if len(seat.phones) > 1 or phone not in seat.phones:
        for other in [one for one in seat.phones if one is not phone]:
            other.refresh()


async def _reread(seat: Seat, sender: Sender, refused: Refused | None, then: Then) -> None:
    """Take in what the journal holds; a phone whose answer cannot be looked up sends it again."""
    if refused is not None:
        sender.refuse(refused.code, refused.retry_ms)
    try:
        seat.keep(await threads.run(entries, seat.attempt))
        if refused is None:
            then()
    except DatabaseError:
        log.exception("attempt %d could not be read again", seat.attempt)
        if refused is None:
            sender.refuse("busy", BUSY_RETRY_MS)
    finally:
        _next(seat)


def _next(seat: Seat) -> None:
    seat.writing = False
    while seat.later and not seat.writing:
        seat.later.popleft()()


def _kept(record: Record, stored: Stored) -> Kept:
    return Kept(
        record.slot,
        record.kind,
        stored.seq,
        choices.read(stored.choice),
        Millis(stored.took_ms),
        Points(stored.points),
        stored.stored_at,
    )
