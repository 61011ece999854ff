"""Websocket edges of a sitting: phones, hosts, screens. Who may say what is one table
(quiz.sittings.protocol.SAYS), asked before anything else."""

import logging
from typing import Any, ClassVar

from django.db import Error as DatabaseError
from msgspec import UNSET

from quiz import background, clock, messages, plan, protocol, threads
from quiz.admission import Allowance
from quiz.hub import hub
from quiz.protocol import Close, Echo, Malformed, Ping, Pong
from quiz.rules.formats import BadFormat
from quiz.rules.hosting import NotNow
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import answering, desk, desk_frames, entrance, host, rooms, store, telling
from quiz.sittings.desk_frames import Done, Hosting, Showing
from quiz.sittings.frames import Entered, Error
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.protocol import SAYS, Answer, Do, Enter, Host, Incoming, Screen, parse
from quiz.sittings.room import Room, topic
from quiz.sittings.store import NoSitting, Stale
from quiz.sockets import Socket

log = logging.getLogger(__name__)
# Whoever guesses codes is slowed by address, and each line may be wrong a few times only.
WRONG_CODES = 5
_guesses = Allowance(burst=300, per_minute=300)
# A family may share a link, a bot farm may not.
SOCKETS_PER_ENTRANT = 3


def text_lang(lang: str) -> str:
    """Questions are kept in two languages; a Traditional page shows them in Chinese."""
    return "en" if lang == "en" else "zh"


class HallSocket(Socket):
    """What all three have in common. `ROLE` is what a socket of this class becomes."""

    ROLE: ClassVar[str]
    lang: str = "zh-hans"
    round_trip: Millis | None = None
    room: Room | None = None
    _role = "anonymous"
    _pong_no = 0
    _pong_at = Millis(0)
    _wrong = 0

    async def received(self, text: str, received_at: Millis) -> None:
        message = parse(text)
        if isinstance(message, Malformed):
            self.fail(message.code, detail=message.reason)
        elif isinstance(message, Ping | Echo):
            self._tick(message, received_at)
        elif message.__struct_config__.tag not in self._allowed():
            self.fail("not_yours" if self.room else "not_entered")
        else:
            await self._try(message, received_at)

    def _allowed(self) -> frozenset[str]:
        """What may be said: as anonymous only the opening of one's own role."""
        if self.room is not None:
            return SAYS[self.ROLE]
        return SAYS["anonymous"] & SAYS[self.ROLE]

    async def _try(self, message: Incoming, received_at: Millis) -> None:
        try:
            await self.act(message, received_at)
        except NoSitting:
            await self._wrong_code()
        except Denied as denied:
            self.fail(denied.code)
            if denied.code == "no_token":
                await self.close(Close.NO_TOKEN)
        except (plan.Unprepared, BadFormat):
            self.fail("not_prepared")
        except DatabaseError:
            log.exception("the database did not answer")
            self.fail("unavailable", retry_ms=2_000)

    async def act(self, message: Any, received_at: Millis) -> None:
        raise NotImplementedError

    async def _wrong_code(self) -> None:
        self._wrong += 1
        _guesses.spend(self._address(), clock.now())
        self.fail("no_such_sitting")
        if self._wrong >= WRONG_CODES:
            await self.close(Close.MALFORMED)

    def check_guesses(self) -> None:
        """Raises Denied `slow_down` for an address that has typed too many wrong codes."""
        if _guesses.wait(self._address(), clock.now()):
            raise Denied("slow_down")

    def _address(self) -> str:
        client = self.scope.get("client") or ("",)
        return str(client[0])

    def fail(self, code: str, *, detail: str = "", retry_ms: int = 0, **about: Any) -> None:
        words = messages.text(code, self.lang)
        self.send(Error(code, words, detail=detail or UNSET, retry_ms=retry_ms or UNSET, **about))

    def send(self, frame: desk_frames.Outgoing) -> None:
        self.push(desk_frames.write(frame))

    def overspent(self) -> None:
        self.fail("slow_down", retry_ms=1_000)

    def _tick(self, tick: Ping | Echo, now: Millis) -> None:
        """The round trip by our own clock: the quickest seen, so that a spike earns no credit."""
        if isinstance(tick, Ping):
            self._pong_no, self._pong_at = self._pong_no + 1, now
            self.send(Pong(tick.c, now, self._pong_no))
        elif tick.n == self._pong_no and self._pong_at:
            seen = Millis(now - self._pong_at)
            self.round_trip = seen if self.round_trip is None else min(self.round_trip, seen)
            self._pong_at = Millis(0)

    def join(self, room: Room) -> None:
        """Hear what everybody hears, from now on."""
        self.leave()
        self.room = room
        hub.join(topic("all", room.row.id, text_lang(self.lang)), self)

    def leave(self) -> None:
        if self.room is not None:
            for kind in ("all", "screen", "host"):
                for lang in telling.LANGS:
                    hub.leave(topic(kind, self.room.row.id, lang), self)
            self.room = None

    def closed(self) -> None:
        self.leave()


