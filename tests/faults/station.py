"""A television station's program: hears the feed over a plain line and comes back by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from leaderboard.rules.frames import Board, Frame, PersonRow, apply

AGAIN_S = 0.1


class Station:
    """`board` is what it shows; `faults` are changes that did not follow from that."""

    def __init__(self, port: int, path: str, secret: str) -> None:
        self._port = port
        self._path = path
        self._secret = secret
        self._task: asyncio.Task[None] | None = None
        self.mark = ""
        self.board: Board[PersonRow] | None = None
        self.faults: list[str] = []
        self.kinds: list[str] = []
        self.lines = 0

    def enter(self) -> None:
        self._task = asyncio.create_task(self._for_ever())

    async def leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _for_ever(self) -> None:
        while True:
            with suppress(OSError, EOFError, ValueError):
                await self._line()
            await asyncio.sleep(AGAIN_S)

    async def _line(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            last = f"Last-Event-ID: {self.mark}\r\n" if self.mark else ""
            writer.write(
                f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{last}"
                f"Authorization: Bearer {self._secret}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n")[0]:
                return
            self.lines += 1
            await self._events(_chunks(reader))
        finally:
            writer.close()

    async def _events(self, chunks: AsyncIterator[bytes]) -> None:
        rest = b""
        async for chunk in chunks:
            *blocks, rest = (rest + chunk).split(b"\n\n")
            for block in blocks:
                self._take(dict(line.split(b": ", 1) for line in block.splitlines()))

    def _take(self, event: dict[bytes, bytes]) -> None:
        kind = event.get(b"event", b"").decode()
        if kind not in ("board", "frame"):
            return
        self.kinds.append(kind)
        self._apply(kind, json.loads(event[b"data"]))
        self.mark = event[b"id"].decode()

    def _apply(self, kind: str, one: dict[str, Any]) -> None:
        if kind == "board":
            rows = tuple(PersonRow(**row) for row in one["rows"])
            self.board = Board(one["v"], one["people"], one["attempts"], one["mean_x100"], rows)
        elif self.board is None or self.board.v != one["from"]:
            self.faults.append(f"a change from {one['from']} came to {self.board}")
        else:
            put = tuple((n, PersonRow(**row)) for n, row in one["rows"])
            head = (one["people"], one["attempts"], one["mean_x100"], tuple(one["gone"]))
            self.board = apply(Frame(one["from"], one["v"], *head, put), self.board)


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int(await reader.readline(), 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
