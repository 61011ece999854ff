"""A sitting in one process: its row, its people, its timers, and what it sends to whom.

Used on the event loop only. It never decides where the sitting stands: it takes in the row, and
when its own clock says that something is due it gives a command like any host (host.py).
"""

import asyncio
import logging
from collections.abc import Callable

from quiz import background, clock, threads, wire
from quiz.hub import NOBODYS, hub
from quiz.journal.queue import journal
from quiz.plan import Asked, Plan
from quiz.protocol import Close
from quiz.rules import hall
from quiz.rules.stage import Asking, State, next_step
from quiz.rules.units import Millis
from quiz.sittings import desk_frames, tally, telling
from quiz.sittings.alarms import Alarms
from quiz.sittings.doorbell import Bell
from quiz.sittings.frames import Stage
from quiz.sittings.hall_seat import HallSeat, Phone
from quiz.sittings.late import Late
from quiz.sittings.presence import Presence, sure_from
from quiz.sittings.seating import Seating
from quiz.sittings.store import Row
from quiz.sittings.tally import Tally
from quiz.sittings.telling import LANGS, Teams

log = logging.getLogger(__name__)
COUNT_AGAIN_S = 0.5
STEP_AGAIN_MS = 2_000
# Who gives a command that no person gave: what the audit line says.
CLOCK, AUTOPILOT = "clock", "autopilot"


def topic(kind: str, sitting: int, lang: str) -> str:
    """The hub's topics of a sitting, by language: "all" by that of questions, "screen" and
    "host" for theirs by that of pages."""
    return f"sitting:{sitting}:{kind}:{lang}"


