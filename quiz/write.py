"""From a seat to the journal and back: one group at a time, taken in when all of it is on disk."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from django.db import Error as DatabaseError

from quiz import background, end_looks, frames, threads
from quiz.events import AttemptClosed
from quiz.journal.queue import BUSY_RETRY_MS, journal
from quiz.journal.record import AsSent, Outcome, Record, Refused, Stored
from quiz.journal.telling import Waiting
from quiz.protocol import Answer, Next
from quiz.rules import choices
from quiz.rules.attempt import VOIDED, Kept
from quiz.rules.units import Millis, Points
from quiz.seat import Phone, Seat
from quiz.seats import entries

log = logging.getLogger(__name__)
Then = Callable[[], None]


class Group(Waiting):
    """Records of a seat, and the phone that is told; nobody when time itself writes."""

    seat: Seat
    phone: Phone | None

    def about(self) -> Answer | Next | None:
        """The message of the phone that these records come from."""
        return None

    def stored(self) -> None:
        """All of them are on disk, and the seat has taken them in."""
        raise NotImplementedError

    def refuse(self, code: str, retry_ms: int) -> None:
        if self.phone is not None:
            self.phone.send(frames.error(code, self.phone, self.about(), retry_ms=retry_ms))

    def done(self, outcomes: Sequence[Outcome]) -> None:
        """Have the seat take the outcomes in, and show the contestant's other phones where the
        attempt stands."""
        seat, kept = self.seat, _kept(self, outcomes)
        if kept is None:
            refused = next((one for one in outcomes if isinstance(one, Refused)), None)
            background.spawn(_reread(self, refused))
            return
        try:
            seat.keep(kept)
            self.stored()
            if len(seat.phones) > 1 or self.phone not in seat.phones:
                _tell_others(seat, self.phone)
        finally:
            seat.writing = False
            if seat.later:
                _go_on(seat)

    def closed(self, closing: Stored) -> AttemptClosed:
        seat, who = self.seat, self.seat.player
        return AttemptClosed(
            closing.entry,
            seat.attempt,
            seat.plan.round,
            who.contestant,
            seat.try_no,
            closing.points,
            closing.took_ms,
            self.records[-1].received_at,
            who.region_path,
            who.cohort,
            who.nickname,
            void=closing.void,
            stored_at=closing.stored_at,
            unit=who.unit,
        )


def in_turn(seat: Seat, act: Then) -> None:
    """Do `act` now, or after the group that is on its way to the disk: what it decides by must hold
    what that group stores."""
    if not seat.writing:
        act()
        return
    if seat.later is None:
        seat.later = deque()
    seat.later.append(act)


def together(group: Group) -> None:
    """Queue the records as one group, or have its phone send again."""
    if journal.append(group):
        group.seat.writing = True
    else:
        group.refuse("busy", BUSY_RETRY_MS)


def sure(group: Group, act: Then) -> None:
    """Do `act` once this process has looked up when rounds end; what else the seat has to do waits.
    A phone hears `busy` while that cannot be looked up."""
    group.seat.writing = True
    background.spawn(_surely(group, act))


async def _surely(group: Group, act: Then) -> None:
    seat = group.seat
    then: Then = partial(group.refuse, "busy", BUSY_RETRY_MS)
    try:
        await end_looks.since(group.queued_at)
        then = act
    except DatabaseError as error:
        log.warning("attempt %d: the round's end could not be looked up: %s", seat.attempt, error)
    finally:
        # Whatever failed, nothing is on its way to the disk: what comes next must not wait for it.
        seat.writing = False
        try:
            then()
        finally:
            _go_on(seat)


def _tell_others(seat: Seat, phone: Phone | None) -> None:
    for other in [one for one in seat.phones if one is not phone]:
        other.refresh()


def _kept(group: Group, outcomes: Sequence[Outcome]) -> list[Kept] | None:
    """What the seat takes in; None when the journal has to be asked, because another process is
    ahead of this seat or a record was refused."""
    found: list[Kept] = []
    for n, record in enumerate(group.records):
        outcome, slot, kind = outcomes[n], record.slot, record.kind
        held: Record | Stored = record
        if not isinstance(outcome, AsSent):
            if isinstance(outcome, Refused):
                return None
            if not (outcome.fresh or group.seat.holds(slot, kind)):
                return None
            held = outcome
        choice, took, points = choices.read(held.choice), Millis(held.took_ms), Points(held.points)
        found.append(Kept(slot, kind, held.seq, choice, took, points, outcome.stored_at))
        if isinstance(held, Stored) and held.void:
            found.append(Kept(held.void, VOIDED, 0, (), took, points, outcome.stored_at))
    return found


async def _reread(group: Group, refused: Refused | None) -> None:
    """Take in what the journal holds; a phone whose answer cannot be looked up sends it again."""
    seat = group.seat
    if refused is not None:
        group.refuse(refused.code, refused.retry_ms)
    try:
        seat.keep(await threads.run(entries, seat.attempt))
        if refused is None:
            group.stored()
    except DatabaseError:
        log.exception("attempt %d could not be read again", seat.attempt)
        if refused is None:
            group.refuse("busy", BUSY_RETRY_MS)
    finally:
        _next(seat)


def _next(seat: Seat) -> None:
    seat.writing = False
    _go_on(seat)


def _go_on(seat: Seat) -> None:
    while seat.later and not seat.writing:
        seat.later.popleft()()
