"""What came in on a connection and is not read yet."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

# What may wait for its reader, who takes all he gets at once unless the database keeps him; more is
# a client's flood.
MOST_WAITING = 64


class Source(Protocol):
    """The line that an inbox is filled from."""

    def hold(self) -> None:
        """Read no more from the network."""

    def go_on(self) -> None:
        """Read again."""


class Inbox:
    """For one reader. asyncio.Queue is for many: it keeps three queues for each connection (2 kB)
    and asks the kernel who we are for each message."""

    __slots__ = ("_held", "_loop", "_messages", "_reader", "_taker")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._messages: deque[Any] | None = None
        self._reader: asyncio.Future[Any] | None = None
        self._taker: Callable[[Any], Any] | None = None
        self._held: Source | None = None

    def bound(self, source: Source) -> None:
        """Hold the source while more than MOST_WAITING messages of it wait, until all are read."""
        if self._held is None and self.qsize() > MOST_WAITING:
            self._held = source
            source.hold()

    def take_by(self, taker: Callable[[Any], Any] | None) -> None:
        """From now on have `taker` do at once what a message asks for while its reader waits. It
        returns what the reader has yet to be told, or None. With None the reader is told all."""
        self._taker = taker

    def put_nowait(self, message: Any) -> None:
        reader = self._reader
        if reader is None or reader.done():
            self._keep(message)
            return
        if self._taker is not None:
            message = self._taker(message)
        if message is not None:
            self._reader = None
            reader.set_result(message)

    def _keep(self, message: Any) -> None:
        if self._messages is None:
            self._messages = deque()
        self._messages.append(message)

    async def get(self) -> Any:
        """The next message; the reader waits for it."""
        if self._messages:
            return self._messages.popleft()
        self._messages = None
        if self._held is not None:
            source, self._held = self._held, None
            source.go_on()
        self._reader = self._loop.create_future()
        return await self._reader

    def qsize(self) -> int:
        return len(self._messages) if self._messages else 0

    def empty(self) -> bool:
        return not self._messages
