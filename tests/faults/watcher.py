"""A page that watches one board by its socket, and takes notes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.servers import WebServer


@dataclass
class Watcher:
    """`frames`: every frame of `board`, as it came."""

    board: str
    frames: list[dict[str, Any]] = field(default_factory=list)

    @property
    def versions(self) -> list[int]:
        return [frame["v"] for frame in self.frames]

    @property
    def late(self) -> bool:
        """Whether the page says now that results may be missing."""
        return bool(self.frames and self.frames[-1]["late"])

    async def listen(self, line: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            await self._ask(line)
            while True:
                frame = msgspec.json.decode(await line.recv())
                if frame["t"] == "error":  # nothing can be shown yet
                    await asyncio.sleep(frame["retry_ms"] / 1_000)
                    await self._ask(line)
                else:
                    self.frames.append(frame)

    async def _ask(self, line: ClientConnection) -> None:
        await line.send(msgspec.json.encode({"t": "watch", "board": self.board}).decode())


@contextlib.asynccontextmanager
async def watching(web: WebServer, board: str) -> AsyncIterator[Watcher]:
    """While inside, the board is watched."""
    address = f"{web.url.replace('http', 'ws', 1)}/ws/boards/"
    async with connect(address, origin="http://127.0.0.1", compression=None) as line:  # type: ignore[arg-type]
        watcher = Watcher(board)
        listening = asyncio.create_task(watcher.listen(line))
        yield watcher
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
