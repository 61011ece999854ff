"""What a contestant does: answer, ask for a question, run out of time. No database is read here.

Every verb ends in `journal.append`; the phone hears of it when the batch is on disk, never before.
"""

from collections.abc import Callable, Sequence

from quiz import background, showing, threads
from quiz.events import AttemptClosed
from quiz.journal import BUSY_RETRY_MS, Waiting, journal
from quiz.journal_sql import Outcome, Record, Refused, Stored
from quiz.protocol import Answer, Next
from quiz.rules import choices, marking, timing
from quiz.rules.attempt import ANSWER, CLOSED, SHOWN, Kept
from quiz.rules.units import Millis, Points
from quiz.seat import Phone, Seat
from quiz.seats import entries

Then = Callable[[], None]


def submit(seat: Seat, answer: Answer, received_at: Millis, phone: Phone) -> None:
    """Record one answer; the phone hears a receipt once it is stored, or an error naming what is
    wrong.

    Sending it again is safe: it is stored once, answered like the first time, and counts again even
    after the deadline. An answer after the deadline is stored as a blank, and its receipt says so.
    """
    if answer.slot >= len(seat.paper):
        phone.send(showing.error("no_such_slot", phone, answer))
        return
    asked = seat.paper[answer.slot]
    choice = choices.places(
        asked.key.kind, answer.choice, asked.public, least=asked.least, most=asked.most
    )
    if choice is None:
        phone.send(showing.error("bad_choice", phone, answer))
        return

    def reply() -> None:
        phone.send(showing.receipt(seat, answer, choice, phone))

    if seat.answer(answer.slot) is not None:
        reply()
    elif answer.slot != seat.progress.slot or seat.progress.shown_at is None:
        phone.send(showing.error("not_shown", phone, answer))
    else:
        records = _answered(seat, answer, choice, received_at, phone)
        _append(seat, records, received_at, phone, reply)


def ask(seat: Seat, wanted: Next, received_at: Millis, phone: Phone) -> None:
    """Show the next question, in formats that show the key of the last one first."""
    progress = seat.progress
    if wanted.slot == progress.slot and progress.shown_at is None and seat.closed is None:
        record = Record(seat.attempt, wanted.slot, SHOWN, 0, "", 0, 0, received_at)
        _append(seat, [record], received_at, phone, lambda: phone.send(showing.opened(seat, phone)))
    else:
        phone.send(showing.opened(seat, phone))


def settle(seat: Seat, now: Millis, phone: Phone, then: Then) -> None:
    """Book as blank what ran out of time while nobody was connected, then call `then`."""
    records = overdue(seat, now)
    if records:
        _append(seat, records, now, phone, then)
    else:
        then()


def close_overdue(seat: Seat, now: Millis) -> None:
    """Book what ran out, with nobody there to be told; sitting phones are shown where it stands."""
    records = overdue(seat, now)
    if records:
        _append(seat, records, now, None, lambda: None)


def overdue(seat: Seat, now: Millis) -> list[Record]:
    """The blanks (and the closing) that time itself has written; empty while nothing ran out."""
    if seat.closed is not None:
        return []
    if seat.over(now):
        return _blanks(seat, range(seat.progress.slot, len(seat.paper)), now)
    asked = seat.window()
    if asked is None or timing.in_time(asked, now, seat.plan.format.grace_ms):
        return []
    return _blanks(seat, [seat.progress.slot], now)


