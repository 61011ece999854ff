"""An answer in a hall: checked against the window in memory, stored by the journal, then receipted.
No database is read here."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import Error as DatabaseError
from msgspec import UNSET

from quiz import background, clock, messages, threads
from quiz.journal.queue import BUSY_RETRY_MS, journal
from quiz.journal.record import Outcome, Record, Refused, Stored
from quiz.journal.telling import Waiting
from quiz.models import EntryKind
from quiz.rules import choices, hall, timing
from quiz.rules.hall import Given
from quiz.rules.stage import Asking, Stage, State
from quiz.rules.timing import Window
from quiz.rules.units import Millis
from quiz.sittings import hall_seat, tally
from quiz.sittings.frames import Error, Receipt
from quiz.sittings.hall_seat import HallSeat, Heard, Kept, Phone
from quiz.sittings.protocol import Answer
from quiz.sittings.room import Room
from quiz.sittings.stalls import stalls

log = logging.getLogger(__name__)
# An answer may be on its way while the hall is locked, never once the key is out.
OPEN = (State.SHOWN, State.LOCKED)


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer as it came, and how to reply."""

    room: Room
    seat: HallSeat
    answer: Answer
    phone: Phone
    choice: tuple[int, ...]
    received_at: Millis

    @property
    def slot(self) -> int:
        return self.answer.slot

    def refuse(self, code: str, retry_ms: int = 0) -> None:
        self.phone.send(error(code, self.phone.lang, self.answer, retry_ms))


def error(code: str, lang: str, about: Answer | None = None, retry_ms: int = 0) -> Error:
    """An error in the phone's language."""
    return Error(
        code,
        messages.text(code, lang),
        seq=about.seq if about else UNSET,
        slot=about.slot if about else UNSET,
        retry_ms=retry_ms or UNSET,
    )


def submit(room: Room, seat: HallSeat, answer: Answer, received_at: Millis, phone: Phone) -> None:
    """Record one answer; the phone hears a receipt once it is stored, or what is wrong. Sending it
    again is safe: it is stored once and answered like the first time."""
    if answer.slot >= len(room.paper):
        phone.send(error("no_such_slot", phone.lang, answer))
        return
    arrived = _arrived(room, answer, received_at)
    if answer.slot not in seat.kept and not _shown(room, answer.slot, arrived):
        phone.send(error("not_shown", phone.lang, answer))
        return
    choice = choices.places(room.paper[answer.slot].offer, answer.choice, answer.text)
    if choice is None:
        phone.send(error("bad_choice", phone.lang, answer))
        return
    sent = Sent(room, seat, answer, phone, choice, arrived)
    if answer.slot in seat.kept:
        _receipt(sent)
    elif seat.writing is not None:
        sent.refuse("busy", BUSY_RETRY_MS)
    elif refusal := _refusal(sent):
        sent.refuse(refusal)
    else:
        _store(sent)


def _shown(room: Room, slot: int, at: Millis) -> bool:
    """Whether the question was open by then: before that nobody hears what would fit it."""
    asked = room.row.stage.asking(slot)
    return asked is not None and at >= asked.opens_at


def _arrived(room: Room, answer: Answer, read_at: Millis) -> Millis:
    """When it came; what lay unread while we did not listen came when its phone says."""
    asked = room.row.stage.asking(answer.slot)
    if asked is None:
        return read_at
    return stalls.arrived(read_at, Millis(asked.opens_at + int(answer.took_ms)))


def _refusal(sent: Sent) -> str:
    """Why the answer is not taken, by name; "" = it is."""
    stage, seat = sent.room.row.stage, sent.seat
    asked = stage.asking(sent.slot)
    first = _first(sent).received_at
    if seat.removed:
        return "removed"
    if asked is None or first < asked.opens_at:
        return "not_shown"
    if not _still_open(stage, asked, first, sent.room.plan.format.grace_ms):
        return "closed"
    if _stands(stage, first, sent.room.plan.format.grace_ms):
        return "paused"
    return sent.room.may_answer(seat, sent.slot)


def _still_open(stage: Stage, asked: Asking, at: Millis, grace: Millis) -> bool:
    """Whether its window is open, or will be again: a clock that stands moves the end on. A break
    after the lock does not."""
    current = stage.slot == asked.slot and stage.state in OPEN
    stands = stage.stands_since is not None
    return current and (stands or timing.in_time(window(asked), at, grace))


def _stands(stage: Stage, at: Millis, grace: Millis) -> bool:
    """Whether the clock stood when it came; what was sent just before counts."""
    since = stage.stands_since
    return since is not None and at > since + grace


def window(asked: Asking) -> Window:
    return Window(asked.opens_at, asked.closes_at)


