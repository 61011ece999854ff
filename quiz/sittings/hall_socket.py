"""What the websockets of a sitting have in common: one table says who may say what
(quiz.sittings.protocol.SAYS), asked before anything else."""

import logging
from collections.abc import Awaitable
from typing import Any, ClassVar

from django.db import Error as DatabaseError
from msgspec import UNSET

from quiz import clock, messages, plan
from quiz.admission import Allowance, address_of
from quiz.hub import hub
from quiz.protocol import SHUT_OUT, Close, Echo, Malformed, Ping, Pong
from quiz.rules.formats import BadFormat
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import desk_frames, telling
from quiz.sittings.frames import Error
from quiz.sittings.protocol import SAYS, parse
from quiz.sittings.room import Room, topic
from quiz.sittings.store import NoSitting
from quiz.sittings.telling import text_lang
from quiz.sockets import Rest, Socket

log = logging.getLogger(__name__)
# Whoever guesses codes is slowed by address, and each line may be wrong a few times only.
WRONG_CODES = 5
_guesses = Allowance(burst=300, per_minute=300)


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

    def received(self, text: str, received_at: Millis) -> Rest:
        message = parse(text)
        if isinstance(message, Malformed):
            self.fail(message.code, detail=message.reason)
        elif isinstance(message, Ping | Echo):
            self._tick(message, received_at)
        elif message.__struct_config__.tag not in self._allowed():
            self.fail("not_yours" if self.room else "not_entered")
        elif rest := self.act(message, received_at):
            return self._try(rest)
        return None

    def _allowed(self) -> frozenset[str]:
        """What may be said: as anonymous only the opening of one's own role."""
        if self.room is not None:
            return SAYS[self.ROLE]
        return SAYS["anonymous"] & SAYS[self.ROLE]

    async def _try(self, rest: Awaitable[None]) -> None:
        try:
            await rest
        except NoSitting:
            await self._wrong_code()
        except Denied as denied:
            self.fail(denied.code)
            if code := SHUT_OUT.get(denied.code):
                await self.close(code)
        except (plan.Unprepared, BadFormat):
            self.fail("not_prepared")
        except DatabaseError:
            log.exception("the database did not answer")
            self.fail("unavailable", retry_ms=2_000)

    def act(self, message: Any, received_at: Millis) -> Rest:
        """Do what somebody may say; what needs the database is waited for."""
        raise NotImplementedError

    def guessed(self) -> None:
        """A code or a token was wrong."""
        _guesses.spend(address_of(self.scope), clock.now())

    async def _wrong_code(self) -> None:
        self._wrong += 1
        self.guessed()
        self.fail("no_such_sitting")
        if self._wrong >= WRONG_CODES:
            await self.close(Close.MALFORMED)

    def check_guesses(self) -> None:
        """Raises Denied `slow_down` for an address that has typed too many wrong codes."""
        if _guesses.wait(address_of(self.scope), clock.now()):
            raise Denied("slow_down")

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
            heard = [("all", lang) for lang in telling.LANGS]
            heard += [(kind, lang) for kind in ("screen", "host") for lang in telling.PAGES]
            for kind, lang in heard:
                hub.leave(topic(kind, self.room.row.id, lang), self)
            self.room = None

    def closed(self) -> None:
        self.leave()
