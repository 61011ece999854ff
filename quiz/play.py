"""What a contestant does: answer, ask for a question, run out of time. No database is read here.

Every verb ends in quiz.write.together; the phone hears of it once the batch is on disk.
"""

from collections.abc import Callable, Sequence
from functools import partial

from quiz import background, ends, frames, keys, write
from quiz.ends import Unsure
from quiz.journal.record import Record
from quiz.protocol import Answer, Next
from quiz.rules import choices, rulings, timing
from quiz.rules.attempt import ANSWER, CLOSED, SHOWN
from quiz.rules.timing import Window
from quiz.rules.units import Millis
from quiz.seat import Heard, Phone, Seat
from quiz.write import Group

# How long an answer that could not be stored keeps its place while its phone tries again.
HEARD_MS = 60_000


# What one answer came to: its records, and the network credit left once they are stored.
Judged = tuple[list[Record], Millis]


def submit(seat: Seat, answer: Answer, received_at: Millis, phone: Phone) -> None:
    """Record one answer; the phone hears a receipt once it is stored, or what is wrong.

    Sending it again is safe: it is stored once, answered like the first time, and counts again even
    after the deadline, also when the first could not be stored (`busy`) and this process, the only
    one that knows of it, hears it again within HEARD_MS. An answer after the deadline is stored as
    a blank, and its receipt says so.
    """
    if answer.slot >= len(seat.paper):
        phone.send(frames.error("no_such_slot", phone, answer))
        return
    asked = seat.paper[answer.slot]
    choice = choices.places(asked.offer, answer.choice, answer.text)
    if choice is None:
        write.in_turn(seat, partial(_misfit, seat, answer, phone))
    else:
        write.in_turn(seat, Sent((), received_at, seat, phone, answer, choice).judge)


def _misfit(seat: Seat, answer: Answer, phone: Phone) -> None:
    """What fits a question is told of those only that were shown."""
    shown = answer.slot in seat.answers or seat.shows(answer.slot)
    phone.send(frames.error("bad_choice" if shown else "not_shown", phone, answer))


class Told(Group):
    """What a phone waits to hear of. Where the next question would open only after the attempt's
    end, it hears of it once the attempt is closed."""

    phone: Phone

    def stored(self) -> None:
        self.tell()

    def tell(self) -> None:
        if self.seat.unasked:
            write.in_turn(self.seat, self.close)
        else:
            self.reply()

    def close(self) -> None:
        if ends.unsure(self.seat, self.queued_at):
            write.sure(self, self.close)
            return
        self.records = overdue(self.seat, self.queued_at)
        if self.records:
            write.together(self)
        else:
            self.reply()

    def reply(self) -> None:
        raise NotImplementedError


class Sent(Told):
    """An answer that may be given, until its phone has heard of it. One object all the way: each
    more of them costs every answer a tenth of what is done with it."""

    answer: Answer
    choice: tuple[int, ...]
    quota: Millis = timing.QUOTA_START

    def about(self) -> Answer:
        return self.answer

    def judge(self) -> None:
        seat, slot = self.seat, self.answer.slot
        if slot in seat.answers:
            self.tell()
        elif slot != seat.progress.slot or (asked := seat.window()) is None:
            self._refuse_unshown()
        else:
            came_at = self.queued_at if seat.heard is None else self._first_came_at(seat.heard)
            try:
                self.records, self.quota = _judged(self, asked, came_at)
            except Unsure:
                write.sure(self, self.judge)
            else:
                write.together(self)

    def _refuse_unshown(self) -> None:
        if ends.unsure(self.seat, self.queued_at):
            write.sure(self, self.judge)
        else:
            self.phone.send(frames.error("not_shown", self.phone, self.answer))

    def _first_came_at(self, before: Heard) -> Millis:
        """When this answer first arrived; another choice for the slot is a new answer."""
        if (before.slot, before.choice) == (self.answer.slot, self.choice):
            return before.received_at
        return self.queued_at

    def refuse(self, code: str, retry_ms: int) -> None:
        """Its first arrival is remembered while its phone tries again, also when that loses its
        line meanwhile and comes back to this process."""
        before = self.seat.heard
        if before is None or before.slot != self.answer.slot:
            self.seat.heard = Heard(self.answer.slot, self.choice, self.queued_at)
            background.hold(self.seat, HEARD_MS)
        super().refuse(code, retry_ms)

    def stored(self) -> None:
        self.seat.quota, self.seat.heard = self.quota, None
        self.tell()

    def reply(self) -> None:
        self.phone.send(frames.receipt(self.seat, self.answer, self.choice, self.phone))


class Asked(Told):
    """The next question, which its phone asked for."""

    wanted: Next

    def about(self) -> Next:
        return self.wanted

    def show(self) -> None:
        seat, slot, progress = self.seat, self.wanted.slot, self.seat.progress
        if ends.unsure(seat, self.queued_at):
            write.sure(self, self.show)
        elif seat.ended(self.queued_at):
            self.close()
        elif slot == progress.slot and progress.shown_at is None and seat.closed is None:
            self.records = [Record(seat.attempt, slot, SHOWN, 0, "", 0, 0, self.queued_at)]
            write.together(self)
        else:
            self.stored()

    def reply(self) -> None:
        self.phone.send(frames.opened(self.seat, self.phone))


