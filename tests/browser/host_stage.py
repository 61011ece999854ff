"""Halls for browser tests of hosts: a real server, sittings of two questions, raw phones."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect
from websockets.asyncio.client import ClientConnection, connect

from tests.browser.signed import STORE, sign_in
from tests.servers import WebServer

PATIENCE_S = 30
# More than there are stories; each takes a hundredth of a second to make.
FIRST, HALLS = 100_001, 120
BUILD = """
from django.contrib.auth.models import User
from quiz import clock
from quiz.sittings import host
from questionbank import grants
from tests.quiz import hall_world, world
for name in ("lin", "chen"):
    user = User.objects.create_user(name, is_staff=True)
    grants.give(user, "organiser", "440000", by=None)
world.make_bank()
contest = world.make_contest()
by = User.objects.get(username="lin")
for number in NUMBERS:
    live = world.make_round(hall_world.TWO, contest, code=f"live{number}")
    made = host.make(live, "图书馆专场", by, rehearsal=False, teams=[], now=clock.now())
    made.code, made.screen_code = str(number), f"{number}abcdef"
    made.save(update_fields=["code", "screen_code"])
host.make(live, "图书馆彩排", by, rehearsal=True, teams=[], now=clock.now())
for name in ("Mei", "Bo", "Wu"):
    world.make_contestant(contest, name)
"""

# The command that builds them.
HALL = ("shell", "-c", BUILD.replace("NUMBERS", str(range(FIRST, FIRST + HALLS))) + STORE)


@dataclass(frozen=True)
class Hall:
    """A sitting that one story has to itself, and its server, which has others."""

    server: WebServer
    code: str
    remote: str = ""  # a token of its host's phone, where the stage gave out one

    @property
    def pk(self) -> int:
        """Of the sitting's row, in a database of these halls only."""
        return int(self.code) - FIRST + 1

    @property
    def screen(self) -> str:
        return f"{self.code}abcdef"

    @property
    def url(self) -> str:
        return self.server.url


def token(name: str) -> str:
    """What world.make_contestant gives somebody."""
    return f"token-of-{name}-0123456789"


def halls(folder: Path) -> Iterator[Iterator[Hall]]:
    """A server, ended in the end, and its halls, one after the other."""
    one = WebServer(folder)
    one.prepare(HALL)
    one.start()
    yield (Hall(one, str(number)) for number in range(FIRST, FIRST + HALLS))
    one.stop()


class Phone:
    """One citizen's line: enters, and answers what it is told to."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line

    async def hear(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next frame of this kind with these fields; TimeoutError when none comes."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame: dict[str, Any] = json.loads(await self._line.recv())
                if frame["t"] == kind and all(frame.get(name) == v for name, v in fields.items()):
                    return frame

    async def send(self, **frame: Any) -> None:
        await self._line.send(json.dumps(frame))

    async def answer(self, slot: int, number: int) -> None:
        """Tap an option and wait for the receipt."""
        await self.send(t="answer", slot=slot, seq=slot, choice=[number], took_ms=900)
        await self.hear("receipt", slot=slot)


@contextlib.asynccontextmanager
async def phone(hall: Hall, name: str) -> AsyncIterator[Phone]:
    """Somebody in the hall."""
    address = f"{hall.url.replace('http', 'ws')}/ws/hall/"
    # Nobody reads all that a phone is told: a full queue would keep the end of the line waiting.
    line_ = connect(address, origin=hall.url, max_queue=None)  # type: ignore[arg-type]
    async with line_ as line:
        one = Phone(line)
        await one.send(t="enter", token=token(name), sitting=hall.code)
        await one.hear("entered")
        yield one


async def signed_in(
    chromium: Browser, hall: Hall, name: str, problems: list[str], **context: Any
) -> Page:
    """The console of a host; a broken script or a forbidden thing joins `problems`."""
    wanted = {"viewport": {"width": 1024, "height": 768}, "locale": "zh-CN", **context}
    opened = await chromium.new_context(base_url=hall.url, reduced_motion="reduce", **wanted)
    page = await opened.new_page()
    watch(page, problems)
    await sign_in(page, hall.server, name)
    await page.goto(f"/host/{hall.code}/")
    await expect(page.locator("#link")).to_have_class("link online")
    return page


def watch(page: Page, problems: list[str]) -> None:
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda said: problems.append(said.text) if "Policy" in said.text else None,
    )


LOCKED, REVEALED = "作答已锁定，答案未公布", "答案已公布"


async def press(page: Page, key: str, then: str) -> None:
    """A key when the big button is ready, and the state that follows."""
    await expect(page.locator("#next")).to_be_enabled()
    await page.keyboard.press(key)
    await expect(page.locator("#state")).to_have_text(then)


async def opened(page: Page) -> None:
    await press(page, "Space", "候场：正在入场")


async def question(page: Page) -> None:
    """The next question is put and open."""
    await press(page, "Space", "准备：即将开题")
    await expect(page.locator("#state")).to_have_text("正在作答")
