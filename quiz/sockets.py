"""The base of every websocket: one plain receive loop, rate credits, close codes, slow readers.

Channels' own consumers visit a thread before every event (about 190 us); none here touches the ORM,
so none needs to (docs/decisions/0004-no-thread-visit.md).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Coroutine, MutableMapping
from typing import Any, ClassVar

from quiz import background, clock, origins, wire
from quiz.protocol import MAX_FRAME_BYTES, Close
from quiz.rules.units import Millis

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
App = Callable[[Scope, Receive, wire.Send], Awaitable[None]]
# What has to be waited for before the next frame is heard; None when all is done.
Rest = Awaitable[None] | None

# Under this name a scope's extensions hold the connection's inbox (config/inbox.py).
INBOX = "quiz.inbox"

# A phone that has this much unread is not reading: newest frames wait, and receipts close it.
FULL_BACKLOG_BYTES = 65_536
# A live phone answers a close within its round trip; a mute one is not waited for longer.
GOODBYE_S = 1.0
GOODBYE_TRIES = 50
_open_sockets: set["Socket"] = set()


class Socket:
    """One connection. Subclasses say what an opening, a text frame and a closing mean.

    `CREDITS` frames may come at once and `REFILL_MS` buys one more; a frame without credit is
    answered by `slow_down` (see `overspent`) and the next twenty such close the socket.
    `token_hash` is of the token by which a contestant came in; empty = by none yet.
    """

    CREDITS: ClassVar[int] = 60
    REFILL_MS: ClassVar[int] = 100
    NEEDS_ORIGIN: ClassVar[bool] = False

    def __init__(self, scope: Scope, receive: Receive, send: wire.Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._writer: wire.Writer | None = None
        self._waiting: dict[str, bytes] = {}
        self._credits = self.CREDITS * self.REFILL_MS
        self._spent_at = Millis(0)
        self._over = 0
        self.token_hash = ""

    @classmethod
    def as_asgi(cls) -> App:
        async def app(scope: Scope, receive: Receive, send: wire.Send) -> None:
            await cls(scope, receive, send).run()

        return app

    async def run(self) -> None:
        """Serve the connection to its end."""
        await self._receive()
        if not origins.allowed(self.scope, needed=self.NEEDS_ORIGIN):
            await self._send({"type": "websocket.close"})
            return
        await self._send({"type": "websocket.accept"})
        self._writer = wire.writer_for(self._send)
        _open_sockets.add(self)
        try:
            await self.opened()
            self._take_by(self._at_once)
            await self._loop()
        finally:
            self._take_by(None)
            _open_sockets.discard(self)
            self._writer = None
            self.closed()

    def _take_by(self, taker: Callable[[Event], Event | None] | None) -> None:
        if inbox := self.scope.get("extensions", {}).get(INBOX):
            inbox.take_by(taker)

    async def _loop(self) -> None:
        while True:
            event = await self._receive()
            if event["type"] != "websocket.receive":
                return
            rest = event.get("rest") or self._heard(event)
            if rest is not None:
                await rest

    def _at_once(self, event: Event) -> Event | None:
        """Hear a frame the moment it is read: waking our loop costs an answer a fifth of its time.
        What has to be waited for is left to the loop, and the frames after it wait for that."""
        if event["type"] != "websocket.receive":
            return event
        try:
            rest = self._heard(event)
        except Exception as error:  # noqa: BLE001 (it ends the loop, as everywhere)
            rest = _raised(error)
        return None if rest is None else {"type": event["type"], "rest": rest}

    def _heard(self, event: Event) -> Rest:
        received_at = clock.now()  # first: our own work must not cost the contestant time
        text = event.get("text")
        if text is None:
            return self.close(1003)
        if len(text) > MAX_FRAME_BYTES:
            return self.close(1009)
        if self._spend(received_at):
            return self.received(text, received_at)
        return self._refuse()

    def _spend(self, moment: Millis) -> bool:
        # Comparisons: min and max take three times as long, and every frame passes here.
        full, left = self.CREDITS * self.REFILL_MS, self._credits + moment - self._spent_at
        left = left if left < full else full
        self._spent_at = moment
        if left < self.REFILL_MS:
            self._credits = left
            return False
        self._credits = left - self.REFILL_MS
        if self._over:
            self._over -= 1
        return True

    async def _refuse(self) -> None:
        self._over += 1
        if self._over > 20:
            await self.close(Close.MALFORMED)
        elif self._over == 1:
            self.overspent()

    async def opened(self) -> None:
        """The handshake is done."""

    def received(self, text: str, received_at: Millis) -> Rest:
        """One text frame, within its credit."""
        raise NotImplementedError

    def overspent(self) -> None:
        """The first frame without credit came; say so."""

    def closed(self) -> None:
        """The connection is gone, whoever ended it. Called once."""

    def close(self, code: int) -> Coroutine[Any, Any, None]:
        """End the connection with `code`, once; the receive loop ends when the server says so.

        Nothing is written any more from this call on. It raises nothing when awaited, whatever has
        become of the line: whoever closes many closes them all.
        """
        writer, self._writer = self._writer, None
        return self._end(writer, code)

    async def _end(self, writer: wire.Writer | None, code: int) -> None:
        if writer is None:
            return
        with contextlib.suppress(RuntimeError, OSError):  # the other side was quicker
            if isinstance(writer, wire.TwistedWriter):
                writer.close(code)
                return
            if isinstance(writer, wire.SendWriter):
                await writer.drain()
            await self._send({"type": "websocket.close", "code": code})

    def push(self, data: bytes) -> None:
        """Write one frame that must arrive; a phone a full buffer behind is closed to come back."""
        self.write(wire.text_frame(data), None)

    def write(self, frame: bytes, kind: str | None, own: bytes = b"") -> bool:
        """Write an encoded frame now; False when the phone is slow and the frame waits (`kind`).

        `own` is one more frame that must arrive; written together they cost one call to the kernel.
        """
        if self._writer is None:
            return True
        behind = self._writer.backlog()
        if own and (behind or not self._writer.JOINS):
            return self.write(frame, kind) & self.write(own, None)
        if kind is not None and behind:
            self._waiting[kind] = frame
            return False
        if kind is not None:
            self._waiting.pop(kind, None)  # older than this one
        if behind > FULL_BACKLOG_BYTES:
            background.spawn(self.close(Close.SLOW_READER))
            return True
        if wire.gathering.frames is None:
            self._writer.write(frame + own)
        else:
            wire.gathering.frames.append((self._writer, frame + own))
        return True

    def flush(self) -> bool:
        """Write what waits if the phone has caught up; True when nothing waits any more."""
        if self._writer is None:
            self._waiting.clear()
        elif self._waiting and not self._writer.backlog():
            for frame in self._waiting.values():  # one by one: not every writer takes raw bytes
                self._writer.write(frame)
            self._waiting.clear()
        return not self._waiting


async def _raised(error: Exception) -> None:
    raise error


def open_count() -> int:
    """Sockets that are open in this process."""
    return len(_open_sockets)


async def release(given_up: Collection[str]) -> None:
    """Close the sockets of this process that came in by one of these tokens (hashes)."""
    for socket in [one for one in _open_sockets if one.token_hash in given_up]:
        await socket.close(Close.MOVED)


async def close_every(code: int) -> None:
    """Close all sockets of this process (a graceful stop); wait a moment for their goodbyes.

    A process that ends at once takes the close frames with it that the kernel does not have yet.
    """
    closing = [background.spawn(socket.close(code)) for socket in _open_sockets]
    if closing:  # one that fails is logged
        await asyncio.wait(closing, timeout=GOODBYE_S)
    for _ in range(GOODBYE_TRIES):
        if not _open_sockets:
            return
        await asyncio.sleep(GOODBYE_S / GOODBYE_TRIES)