def _first(sent: Sent) -> Heard:
    """This answer as of its first arrival; another choice is a new answer."""
    new = Heard(sent.slot, sent.choice, sent.answer.sure, sent.received_at)
    before = sent.seat.heard
    same = before and (before.slot, before.choice, before.sure) == (new.slot, new.choice, new.sure)
    return before if before and same else new


class Group(Waiting):
    """An answer on its way to the disk, with the word that its entrant is sure."""

    sent: Sent
    kept: Kept
    quota: Millis

    def done(self, outcomes: Sequence[Outcome]) -> None:
        sent, first = self.sent, outcomes[0]
        refused = next((one for one in outcomes if isinstance(one, Refused)), None)
        if refused is None and isinstance(first, Stored) and not first.fresh:
            background.spawn(_reread(sent, self.quota))
            return
        sent.seat.writing = None
        if refused is not None:
            sent.refuse(refused.code, refused.retry_ms)
        else:
            _stored(sent, self.kept, self.quota)


def _store(sent: Sent) -> None:
    seat = sent.seat
    heard = seat.heard = _first(sent)
    kept, quota = _timed(sent, heard.received_at)
    records = _records(sent, kept, heard.received_at)
    if journal.append(Group(records, sent.received_at, sent, kept, quota)):
        seat.writing = sent.slot
    else:
        sent.refuse("busy", BUSY_RETRY_MS)


def _timed(sent: Sent, received_at: Millis) -> tuple[Kept, Millis]:
    """The answer with its time, what the network is forgiven, and the quota left after it."""
    asked = sent.room.row.stage.asking(sent.slot)
    if asked is None:
        raise LookupError(f"slot {sent.slot} was not asked")
    since = Millis(received_at - asked.opens_at)
    credit = timing.credit(sent.phone.round_trip, sent.seat.quota)
    claimed = Millis(sent.answer.took_ms)
    took = timing.took(claimed, since_shown=since, credit=credit, asked=window(asked))
    quota = timing.spend(sent.seat.quota, since_shown=since, counted=took)
    return Kept(sent.choice, _sure(sent), took, Millis(max(0, since - took))), quota


def _sure(sent: Sent) -> bool:
    form = sent.room.plan.format
    return sent.answer.sure and bool(form.stake_win or form.stake_lose) and bool(sent.choice)


def _records(sent: Sent, kept: Kept, received_at: Millis) -> list[Record]:
    room, slot = sent.room, sent.slot
    given = Given(kept.choice, kept.took, received_at, kept.sure)
    stage, asked = room.row.stage, room.paper[slot]
    marked = hall.mark(
        room.plan.format, asked.key, room.tally.ruling(stage, slot), given, stage, slot
    )
    text = choices.text(asked.offer, kept.choice)
    attempt, seq = sent.seat.attempt, sent.answer.seq
    answer = Record(
        attempt, slot, EntryKind.ANSWER, seq, text, kept.took, marked.points, received_at
    )
    sure = Record(attempt, slot, EntryKind.SURE, seq, "", 0, 0, received_at)
    return [answer, sure] if kept.sure else [answer]


async def _reread(sent: Sent, quota: Millis) -> None:
    """Another process stored one before: take in that answer, and whether a stake was made with it.
    A phone whose answer cannot be looked up sends it again."""
    seat, slot = sent.seat, sent.slot
    try:
        found = await threads.run(tally.given, sent.room.row.id, [slot], [seat.attempt])
        given = found[seat.attempt][slot]
    except (DatabaseError, KeyError):
        log.exception("attempt %d could not be read again", seat.attempt)
        sent.refuse("busy", BUSY_RETRY_MS)
        return
    finally:
        seat.writing = None
    _stored(sent, hall_seat.kept(given), quota)


def _stored(sent: Sent, kept: Kept, quota: Millis) -> None:
    """The answer that holds is on disk: `kept`."""
    seat = sent.seat
    seat.kept.setdefault(sent.slot, kept)
    seat.quota, seat.heard = quota, None
    sent.room.slowest = Millis(max(sent.room.slowest, clock.now() - sent.received_at))
    _receipt(sent)
    sent.room.answered(seat, sent.slot)


def _receipt(sent: Sent) -> None:
    """Tell every phone of this person; the one that sent knows by `seq` that it is its own."""
    kept, offer = sent.seat.kept[sent.slot], sent.room.paper[sent.slot].offer
    same = kept.choice == sent.choice and kept.sure == _sure(sent)
    frame = Receipt(
        sent.slot,
        sent.answer.seq,
        choices.numbers(offer, kept.choice),
        choices.words(offer, kept.choice),
        kept.sure,
        same,
        clock.now(),
        None if same else "already_answered",
    )
    for phone in {**sent.seat.phones, sent.phone: None}:
        phone.send(frame)