def _answered(
    seat: Seat, answer: Answer, choice: tuple[int, ...], received_at: Millis, phone: Phone
) -> list[Record]:
    asked = seat.window()
    if seat.over(received_at):
        return _blanks(seat, range(answer.slot, len(seat.paper)), received_at, seq=answer.seq)
    if asked is None or not timing.in_time(asked, received_at, seat.plan.format.grace_ms):
        return _blanks(seat, [answer.slot], received_at, seq=answer.seq)
    since_shown = Millis(received_at - asked.shown_at)
    credit = timing.credit(phone.round_trip, seat.quota)
    took = timing.took(Millis(answer.took_ms), since_shown=since_shown, credit=credit, asked=asked)
    seat.quota = timing.spend(seat.quota, since_shown=since_shown, counted=took)
    points = marking.mark(seat.plan.format, seat.paper[answer.slot].key, choice, took)
    text = choices.text(choice)
    record = Record(seat.attempt, answer.slot, ANSWER, answer.seq, text, took, points, received_at)
    return _with_closing(seat, [record])


def _blanks(seat: Seat, slots: Sequence[int], now: Millis, seq: int = 0) -> list[Record]:
    """A blank costs its whole time; what was never shown costs the question's limit."""
    form = seat.plan.format
    moment = min(now, seat.ends_at) if seat.ends_at is not None else now
    records = [
        Record(seat.attempt, slot, ANSWER, seq, "", _whole(seat, slot), form.blank, moment)
        for slot in slots
    ]
    return _with_closing(seat, records)


def _whole(seat: Seat, slot: int) -> int:
    """All the time a question had; one that was never shown costs the format's limit."""
    asked = seat.window() if slot == seat.progress.slot else None
    if asked is None or asked.closes_at is None:
        return seat.plan.format.question_ms
    return max(0, asked.closes_at - asked.shown_at)


def _with_closing(seat: Seat, records: list[Record]) -> list[Record]:
    """Add the closing when these are the last answers: one batch holds both, or neither."""
    last = len(seat.paper)
    if records[-1].slot != last - 1:
        return records
    score = seat.progress.score + sum(record.points for record in records)
    took = seat.progress.took + sum(record.took_ms for record in records)
    moment = records[-1].received_at
    return [*records, Record(seat.attempt, last, CLOSED, 0, "", took, score, moment)]


def _append(
    seat: Seat, records: Sequence[Record], now: Millis, phone: Phone | None, then: Then
) -> None:
    """Queue the records as one group; when all are on disk take them in, call `then`, tell the
    other phones.
    """
    outcomes: list[Outcome] = []

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if len(outcomes) == len(records):
            _stored(seat, records, outcomes, phone, then)

    waiting = [
        Waiting(record, done, now, _event(seat, record) if record.kind == CLOSED else None)
        for record in records
    ]
    if not journal.append(waiting) and phone is not None:
        phone.send(showing.error("busy", phone, retry_ms=BUSY_RETRY_MS))


def _event(seat: Seat, record: Record) -> Callable[[int, Millis], AttemptClosed]:
    who = seat.player

    def event(entry: int, _stored_at: Millis) -> AttemptClosed:
        return AttemptClosed(
            entry,
            seat.attempt,
            seat.plan.round,
            who.contestant,
            seat.try_no,
            record.points,
            record.took_ms,
            record.received_at,
            who.region_path,
            who.cohort,
            who.nickname,
        )

    return event


def _stored(
    seat: Seat,
    records: Sequence[Record],
    outcomes: Sequence[Outcome],
    phone: Phone | None,
    then: Then,
) -> None:
    refused = next((outcome for outcome in outcomes if isinstance(outcome, Refused)), None)
    if refused is not None:
        if phone is not None:
            phone.send(showing.error(refused.code, phone, retry_ms=refused.retry_ms))
        return
    pairs = [(r, o) for r, o in zip(records, outcomes, strict=True) if isinstance(o, Stored)]
    if any(not o.fresh and (r.slot, r.kind) not in seat.kept for r, o in pairs):
        # Another process is ahead of this seat: read where the attempt stands.
        background.spawn(_reread(seat, then))
        return
    seat.keep([_kept(r, o) for r, o in pairs])
    then()
    for other in [one for one in seat.phones if one is not phone]:
        other.refresh()


async def _reread(seat: Seat, then: Then) -> None:
    seat.keep(await threads.run(entries, seat.attempt))
    then()


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
