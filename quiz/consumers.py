"""Websocket edges of the quiz. No rules here: parse, ask `quiz.play`, send what comes back."""

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import ParamSpec, TypeVar

from django.db import Error as DatabaseError

from quiz import ends, frames, play, protocol, seats
from quiz.admission import address_of
from quiz.lanes import lanes
from quiz.protocol import SHUT_OUT, Close
from quiz.rules.units import Millis
from quiz.seat import Seat
from quiz.seats import Denied, Entrance, Found
from quiz.sockets import Receive, Rest, Scope, Socket
from quiz.wire import Send

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)
# A family may share a link, a bot farm may not: the newest stay, the oldest is told why it goes.
SOCKETS_PER_CONTESTANT = 3
_by_contestant: dict[int, list["PlaySocket"]] = {}


class PlaySocket(Socket):
    """One phone, speaking docs/protocol.md version 1."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        # Not defaults of the class: behind those Python looks up an object's own each time anew.
        self.lang = "zh-hans"
        self.round_trip: Millis | None = None
        self.entrance: Entrance | None = None
        self.seat: Seat | None = None
        self._pong_no = 0
        self._pong_at = Millis(0)

    def received(self, text: str, received_at: Millis) -> Rest:
        match protocol.parse(text):
            case protocol.Answer() as answer:
                if seat := self._seat(answer):
                    play.submit(seat, answer, received_at, self)
            case protocol.Next() as wanted:
                if seat := self._seat(wanted):
                    play.ask(seat, wanted, received_at, self)
            case protocol.Hello() | protocol.Open() as wanted:
                return self._enter(wanted, received_at)
            case protocol.Ping() | protocol.Echo() as tick:
                self._tick(tick, received_at)
            case protocol.Malformed(reason, code):
                self.send(frames.error(code, self, detail=reason))
        return None

    def send(self, frame: protocol.Outgoing) -> None:
        self.push(protocol.write(frame))

    def refresh(self) -> None:
        if self.seat is not None:
            self.send(frames.opened(self.seat, self))

    def hear_end(self) -> None:
        """Tell the phone that its round ends otherwise than it was told, unless it reads the key of
        the last question: its next one will say so."""
        if self.entrance is None:
            return
        plan = ends.known.newest(self.entrance.plan)
        if plan is self.entrance.plan:
            return
        self.entrance = replace(self.entrance, plan=plan)
        reads = self.seat is not None and self.seat.closed is None and self.seat.window() is None
        if not reads:
            self._welcome()

    def overspent(self) -> None:
        self.send(frames.error("slow_down", self, retry_ms=1_000))

    def closed(self) -> None:
        self._leave()
        self._depart()

    def _seat(self, about: protocol.Answer | protocol.Next) -> Seat | None:
        """The seat a message is about, or None after saying what is wrong."""
        if self.entrance is None:
            self.send(frames.error("not_joined", self, about))
        elif self.seat is None or self.seat.attempt != about.attempt:
            self.send(frames.error("no_attempt", self, about))
        else:
            return self.seat
        return None

    def _tick(self, tick: protocol.Ping | protocol.Echo, now: Millis) -> None:
        """The round trip by our own clock: the quickest seen, so that a spike earns no credit."""
        if isinstance(tick, protocol.Ping):
            self._pong_no, self._pong_at = self._pong_no + 1, now
            self.send(protocol.Pong(tick.c, now, self._pong_no))
        elif tick.n == self._pong_no and self._pong_at:
            seen = Millis(now - self._pong_at)
            self.round_trip = seen if self.round_trip is None else min(self.round_trip, seen)
            self._pong_at = Millis(0)

    async def _enter(self, wanted: protocol.Hello | protocol.Open, now: Millis) -> None:
        """Do what needs the database; say so when it may not be or cannot be done."""
        try:
            if isinstance(wanted, protocol.Hello):
                await self._hello(wanted, now)
            else:
                await self._open(wanted, now)
        except Denied as denied:
            self.send(frames.error(denied.code, self))
            if code := SHUT_OUT.get(denied.code):
                await self.close(code)
        except DatabaseError:
            log.exception("the database did not answer")
            self.send(frames.error("unavailable", self, retry_ms=2_000))

    async def _turn(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await lanes.run(address_of(self.scope), fn, *args, **kwargs)

    async def _hello(self, hello: protocol.Hello, now: Millis) -> None:
        self.lang = hello.lang
        entrance = await self._turn(seats.enter, hello.token, hello.round)
        self.token_hash = seats.token_hash(hello.token)
        await self._admit(entrance)
        if entrance.last is not None:
            seat = self._sit(entrance.last, entrance)
            self.entrance = replace(entrance, last=None)  # the seat holds it now
            play.settle(seat, now, self, self._welcome)
        else:
            self._leave()
            self._welcome()

    def _welcome(self) -> None:
        if self.entrance is not None:
            self.send(frames.welcome(self.entrance, self.seat, self))

    async def _open(self, wanted: protocol.Open, now: Millis) -> None:
        if self.entrance is None:
            self.send(frames.error("not_joined", self))
            return
        entrance, found = await self._turn(seats.open_attempt, self.entrance, wanted.try_no, now)
        self.entrance = entrance
        seat = self._sit(found, entrance)
        play.settle(seat, now, self, self.refresh)

    async def _admit(self, entrance: Entrance) -> None:
        self._depart()
        self.entrance = entrance
        mine = _by_contestant.setdefault(entrance.player.contestant, [])
        mine.append(self)
        if len(mine) > SOCKETS_PER_CONTESTANT:
            await mine.pop(0).close(Close.ELSEWHERE)

    def _depart(self) -> None:
        if self.entrance is None:
            return
        contestant = self.entrance.player.contestant
        mine = _by_contestant.get(contestant, [])
        if self in mine:
            mine.remove(self)
        if not mine:
            _by_contestant.pop(contestant, None)

    def _sit(self, found: Found, entrance: Entrance) -> Seat:
        self._leave()
        self.seat = seats.sit(found, entrance)
        self.seat.phones.add(self)
        return self.seat

    def _leave(self) -> None:
        if self.seat is not None:
            self.seat.phones.discard(self)
            self.seat = None


def at(rounds: Collection[int]) -> list[PlaySocket]:
    """The phones of this process that are at one of these rounds."""
    every = [one for theirs in _by_contestant.values() for one in theirs]
    return [one for one in every if one.entrance and one.entrance.plan.round in rounds]


async def dismiss(contestant: int) -> None:
    """Close the sockets of somebody whose data is gone."""
    for socket in list(_by_contestant.get(contestant, ())):
        if socket.seat is not None:
            socket.seat.player = replace(socket.seat.player, nickname="")
        await socket.close(Close.NO_TOKEN)
