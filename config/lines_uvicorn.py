"""uvicorn's connections, with the ends that it leaves loose tied."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from config.inbox import Inbox
from quiz.sockets import FULL_BACKLOG_BYTES, GOODBYE_S, INBOX

# The head of a first request must be whole by then, however it drips.
HEAD_S = 10.0


class UvicornDoor(H11Protocol):
    """A connection before it is a websocket, or that never becomes one."""

    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._hurry = self.loop.call_later(HEAD_S, self._too_slow)

    def _too_slow(self) -> None:
        if self.cycle is None:
            self.transport.close()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._calm()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _calm(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


class UvicornLine(WebSocketsSansIOProtocol):
    """One connection."""

    # uvicorn stops reading after each frame and goes on once it is taken: two calls to the kernel
    # per answer. It never does while it believes that it has stopped already; we stop at a flood.
    read_paused = property(lambda _self: True, lambda _self, _paused: None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: Any = Inbox()

    def data_received(self, data: bytes) -> None:
        """Also answer a handshake that cannot be read (a header that is too long: 431).

        uvicorn leaves the answer unsent and the line open for ever.
        """
        super().data_received(data)
        self.queue.bound(self)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.handshake_complete:  # it was not refused
            self.scope["extensions"][INBOX] = self.queue

    async def send(self, message: Any) -> None:
        """Say goodbye behind what is unread; uvicorn first waits until it is read."""
        if message["type"] != "websocket.close":
            await super().send(message)
            return
        self.writable.set()
        await super().send(message)
        self._cut_soon()

    def shutdown(self) -> None:
        super().shutdown()
        self._cut_soon()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._cut_soon()

    def _cut_soon(self) -> None:
        """What a phone has not read a moment after the goodbye it will not read: a line that is
        closed stays until it is."""
        if self.transport.get_write_buffer_size():
            self.loop.call_later(GOODBYE_S, self.transport.abort)

    async def receive(self) -> Any:
        return await self.queue.get()

    def hold(self) -> None:
        """Read no more from the network."""
        self.transport.pause_reading()

    def go_on(self) -> None:
        """Read again."""
        self.transport.resume_reading()

    def handle_ping(self) -> None:
        """Who sends pings and reads no pongs would fill our memory as fast as he can send."""
        if self.transport.get_write_buffer_size() > FULL_BACKLOG_BYTES:
            self.transport.abort()
        else:
            super().handle_ping()
