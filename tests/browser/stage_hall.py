"""Halls for browser tests of the big screen: the hosts' halls, with remotes on raw lines."""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, WebSocket
from websockets.asyncio.client import ClientConnection, connect

from tests.browser import host_stage
from tests.browser.host_stage import Hall, watch
from tests.servers import WebServer

REMOTES = """
from quiz.models import Sitting
from quiz.sittings import host
for made in Sitting.objects.filter(rehearsal=False):
    print("TOKEN", made.code, host.new_remote(made))
"""
_ids = itertools.count(1)


class Remote:
    """A host's phone: gives commands at the version it has heard of."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._v = 0

    async def hear(self, kind: str) -> dict[str, Any]:
        while True:
            frame: dict[str, Any] = json.loads(await self._line.recv())
            self._v = max(self._v, frame.get("v", 0))
            if frame["t"] == kind:
                return frame

    async def enter(self, hall: Hall) -> None:
        said = {"t": "host", "sitting": hall.code, "remote": hall.remote}
        await self._line.send(json.dumps(said))
        await self.hear("stage")

    async def do(self, do: str, **more: Any) -> None:
        """Give a command, again if the clock was quicker, until it is done."""
        while True:
            given = f"command-{next(_ids):06d}"
            frame = {"t": "do", "id": given, "v": self._v, "do": do, **more}
            await self._line.send(json.dumps(frame))
            answer = await self._answer(given)
            if answer["t"] == "done":
                return
            assert answer["code"] == "stale", answer
            self._v = answer["v"]

    async def _answer(self, given: str) -> dict[str, Any]:
        while True:
            frame: dict[str, Any] = json.loads(await self._line.recv())
            self._v = max(self._v, frame.get("v", 0))
            if frame["t"] in ("done", "error") and frame.get("id") == given:
                return frame


def halls(folder: Path) -> Iterator[Iterator[Hall]]:
    """A server, ended in the end, and its halls, one after the other, each with a remote."""
    server = WebServer(folder)
    said = server.prepare(host_stage.HALL, ("shell", "-v0", "-c", REMOTES))
    server.start()
    lines = (line.split() for line in said.splitlines() if line.startswith("TOKEN"))
    yield (Hall(server, code, token) for _, code, token in lines)
    server.stop()


@contextlib.asynccontextmanager
async def remote(hall: Hall) -> AsyncIterator[Remote]:
    address = f"{hall.url.replace('http', 'ws')}/ws/host/"
    async with connect(address, max_queue=None) as line:
        one = Remote(line)
        await one.enter(hall)
        yield one


class Heard:
    """Every frame that a page was sent, oldest first, and how many lines it has opened."""

    def __init__(self, page: Page) -> None:
        self.frames: list[dict[str, Any]] = []
        self.lines = 0
        page.on("websocket", self._opened)

    def _opened(self, line: WebSocket) -> None:
        self.lines += 1
        line.on("framereceived", lambda text: self.frames.append(json.loads(text)))


async def opened(
    chromium: Browser, hall: Hall, problems: list[str], path: str = "", **context: Any
) -> tuple[Page, Heard]:
    """A screen; a broken script or a forbidden thing joins `problems`."""
    wanted = {"viewport": {"width": 1920, "height": 1080}, "locale": "zh-CN", **context}
    made = await chromium.new_context(base_url=hall.url, **wanted)
    page = await made.new_page()
    watch(page, problems)
    heard = Heard(page)
    await page.goto(f"/stage/{hall.screen}/{path}")
    return page, heard
