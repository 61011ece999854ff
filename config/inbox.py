"""What came in on a connection and is not read yet."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any


class Inbox:
    """For one reader. asyncio.Queue is for many: it keeps three queues for each connection (2 kB)
    and asks the kernel who we are for each message."""

    __slots__ = ("_loop", "_messages", "_reader", "_taker")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._messages: deque[Any] | None = None
        self._reader: asyncio.Future[Any] | None = None
        self._taker: Callable[[Any], Any] | None = None

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
        self._reader = self._loop.create_future()
        return await self._reader

    def qsize(self) -> int:
        return len(self._messages) if self._messages else 0

    def empty(self) -> bool:
        return not self._messages