class Room:
    """One sitting. `give` gives a command in the name of the clock."""

    def __init__(
        self, row: Row, plan: Plan, teams: Teams, contest: str,
        give: Callable[["Room", str, str], None],
    ) -> None:  # fmt: skip
        self.row, self.plan, self.teams, self.contest = row, plan, teams, contest
        self.paper: tuple[Asked, ...] = telling.paper(plan, row)
        self.tally = Tally(plan.format, self.paper)
        # What the regions directly below the contest's own are called, by path and language.
        self.names: dict[str, dict[str, str]] = {}
        # What is done besides when the room stands elsewhere (quiz/sittings/desk.py).
        self.turned: Callable[[Room], None] = lambda _room: None
        self.looking = False
        self.sent: dict[str, bytes] = {}
        self.slowest: Millis = Millis(0)
        self.used_at: Millis = clock.now()
        self._give = give
        self.presence = Presence(row.id, sure_from(row.stage, self.used_at))
        self.seating = Seating(self.presence, self._missed)
        self._alarms = Alarms(self.due)
        self._step: tuple[str, Millis] | None = None
        self._unsealed: Millis | None = None
        self._counted = -1
        self._late = Late(row.id, plan.format.grace_ms, self.used_at)
        self._counting = asyncio.Lock()
        self._telling: asyncio.Task[None] | None = None

    def take(self, row: Row) -> None:
        """Take in a newer row: set the clock, and tell everybody, at once or, where something must
        be counted first, in a while (`told`)."""
        if row.version <= self.row.version:
            return
        before, self.row = self.row.stage, row
        at = row.stage
        if at.open and (not before.open or before.slot != at.slot):
            self.slowest = Millis(0)
            self._expect()
        self._set_clock()
        if at.state is State.DRAFT:
            self._start_anew()
        # A command about people changes no stage, but what the boards say of them.
        recount = before == at or before.verdicts != at.verdicts or before.stops != at.stops
        if recount or at.seen != before.seen or at.skipped != before.skipped:
            self._telling = background.spawn(self.count())
            return
        self.tell(each=before.frozen is not at.frozen)
        self.turned(self)

    async def told(self) -> None:
        """Wait until everybody has been told of the row, whoever had it taken in."""
        if self._telling is not None:
            await asyncio.wait([self._telling])

    def _start_anew(self) -> None:
        """A rehearsal was cleared: nobody is in any more, and phones come in anew."""
        self.tally, self._counted = Tally(self.plan.format, self.paper), -1
        for phone in self.seating.clear():
            background.spawn(phone.close(Close.RESTART))

    async def begin(self) -> None:
        """Count what there is, and set the clock: the room's first act."""
        await self.count()
        self._set_clock()

    async def count(self, slots: list[int] | None = None) -> None:
        """Read what is new, mark and rank, and tell everybody; tried until the database answers.
        `slots` = those to read besides those not read yet."""
        async with self._counting:
            while True:
                try:
                    await self._read(slots)
                    break
                except Exception:  # a database away: the hall waits for its board, not for a person
                    log.exception("sitting %d could not be counted", self.row.id)
                    await asyncio.sleep(COUNT_AGAIN_S)
            self.tally.count(self.row.stage)
            self.teams.count(self.tally)
        self.tell(each=True)
        self.turned(self)

    async def _read(self, slots: list[int] | None) -> None:
        await journal.drain()
        seen = self.row.stage.seen
        wanted = [*(slots or ()), *range(self._counted + 1, seen + 1)] or [seen]
        sitting = self.row.id
        found, given = await threads.run(
            lambda: (tally.people(sitting), tally.given(sitting, [n for n in wanted if n >= 0]))
        )
        self.tally.take_in(found, given)
        self._counted = max(self._counted, seen)
        self.seating.follow(found, given)

    async def count_late(self, now: Millis) -> None:
        """Count what was stored after its question was counted. Raises database errors."""
        at = self.row.stage
        if self._counting.locked() or self._counted < at.seen:
            return
        if slots := await self._late.look(at, self.tally, now):
            background.spawn(self.count(slots))

    def stage_frame(self, lang: str) -> bytes:
        """The stage as it stands now, encoded."""
        return desk_frames.write(self.stage(lang))

    def stage(self, lang: str) -> Stage:
        now = clock.now()
        here = self.presence.everywhere(now)
        return telling.stage(self.plan, self.row, self.tally, lang, now, here)

    def tell(self, *, each: bool = False) -> None:
        """Send the stage to everybody: one encoding for each language, whatever their number. With
        `each`, every phone also hears how its person stands, in the same write."""
        own = self._each() if each else NOBODYS
        for lang in LANGS:
            name = topic("all", self.row.id, lang)
            if hub.count(name):
                hub.broadcast(name, self.stage_frame(lang), kind="stage", own=own)

    def _each(self) -> dict[Phone, bytes]:
        """One small frame for each phone."""
        own: dict[Phone, bytes] = {}
        for seat in self.seating.seats.values():
            if seat.phones:
                mine = desk_frames.write(telling.mine(self.row, self.tally, seat, self.teams))
                own |= dict.fromkeys(seat.phones, wire.text_frame(mine))
        return own

    def _set_clock(self) -> None:
        """Ask for a look at every moment at which something will be due."""
        at, now = self.row.stage, clock.now()
        self._step = next_step(at, now, over=self.tally.over(at))
        asked = at.open if not at.paused else None
        moments = [asked.opens_at, self._ends(asked)] if asked else []
        if self._step:
            moments.append(self._step[1])
        self._alarms.set([moment for moment in moments if moment is not None], now)

    def _ends(self, asked: Asking) -> Millis | None:
        """When the last answer may come in."""
        grace = self.plan.format.grace_ms
        return None if asked.closes_at is None else Millis(asked.closes_at + grace)

    def due(self) -> None:
        """Do what is due by now. Called by timers, and at every look, should one have slept."""
        at, now = self.row.stage, clock.now()
        asked = at.open if not at.paused else None
        if asked and now >= asked.opens_at and self._unsealed != asked.opens_at:
            self._unsealed = asked.opens_at
            self._unseal()
        ends = self._ends(asked) if asked else None
        if ends is not None and now > ends:
            self._give(self, "lock", CLOCK)
        elif self._step and now >= self._step[1]:
            # Due again a little later, should the database be away.
            do, self._step = self._step[0], (self._step[0], Millis(now + STEP_AGAIN_MS))
            self._give(self, do, AUTOPILOT)
        elif asked:  # again and again, should the database have been away, or another process died
            self._lock_if_all()

    def _unseal(self) -> None:
        for lang in LANGS:
            name = topic("all", self.row.id, lang)
            if hub.count(name):
                hub.broadcast(
                    name, desk_frames.write(telling.unseal(self.row, lang)), kind="unseal"
                )
        self.ring()

    def stop(self) -> None:
        """Let go of the timers: nobody is here any more."""
        self._alarms.clear()

    def may_answer(self, seat: HallSeat, slot: int) -> str:
        """Why somebody may not answer this slot; "" = they may."""
        if seat.removed:
            return "removed"
        standing = self.tally.standing(seat.attempt, seat.came_in)
        return hall.may_answer(self.plan.format, self.row.stage, slot, standing)

    def _expected(self, seat: HallSeat, slot: int) -> bool:
        return bool(seat.phones) and slot not in seat.kept and not self.may_answer(seat, slot)

    def _expect(self) -> None:
        """Everybody connected who may answer is waited for."""
        slot = self.row.stage.slot
        here = self.seating.seats.values()
        self.presence.waiting = {seat.attempt for seat in here if self._expected(seat, slot)}

    def sit(self, found: HallSeat, phone: Phone) -> HallSeat:
        """A phone sits down on the seat of its entrant, the one that is here if there is one."""
        seat = self.seating.sit(found, phone)
        asked = self.row.stage.open
        if asked and self._expected(seat, asked.slot):
            self.presence.waiting.add(seat.attempt)
        return seat

    def leave(self, seat: HallSeat, phone: Phone) -> None:
        """A phone is gone; its person is waited for a little."""
        self.seating.leave(seat, phone)

    def _missed(self, seat: HallSeat) -> None:
        if seat.attempt in self.presence.waiting:
            self._done(seat)

    def answered(self, seat: HallSeat, slot: int) -> None:
        """An answer is on disk."""
        at = self.row.stage
        if at.open and slot == at.slot:
            self._done(seat)
        elif slot <= at.seen:
            self._late.stored(slot)

    def _done(self, seat: HallSeat) -> None:
        """Somebody is not waited for any more; the last one to answer ends the question."""
        self.presence.waiting.discard(seat.attempt)
        if not self.presence.waiting:
            self.ring()
            self._lock_if_all()

    def _lock_if_all(self) -> None:
        at, now = self.row.stage, clock.now()
        asked = at.open if not at.paused else None
        if asked and now >= asked.opens_at and self.presence.all_answered(at.slot, now):
            self._give(self, "lock", CLOCK)

    def ring(self) -> None:
        """Say how many of our phones still think, and how many screens hang here."""
        screens = (topic("screen", self.row.id, lang) for lang in telling.PAGES)
        self.presence.screens = sum(hub.count(name) for name in screens)
        self.presence.ring(self.row.stage, clock.now())

    def heard(self, bell: Bell) -> None:
        """Another process said something about its phones."""
        if bell.recount:
            background.spawn(self.count([bell.slot]))
            return
        self.presence.heard(bell, clock.now())
        if bell.slot == self.row.stage.slot and not bell.waiting:
            self._lock_if_all()