def ask(seat: Seat, wanted: Next, received_at: Millis, phone: Phone) -> None:
    """Show the next question, in formats that show the key of the last one first."""
    write.in_turn(seat, Asked((), received_at, seat, phone, wanted).show)


class Overdue(Group):
    """What time itself wrote."""

    then: Callable[[], None]

    def book(self) -> None:
        if ends.unsure(self.seat, self.queued_at):
            write.sure(self, self.book)
            return
        self.records = overdue(self.seat, self.queued_at)
        if self.records:
            write.together(self)
        else:
            self.then()

    def stored(self) -> None:
        if self.seat.unasked:
            write.in_turn(self.seat, self.book)
        else:
            self.then()


def settle(seat: Seat, now: Millis, phone: Phone | None, then: Callable[[], None]) -> None:
    """Book as blank what ran out of time while nobody was connected, then call `then`."""
    write.in_turn(seat, Overdue((), now, seat, phone, then).book)


def overdue(seat: Seat, now: Millis) -> list[Record]:
    """The blanks (and the closing) that time itself has written; empty while nothing ran out."""
    slot, length = seat.progress.slot, len(seat.paper)
    if seat.closed is not None or _waits_for_the_disk(seat, now):
        return []
    if slot == length:  # all is answered, and a crash came before the closing
        return [_closing(seat, _moment(seat, now))]
    if seat.ended(now) and not seat.shows(slot):
        return _blanks(seat, range(slot, length), now)
    asked = seat.window()
    if asked is None or timing.in_time(asked, now, seat.plan.format.grace_ms):
        return []
    return _blanks(seat, _from(seat, slot, now), now)


def _from(seat: Seat, slot: int, now: Millis) -> Sequence[int]:
    """The slots that are over with this one: after the attempt's end all that follow."""
    return range(slot, len(seat.paper) if seat.ended(now) else slot + 1)


def _waits_for_the_disk(seat: Seat, now: Millis) -> bool:
    """Whether the open question has an answer whose phone was told to send it again."""
    heard = seat.heard
    return (
        heard is not None
        and heard.slot == seat.progress.slot
        and now <= heard.received_at + HEARD_MS
    )


def _judged(sent: Sent, asked: Window, received_at: Millis) -> Judged:
    seat, answer, choice, now = sent.seat, sent.answer, sent.choice, sent.queued_at
    if not timing.in_time(asked, received_at, seat.plan.format.grace_ms):
        _be_sure(seat, now)
        return _blanks(seat, _from(seat, answer.slot, now), now, seq=answer.seq), seat.quota
    since_shown = Millis(received_at - asked.shown_at)
    credit = timing.credit(sent.phone.round_trip, seat.quota)
    took = timing.took(answer.took_ms, since_shown=since_shown, credit=credit, asked=asked)
    question = seat.paper[answer.slot]
    ruling = keys.ruling_on(question.version)
    points = rulings.mark(seat.plan.format, question.key, ruling, choice, took)
    text = choices.text(question.offer, choice)
    record = Record(seat.attempt, answer.slot, ANSWER, answer.seq, text, took, points, received_at)
    quota = timing.spend(seat.quota, since_shown=since_shown, counted=took)
    records = [record]
    if seat.ended(now):
        _be_sure(seat, now)
        records += _rest(seat, answer.slot + 1, now)
    return _with_closing(seat, records), quota


def _be_sure(seat: Seat, now: Millis) -> None:
    """Raises Unsure where what ends the attempt may have been moved."""
    if ends.unsure(seat, now):
        raise Unsure


def _rest(seat: Seat, slot: int, now: Millis) -> Sequence[Record]:
    """The blanks behind an answer that came after the attempt's end, in the network's grace."""
    length = len(seat.paper)
    return _blanks(seat, range(slot, length), now) if slot < length else ()


def _blanks(seat: Seat, slots: Sequence[int], now: Millis, seq: int = 0) -> list[Record]:
    moment = _moment(seat, now)
    blank = seat.plan.format.blank
    records = [
        Record(seat.attempt, slot, ANSWER, seq, "", _whole(seat, slot, now), blank, moment)
        for slot in slots
    ]
    return _with_closing(seat, records)


def _moment(seat: Seat, now: int) -> Millis:
    """When something was finished: before the attempt's end. That may be midnight, and what time
    wrote, or the grace let in, is of the day and the week that end there."""
    end = seat.ends_at
    return Millis(now if end is None or now < end else end - 1)


def _whole(seat: Seat, slot: int, now: Millis) -> int:
    """All the time a blank had, so that walking away is never quicker than trying.

    Of an attempt whose total time ran out the open question takes all that was left of it.
    """
    form, asked = seat.plan.format, seat.window()
    if slot != seat.progress.slot or asked is None:
        return 0 if form.total_ms else form.question_ms
    end = seat.ends_at if form.total_ms and seat.ended(now) else asked.closes_at
    if end is None:
        return form.question_ms
    return min(end - asked.shown_at, timing.LONGEST_TOOK)


def _with_closing(seat: Seat, records: list[Record]) -> list[Record]:
    """Add the closing when these are the last answers: one batch holds both, or neither."""
    if records[-1].slot != len(seat.paper) - 1:
        return records
    return [*records, _closing(seat, _moment(seat, records[-1].received_at))]


def _closing(seat: Seat, moment: int) -> Record:
    """The database adds up score and time itself, from the answers it holds."""
    return Record(seat.attempt, len(seat.paper), CLOSED, 0, "", 0, 0, moment)