class PhoneSocket(HallSocket):
    """A citizen in the hall."""

    ROLE = "phone"
    seat: HallSeat | None = None

    async def act(self, message: Any, received_at: Millis) -> None:
        if isinstance(message, Enter):
            await self._enter(message, received_at)
        elif isinstance(message, Answer) and self.room and self.seat:
            answering.submit(self.room, self.seat, message, received_at, self)

    async def _enter(self, wanted: Enter, now: Millis) -> None:
        self.check_guesses()
        self.lang = wanted.lang
        row = await threads.run(store.by_code, wanted.sitting)
        room = await rooms.opened(row)
        found = await threads.run(
            entrance.enter, room.row, room.plan, wanted.token, wanted.team, now
        )
        self.join(room)
        seat = self.seat = room.sit(found)
        seat.phones[self] = None
        if len(seat.phones) > SOCKETS_PER_ENTRANT:
            await next(iter(seat.phones)).close(Close.ELSEWHERE)
        self._entered(room, seat)
        room.came(seat)

    def _entered(self, room: Room, seat: HallSeat) -> None:
        lang = text_lang(self.lang)
        now = clock.now()
        self.send(
            Entered(
                protocol.VERSION,
                now,
                telling.hall_view(room.plan, room.row, room.teams, room.contest, lang),
                seat.name,
                telling.mine(room.row, room.tally, seat, room.teams),
                telling.stage(room.plan, room.row, room.tally, lang, now),
                telling.stored(room.paper, room.row, seat),
            )
        )

    def leave(self) -> None:
        room, seat = self.room, self.seat
        super().leave()
        if room is not None and seat is not None:
            seat.phones.pop(self, None)
            self.seat = None
            room.went(seat)


class ScreenSocket(HallSocket):
    """A big screen or an overlay: sees what the hall sees."""

    ROLE = "screen"

    async def act(self, message: Any, received_at: Millis) -> None:
        if not isinstance(message, Screen):
            return
        self.check_guesses()
        self.lang = message.lang
        row = await threads.run(store.by_screen, message.screen)
        room = await rooms.opened(row)
        self.join(room)
        hub.join(topic("screen", row.id, text_lang(self.lang)), self)
        view = telling.hall_view(
            room.plan, room.row, room.teams, room.contest, text_lang(self.lang)
        )
        self.send(Showing(protocol.VERSION, clock.now(), view, f"/h/{row.code}/", map=True))
        self.push(room.stage_frame(text_lang(self.lang)))
        await desk.welcome_screen(room, self)


class HostSocket(HallSocket):
    """A console (by its signed-in session) or a remote (by its token): of one sitting only."""

    ROLE = "host"
    NEEDS_ORIGIN = False
    who = ""

    async def act(self, message: Any, received_at: Millis) -> None:
        if isinstance(message, Host):
            await self._enter(message)
        elif isinstance(message, Do) and self.room:
            await self._do(self.room, message, received_at)

    async def _enter(self, wanted: Host) -> None:
        self.check_guesses()
        self.lang = wanted.lang
        row = await threads.run(store.by_code, wanted.sitting)
        self.who = await self._identified(row, wanted)
        room = await rooms.opened(row)
        self.join(room)
        hub.join(topic("host", row.id, text_lang(self.lang)), self)
        view = telling.hall_view(
            room.plan, room.row, room.teams, room.contest, text_lang(self.lang)
        )
        remote = bool(wanted.remote)
        screen = "" if remote else f"/stage/{row.screen_code}/"
        self.send(
            Hosting(
                protocol.VERSION, clock.now(), self.who, view, f"/h/{row.code}/", screen, remote
            )
        )
        self.push(room.stage_frame(text_lang(self.lang)))
        await desk.welcome_host(room, self)

    async def _identified(self, row: store.Row, wanted: Host) -> str:
        if wanted.remote:
            try:
                return entrance.host_by_remote(row, wanted.remote)
            except Denied:
                _guesses.spend(self._address(), clock.now())
                raise
        return await threads.run(entrance.host_by_session, row, dict(self.scope["headers"]))

    async def _do(self, room: Room, do: Do, now: Millis) -> None:
        try:
            version = await threads.run(host.give, room.row, do, self.who, now, room.plan)
        except Stale:
            await rooms.refresh(room)
            self.fail("stale", id=do.id, v=room.row.version)
            return
        except NotNow as refusal:
            self.fail(refusal.code, id=do.id)
            return
        await rooms.refresh(room)
        rooms.tell_others(room)
        self.send(Done(do.id, version))


def _give(room: Room, do: str, who: str) -> None:
    """What the clock or the autopilot wants; any process may be the quicker one."""
    background.spawn(_by_the_clock(room, do, who))


async def _by_the_clock(room: Room, do: str, who: str) -> None:
    pace = host.pace_of(room.plan)
    row = await threads.run(host.clock_command, room.row, do, who, clock.now(), pace)
    room.take(row)
    rooms.tell_others(room)


rooms.commands_by(_give)
