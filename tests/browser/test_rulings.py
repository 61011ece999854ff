"""Two editors correct a key in a running round, by keyboard only."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.signed import STORE
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from quiz import plan
from tests.leaderboard.test_effect import FORM, crowd
from tests.quiz import world
for name in ("lin", "chen"):
    user = User.objects.create_user(name, is_staff=True)
    grants.give(user, "approver", "440000", by=None)
world.make_bank()
world.make_round(FORM, world.make_contest())
crowd(plan.load("demo"), 120)
"""
FIND = """
from tests.leaderboard.test_effect import asked
from quiz import plan
from questionbank.models import QuestionVersion
print(QuestionVersion.objects.get(pk=asked(plan.load("demo"))).question.ref)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    """A round with 120 closed papers, in a bank with two approvers."""
    one = WebServer(tmp_path)
    one.prepare(("shell", "-c", BUILD + STORE))
    one.start()
    yield one
    one.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def two(chromium: Browser, server: WebServer) -> AsyncIterator[tuple[Page, Page]]:
    """Lin and Chen, signed in; a broken script or a forbidden thing fails."""
    async with (
        bank.signed_in(chromium, server, "lin") as lin,
        bank.signed_in(chromium, server, "chen") as chen,
    ):
        yield lin, chen


async def press(page: Page, *keys: str) -> None:
    await page.wait_for_load_state()  # a new page is seen before its script listens
    for key in keys:
        await page.keyboard.press(key)


async def proposed(lin: Page, ref: str) -> None:
    """Lin proposes that B is right, without a mouse."""
    await press(lin, "g", "c")
    await expect(lin.locator("h1")).to_have_text("裁定")
    await press(lin, "/")
    await lin.keyboard.type(ref)
    await press(lin, "Enter")
    await expect(lin.locator("h1")).to_contain_text(ref)
    await lin.locator("#key").focus()
    await press(lin, "Control+a")
    await lin.keyboard.type("B")
    await press(lin, "Tab", "Enter")
    await expect(lin.locator("#effect")).to_contain_text("含此题的答卷")
    await lin.get_by_role("button", name="提出").focus()
    await press(lin, "Enter")
    await expect(lin.locator(".said")).to_contain_text("请另一人确认")


async def test_one_proposes_another_confirms_and_all_papers_are_marked_again(
    two: tuple[Page, Page], server: WebServer
) -> None:
    lin, chen = two
    await proposed(lin, server.manage("shell", "-v0", "-c", FIND).split()[-1])
    await expect(lin.get_by_role("button", name="确认并重判")).to_have_count(0)
    await press(chen, "g", "c")
    await chen.locator(".wait a").focus()
    await press(chen, "Enter")
    await chen.get_by_role("button", name="确认并重判").focus()
    await press(chen, "Enter")
    await expect(chen.locator(".said")).to_contain_text("已确认")
    total = await chen.locator("#total").text_content()
    assert int(total or 0) > 0
    await expect(chen.locator("#done")).to_have_text(total or "")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (1366, "dark"), (360, "light")])
async def test_rulings_can_be_read_and_reached_by_everybody(
    two: tuple[Page, Page], server: WebServer, width: int, scheme: str, tmp_path: Path
) -> None:
    lin, _chen = two
    await lin.set_viewport_size({"width": width, "height": 740})
    await lin.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ref = server.manage("shell", "-v0", "-c", FIND).split()[-1]
    await lin.goto(f"/bank/rulings/?ref={ref}")
    await looked(lin, width, tmp_path / "wizard.png")
    await lin.locator("#key").fill("B\nC")
    await lin.get_by_role("button", name="看影响").click()
    await expect(lin.locator("#effect")).to_be_visible()
    await looked(lin, width, tmp_path / "effect.png")
    await lin.get_by_role("button", name="提出").click()
    await looked(lin, width, tmp_path / "ruling.png")
    await lin.goto("/bank/rulings/")
    await looked(lin, width, tmp_path / "list.png")


async def looked(page: Page, width: int, picture: Path) -> None:
    """It does not scroll sideways, and axe finds nothing; a picture is kept for people."""
    await page.screenshot(path=picture, full_page=True)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "it scrolls sideways"
    found = await Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
