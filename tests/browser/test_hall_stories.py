"""Whole sittings, everything real: the host's console, the big screen, phones; and 500 bots."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import story_stage
from tests.browser.hall_phone_steps import inside, tap
from tests.browser.host_stage import LOCKED, REVEALED, Hall, opened, press, question, signed_in
from tests.browser.story_stage import FILLED, SCREENS, THREE
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BOTS = 500
PHONE = {"viewport": {"width": 360, "height": 740}}
WALL = {"viewport": {"width": 1920, "height": 1080}}
# A hall of bots on a machine that others use, too.
SLOW_MS = 60_000
# A folder for pictures of each step, to be looked at; none without it.
PICTURES = os.environ.get("STORY_PICTURES", "")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    one = story_stage.prepare(tmp_path_factory.mktemp("stories"))
    one.start()
    yield one
    one.stop()


@dataclass
class Cast:
    """Everybody's pages."""

    chromium: Browser
    server: WebServer
    problems: list[str]
    lin: Page
    screen: Page
    steps: int = 0

    async def phone(self, path: str = "") -> Page:
        """A new phone; without a link it joins by its form."""
        page = await story_stage.opened(
            self.chromium, self.server, self.problems, path or f"/h/{THREE}/", **PHONE
        )
        if not path:
            await page.select_option("#city", "440100")
            await page.select_option("#region", index=1)
            await page.click("form.card .main")
        return page

    async def shows(self, face: str) -> None:
        await expect(self.screen.locator("body")).to_have_attribute(
            "data-face", face, timeout=SLOW_MS
        )

    async def look(self, name: str, *phones: Page) -> None:
        """Pictures of all of them, if somebody wants to see them."""
        self.steps += 1
        for who, page in enumerate((self.lin, self.screen, *phones)):
            if PICTURES:
                await page.screenshot(path=Path(PICTURES) / f"{self.steps:02}-{name}-{who}.png")

    async def revealed(self, *phones: Page) -> None:
        """Everybody has answered, so the question locks; key and board follow."""
        await expect(self.lin.locator("#state")).to_have_text(LOCKED, timeout=SLOW_MS)
        await press(self.lin, "r", REVEALED)
        for one in phones:
            await expect(one.locator(".told:not(.wait)")).to_be_visible()
        await expect(self.screen.locator("#question .tick")).not_to_have_count(0)
        await self.look("revealed", *phones)
        await press(self.lin, "b", "正在看榜单")
        await self.shows("board")
        await self.look("board", *phones)

    async def end(self) -> None:
        await expect(self.lin.locator("#next")).to_have_text("结束本场")
        await expect(self.lin.locator("#next")).to_be_enabled()
        await self.lin.keyboard.press("Space")
        await self.lin.click("#ask-yes")
        await expect(self.lin.locator("#state")).to_have_text("本场已结束")
        await self.shows("final")


async def cast(chromium: Browser, server: WebServer, problems: list[str], code: str) -> Cast:
    """The console and the screen of a hall whose doors have just opened."""
    lin = await signed_in(chromium, Hall(server, code), "lin", problems)
    await opened(lin)
    screen = await story_stage.opened(
        chromium, server, problems, f"/stage/{SCREENS[code]}/", **WALL
    )
    here = Cast(chromium, server, problems, lin, screen)
    await here.shows("lobby")
    return here


async def dropped(phone: Page) -> None:
    await phone.context.set_offline(True)
    await phone.evaluate("dispatchEvent(new Event('online'))")


async def second(hall: Cast, phone: Page) -> Page:
    """Another device of the same person, who is known there alike."""
    other = await hall.phone(f"/h/{THREE}/")
    known = await phone.evaluate("JSON.stringify(localStorage)")
    await other.evaluate("known => Object.assign(localStorage, JSON.parse(known))", known)
    await other.reload()
    return other


async def asked(hall: Cast, *phones: Page) -> None:
    await question(hall.lin)
    await hall.shows("question")
    for one in phones:
        await expect(one.locator(".option")).to_have_count(4)
    await hall.look("asked", *phones)


async def test_three_questions_with_a_cut_a_late_guest_and_two_devices(
    chromium: Browser, server: WebServer, problems: list[str]
) -> None:
    hall = await cast(chromium, server, problems, THREE)
    mei, bo = await hall.phone(), await hall.phone()
    await inside(mei)
    await inside(bo)
    await expect(hall.screen.locator("#people")).to_have_text("2")
    await hall.look("lobby", mei, bo)
    await asked(hall, mei, bo)
    await tap(mei, 0)
    await tap(bo, 1)
    await hall.revealed(mei, bo)
    await dropped(bo)
    await asked(hall, mei)
    late = await hall.phone()
    await expect(late.locator(".option")).to_have_count(4)
    await tap(late, 2)
    await bo.context.set_offline(False)
    await tap(bo, 3)
    tablet = await second(hall, mei)
    await tap(tablet, 1)
    await expect(mei.locator(".option").nth(1)).to_have_attribute("aria-pressed", "true")
    await hall.revealed(mei, bo, late, tablet)
    await asked(hall, mei, bo, late, tablet)
    await tap(mei, 0)
    await expect(tablet.locator(".option").nth(0)).to_have_attribute("aria-pressed", "true")
    await tap(bo, 1)
    await tap(late, 2)
    await hall.revealed(mei, bo, late, tablet)
    await the_same_for_all(hall, mei, bo, late, tablet)


async def the_same_for_all(hall: Cast, mei: Page, bo: Page, late: Page, tablet: Page) -> None:
    """The board of the host, the screen and the phones are one; then the end."""
    rows = hall.lin.locator("#board .ranks").first.locator("li")
    await expect(rows).to_have_count(3)
    ranks = [await ranked(one) for one in (mei, bo, late)]
    assert ranks[0] == await ranked(tablet)
    assert sorted(ranks)[0] == 1
    for one in (mei, bo, late):
        name = await one.evaluate("JSON.parse(localStorage.me).nickname")
        await expect(hall.screen.locator("#persons")).to_contain_text(name)
    await hall.end()
    for one in (mei, bo, late, tablet):
        await expect(one.locator(".score h2")).to_have_text("本场结束")
    await hall.look("end", mei, bo, late, tablet)


async def ranked(phone: Page) -> int:
    said = re.search(r"第 (\d+) 名", await phone.inner_text(".rank"))
    assert said
    return int(said[1])


async def test_five_hundred_bots_fill_a_hall_and_the_screen_keeps_step(
    chromium: Browser, server: WebServer, problems: list[str]
) -> None:
    hall = await cast(chromium, server, problems, FILLED)
    await hall.lin.click("[aria-controls=drawer]")
    bots = hall.lin.locator("[data-do=bots]").first
    await bots.evaluate(f"(button) => {{ button.dataset.number = '{BOTS}'; }}")
    await bots.click()
    await hall.lin.click("#ask-yes")
    await expect(hall.screen.locator("#people")).to_have_text(str(BOTS), timeout=SLOW_MS)
    await expect(hall.lin.locator("#bots")).to_contain_text(str(BOTS), timeout=SLOW_MS)
    await hall.look("bots")
    for slot in range(2):
        await asked(hall)
        await hall.revealed()
        counts = await hall.screen.locator("#persons li").count()
        assert counts, f"nobody on the board after question {slot + 1}"
    await hall.end()
    await hall.look("end")
