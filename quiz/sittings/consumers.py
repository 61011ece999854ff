"""Websocket edges of a sitting: phones, hosts, screens."""

from typing import Any

from quiz import background, clock, protocol, seats, threads
from quiz.hub import hub
from quiz.protocol import Close
from quiz.rules.hosting import NotNow
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import (
    admitting,
    answering,
    desk,
    entrance,
    host,
    rehearsal,
    rooms,
    store,
    telling,
)
from quiz.sittings.desk_frames import Done, Hosting, Showing
from quiz.sittings.frames import Entered
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.hall_socket import HallSocket
from quiz.sittings.protocol import Answer, Do, Enter, Host, Screen
from quiz.sittings.room import Room, topic
from quiz.sittings.store import Stale
from quiz.sittings.telling import text_lang
from quiz.sockets import Rest

# A family may share a link, a bot farm may not.
SOCKETS_PER_ENTRANT = 3
# Of a process that does not say where it listens.
LISTENS = ("127.0.0.1", 8000)


class PhoneSocket(HallSocket):
    """A citizen in the hall."""

    ROLE = "phone"
    seat: HallSeat | None = None

    def act(self, message: Any, received_at: Millis) -> Rest:
        if isinstance(message, Enter):
            return self._enter(message, received_at)
        if isinstance(message, Answer) and self.room and self.seat:
            answering.submit(self.room, self.seat, message, received_at, self)
        return None

    async def _enter(self, wanted: Enter, now: Millis) -> None:
        self.check_guesses()
        self.lang = wanted.lang
        room, found = await admitting.enter(wanted.sitting, wanted.token, wanted.team, now)
        self.token_hash = seats.token_hash(wanted.token)
        self.join(room)
        seat = self.seat = room.sit(found, self)
        if len(seat.phones) > SOCKETS_PER_ENTRANT:
            await next(iter(seat.phones)).close(Close.ELSEWHERE)
        self._entered(room, seat)

    def _entered(self, room: Room, seat: HallSeat) -> None:
        lang = text_lang(self.lang)
        now = clock.now()
        self.send(
            Entered(
                protocol.VERSION,
                now,
                telling.hall_view(room.plan, room.row, room.teams, room.contest, lang),
                seat.name,
                seat.attempt,
                telling.mine(room.row, room.tally, seat, room.teams),
                room.stage(lang),
                telling.stored(room.paper, room.row, seat),
            )
        )

    def leave(self) -> None:
        room, seat = self.room, self.seat
        super().leave()
        if room is not None and seat is not None:
            self.seat = None
            room.leave(seat, self)


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
        hub.join(topic("screen", row.id, self.lang), self)
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
    remote = ""

    async def act(self, message: Any, received_at: Millis) -> None:
        if isinstance(message, Host):
            await self._enter(message)
        elif isinstance(message, Do) and self.room:
            await self._do(self.room, message, received_at)

    async def _enter(self, wanted: Host) -> None:
        self.check_guesses()
        self.lang = wanted.lang
        row = await threads.run(store.by_code, wanted.sitting)
        self.who, self.remote = await self._identified(row, wanted.remote), wanted.remote
        room = await rooms.opened(row)
        self.join(room)
        hub.join(topic("host", row.id, self.lang), self)
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

    @property
    def cookies(self) -> bytes:
        """Those of the handshake: the session's is among them."""
        sent: bytes = dict(self.scope["headers"]).get(b"cookie", b"")
        return sent

    async def _identified(self, row: store.Row, remote: str) -> str:
        if remote:
            try:
                return await threads.run(entrance.host_by_remote, row, remote)
            except Denied:
                self.guessed()
                raise
        return await threads.run(entrance.host_by_session, self.cookies, row.region)

    async def _do(self, room: Room, do: Do, now: Millis) -> None:
        try:
            version = await self._given(room, do, now)
        except Stale:
            await rooms.refresh(room)
            self.fail("stale", id=do.id, v=room.row.version)
            return
        except NotNow as refusal:
            self.fail(refusal.code, id=do.id)
            return
        rooms.tell_others(room, version)
        # Whoever hears that it is done has been shown what it did.
        await rooms.refresh(room, told=True)
        self.send(Done(do.id, version))

    async def dismiss(self, room: Room) -> None:
        """Say goodbye to a remote whose token is not the sitting's any more."""
        if self.remote and host.hashed(self.remote) != room.row.remote_hash:
            self.fail("forbidden")
            await self.close(Close.NO_TOKEN)

    async def let_go(self) -> None:
        """Say nothing more here, nor what waits for a slow line; whoever has signed in anew
        meanwhile comes back at once."""
        self.leave()
        self._waiting.clear()
        await self.close(Close.RESTART)

    async def _given(self, room: Room, do: Do, now: Millis) -> int:
        await self._still_host(room)
        if do.do == "bots":
            await rehearsal.bring_bots(room.row, do.number or 0, self._own_address())
            return room.row.version
        if do.do == "clear":
            return await rehearsal.clear_once(room.row.id, do, self.who, now)
        return await threads.run(host.give, room.row, do, self.who, now, room.plan)

    async def _still_host(self, room: Room) -> None:
        """Rights may have been taken since the console was opened. Raises NotNow `forbidden`."""
        try:
            row = await threads.run(store.by_id, room.row.id)
            await self._identified(row, self.remote)
        except Denied as denied:
            raise NotNow(denied.code) from None

    def _own_address(self) -> str:
        """Where this very process listens: the site's address may lead nowhere from here."""
        host, port = self.scope.get("server") or LISTENS
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _give(room: Room, do: str, who: str) -> None:
    """What the clock or the autopilot wants; any process may be the quicker one."""
    background.spawn(_by_the_clock(room, do, who))


async def _by_the_clock(room: Room, do: str, who: str) -> None:
    pace = host.pace_of(room.plan)
    row = await threads.run(host.clock_command, room.row, do, who, clock.now(), pace)
    room.take(row)
    rooms.tell_others(room)


def _dismiss(room: Room) -> None:
    """Old remotes hear nothing more: what a host is told holds the keys."""
    for lang in telling.PAGES:
        for socket in hub.listeners(topic("host", room.row.id, lang)):
            if isinstance(socket, HostSocket):
                background.spawn(socket.dismiss(room))


rooms.commands_by(_give)
rooms.each_turn(_dismiss)
