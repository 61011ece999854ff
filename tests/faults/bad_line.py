"""A line of the kind that villages have, between phones and a server: every piece waits, some are
sent again, and now and then all is cut in the middle of a piece."""

import asyncio
import contextlib
from random import Random
from typing import Self

DELAY_S = 0.12
# A piece that was lost comes after TCP has noticed.
LOST, AGAIN_S = 0.03, 0.25
CUT = 0.004


class BadLine:
    """A proxy on a port of its own. `running` and `url` are as of a server: phones dial it."""

    running = True

    def __init__(self, port: int) -> None:
        self._target = port
        self._chance = Random(port)  # noqa: S311 (which piece is lost)
        self._server: asyncio.Server | None = None
        self.cuts = 0
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def _serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            try:
                far, there = await asyncio.open_connection("127.0.0.1", self._target)
                try:
                    await self._carry(near, there, far, back)
                finally:
                    there.close()
            finally:
                back.close()

    async def _carry(
        self,
        near: asyncio.StreamReader,
        there: asyncio.StreamWriter,
        far: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        """Both ways, until one of them ends."""
        ways = [asyncio.ensure_future(self._way(near, there)),
                asyncio.ensure_future(self._way(far, back))]  # fmt: skip
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()

    async def _way(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                lost = AGAIN_S if self._chance.random() < LOST else 0.0
                await asyncio.sleep(self._chance.uniform(0, DELAY_S) + lost)
                if self._chance.random() < CUT:
                    self.cuts += 1
                    target.write(data[: len(data) // 2])
                    return
                target.write(data)
                await target.drain()

    async def __aexit__(self, *_why: object) -> None:
        if self._server is not None:
            self._server.close()
