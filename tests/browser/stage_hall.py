"""A hall for browser tests of the big screen: the hosts' hall, with a remote on a raw line."""

import contextlib
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, WebSocket
from websockets.asyncio.client import ClientConnection, connect

from tests.browser import host_stage
from tests.browser.host_stage import CODE, watch
from tests.servers import WebServer

SCREEN = "abcdefghjkmn"
REMOTE = """
from quiz.models import Sitting
from quiz.sittings import host
made = Sitting.objects.get(code="123456")
made.screen_code = "abcdefghjkmn"
made.save(update_fields=["screen_code"])
print("TOKEN", host.new_remote(made))
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

    async def enter(self, token: str) -> None:
        await self._line.send(json.dumps({"t": "host", "sitting": CODE, "remote": token}))
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


def prepare(folder: Path) -> tuple[WebServer, str]:
    """A server on a new hall, not started yet, and the token of a remote."""
    server = WebServer(folder)
    said = server.prepare(host_stage.HALL, ("shell", "-c", REMOTE))
    return server, said.partition("TOKEN ")[2].split()[0]


@contextlib.asynccontextmanager
async def remote(server: WebServer, token: str) -> AsyncIterator[Remote]:
    address = f"{server.url.replace('http', 'ws')}/ws/host/"
    async with connect(address) as line:
        one = Remote(line)
        await one.enter(token)
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
    chromium: Browser, server: WebServer, problems: list[str], path: str = "", **context: Any
) -> tuple[Page, Heard]:
    """A screen; a broken script or a forbidden thing joins `problems`."""
    wanted = {"viewport": {"width": 1920, "height": 1080}, "locale": "zh-CN", **context}
    made = await chromium.new_context(base_url=server.url, **wanted)
    page = await made.new_page()
    watch(page, problems)
    heard = Heard(page)
    await page.goto(f"/stage/{SCREEN}/{path}")
    return page, heard
