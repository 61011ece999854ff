"""Topics of one process: who listens to what, and one write per listener for each frame."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from quiz.sockets import Socket
from quiz.wire import text_frame

# How often a slow reader's newest waiting frame is tried again. Odd, so that timers never line up.
RETRY_MS = 97
NOBODYS: Mapping[Any, bytes] = MappingProxyType({})


class Hub:
    """Encodes nothing and waits for nobody: bytes in, one write per socket."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, dict[Socket, None]] = defaultdict(dict)
        self._retry: asyncio.TimerHandle | None = None
        self._behind: set[Socket] = set()

    def join(self, topic: str, socket: Socket) -> None:
        self._topics[topic][socket] = None

    def leave(self, topic: str, socket: Socket) -> None:
        listeners = self._topics.get(topic)
        if listeners is not None:
            listeners.pop(socket, None)
            if not listeners:
                del self._topics[topic]

    def topics(self) -> Collection[str]:
        """Topics that somebody listens to."""
        return self._topics.keys()

    def listeners(self, topic: str) -> list[Socket]:
        """Who listens to a topic now."""
        return list(self._topics.get(topic, ()))

    def count(self, topic: str) -> int:
        return len(self._topics.get(topic, ()))

    def broadcast(
        self,
        topic: str,
        data: bytes,
        *,
        kind: str | None = None,
        own: Mapping[Any, bytes] = NOBODYS,
    ) -> int:
        """Write `data` to every listener and return how many there are; after it, those in `own`
        get a frame (encoded) of their own.

        With `kind`, a phone that is still busy with earlier bytes gets only the newest
        frame of that kind, later; without, a phone more than a full buffer behind is
        closed to come back afresh.
        """
        frame = text_frame(data)
        listeners = self._topics.get(topic, {})
        for socket in listeners:
            if not socket.write(frame, kind, own.get(socket, b"")):
                self._behind.add(socket)
        if self._behind and self._retry is None:
            self._retry = asyncio.get_running_loop().call_later(RETRY_MS / 1000, self._again)
        return len(listeners)

    def forget(self) -> None:
        """Let go of everybody (the end of a test and of its event loop)."""
        self._topics.clear()
        self._behind.clear()
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    def _again(self) -> None:
        self._retry = None
        self._behind = {socket for socket in self._behind if not socket.flush()}
        if self._behind:
            self._retry = asyncio.get_running_loop().call_later(RETRY_MS / 1000, self._again)


hub = Hub()
