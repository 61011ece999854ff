"""Writing a text frame straight to a server's transport.

`await send(...)` costs 1.5 times a write and may wait for one slow phone; a broadcast must do
neither. Server frames carry no mask, so the same bytes serve every socket.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar, Protocol

log = logging.getLogger(__name__)
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def text_frame(data: bytes) -> bytes:
    """`data` (UTF-8) as one unmasked, unfragmented websocket text frame (RFC 6455, section 5.2)."""
    size = len(data)
    if size < 126:
        return bytes((0x81, size)) + data
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + data
    return b"\x81\x7f" + size.to_bytes(8, "big") + data


class Writer(Protocol):
    """Writes frames to one phone without waiting; `backlog`: bytes it has not taken yet. Where
    `JOINS`, several frames may be written as one piece."""

    JOINS: ClassVar[bool]

    def write(self, frame: bytes) -> None: ...

    def backlog(self) -> int: ...


class AsyncioWriter:
    """uvicorn: the protocol's transport writes at once what the kernel takes."""

    JOINS: ClassVar[bool] = True
    __slots__ = ("_transport", "backlog", "write")

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self.write = transport.write
        self.backlog = transport.get_write_buffer_size


class TwistedWriter:
    """daphne: tries the kernel first, since Twisted's own write costs a turn of the reactor."""

    JOINS: ClassVar[bool] = True
    __slots__ = ("_protocol", "_send", "_transport")

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._send = protocol.transport.getHandle().send

    def write(self, frame: bytes) -> None:
        if self._protocol.state != self._protocol.STATE_OPEN:
            return
        sent = 0
        if not self.backlog():
            with contextlib.suppress(OSError):
                sent = self._send(frame)
        if sent < len(frame):
            self._transport.write(frame[sent:])

    def close(self, code: int) -> None:
        """Say goodbye by any code; by `send`, autobahn refuses 1003, 1008, 1009 and 1012."""
        self._protocol.sendCloseFrame(code=code)

    def backlog(self) -> int:
        transport = self._transport
        return len(transport.dataBuffer) - int(transport.offset) + int(transport._tempDataLen)  # noqa: SLF001


class SendWriter:
    """Any other ASGI server (and the test communicator): frames go out in order by `send`."""

    JOINS: ClassVar[bool] = False

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._pump: asyncio.Task[None] | None = None

    def write(self, frame: bytes) -> None:
        self._waiting.append(frame)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.ensure_future(self._run())

    def backlog(self) -> int:
        return sum(map(len, self._waiting))

    async def drain(self) -> None:
        """Wait until all is handed over: a close must not overtake what was written before it."""
        if self._pump is not None:
            await self._pump

    async def _run(self) -> None:
        while self._waiting:
            frame = self._waiting[0]
            start = {126: 4, 127: 10}.get(frame[1], 2)
            await self._send({"type": "websocket.send", "text": frame[start:].decode()})
            self._waiting.popleft()


class Gathering:
    """While inside, frames are made; at the end they are written, one after the other. A call to
    the kernel after each of them had the next one begin with cold caches (a fifth of its time)."""

    frames: list[tuple[Writer, bytes]] | None = None

    def __enter__(self) -> None:
        self.frames = []

    def __exit__(self, *_error: object) -> None:
        frames, self.frames = self.frames or [], None
        for writer, frame in frames:
            try:
                writer.write(frame)
            except Exception:  # one broken line must not cost its neighbours their frames
                log.exception("a frame could not be written")


gathering = Gathering()


def writer_for(send: Send) -> Writer:
    """The fastest writer for the server that handed us `send`, once the socket is accepted."""
    protocol: Any = getattr(send, "__self__", None)
    if hasattr(protocol, "conn") and hasattr(protocol, "transport"):
        return AsyncioWriter(protocol.transport)
    args = getattr(send, "args", ())
    if args and hasattr(args[0], "STATE_OPEN") and hasattr(args[0].transport, "dataBuffer"):
        return TwistedWriter(args[0])
    return SendWriter(send)
