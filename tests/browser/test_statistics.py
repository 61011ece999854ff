"""An editor finds a wrong key among the flags and looks at its pictures, by keyboard only."""

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
from django.core.management import call_command
call_command("load_taxonomy")
from django.contrib.auth.models import User
from questionbank import grants
from questionbank.models import Status
from tests.questionbank.counted import answered, counts, keep
from tests.questionbank.test_grants import CITY, stored
chen = User.objects.create_user("chen", is_staff=True)
for role in ("author", "approver"):
    grants.give(chen, role, CITY, by=None)
keep(answered(CITY, 6000), counts(stored(CITY, Status.APPROVED), 4000, slope=-1.2))
keep(counts(stored(CITY, Status.RETIRED), 900, slope=0.0))
from questionbank import reports
from questionbank.models import Question
for number, question in enumerate(Question.objects.all()):
    for person in range(number + 1):
        reports.report(question.newest_id, person, "key", "应该是 B，课本第 12 页这样写")
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    """A city's bank with a good question and two bad ones."""
    one = WebServer(tmp_path)
    one.prepare(("load_regions",), ("shell", "-c", BUILD + STORE))
    one.start()
    yield one
    one.stop()


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark"])
async def editor(
    chromium: Browser, server: WebServer, request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    """Chen, signed in; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, "chen", color_scheme=request.param) as page:
        yield page


async def accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_flags_lead_to_the_pictures_of_a_question(editor: Page, tmp_path: Path) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("s")
    await expect(editor.locator("tbody tr")).to_have_count(2)
    await accessible(editor)
    await editor.screenshot(path=tmp_path / "list.png", full_page=True)
    link = editor.locator("tbody a").first
    await link.focus()
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".told.warn").first).to_contain_text("反向")
    await expect(editor.locator("circle.seen")).to_have_count(4)
    await accessible(editor)
    await editor.screenshot(path=tmp_path / "item.png", full_page=True)
    await editor.set_viewport_size({"width": 360, "height": 740})
    await accessible(editor)
    wide = await editor.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    await editor.screenshot(path=tmp_path / "phone.png", full_page=True)


async def test_holes_are_shown_and_lead_to_writing(editor: Page, tmp_path: Path) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("v")
    await editor.get_by_label("自己写的蓝图").fill("single: 1, T4+L2: 1")
    await editor.keyboard.press("Enter")
    await expect(editor.locator("tr.lacks")).to_have_count(2)
    await accessible(editor)
    await editor.screenshot(path=tmp_path / "coverage.png", full_page=True)
    await editor.set_viewport_size({"width": 360, "height": 740})
    await accessible(editor)
    assert await editor.evaluate("document.documentElement.scrollWidth") <= 360
    await editor.screenshot(path=tmp_path / "coverage-phone.png", full_page=True)
    await editor.goto("/bank/coverage/?blueprint=single:+1&papers=1&draw=1")
    await expect(editor.locator("#tried")).to_be_visible()
    await accessible(editor)
    assert await editor.evaluate("document.documentElement.scrollWidth") <= 360
    await editor.set_viewport_size({"width": 1366, "height": 768})
    await editor.screenshot(path=tmp_path / "draw.png", full_page=True)


async def test_reports_are_answered_without_a_mouse(editor: Page, tmp_path: Path) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("p")
    cards = editor.locator("article.report")
    await expect(cards).to_have_count(3)
    await accessible(editor)
    await editor.screenshot(path=tmp_path / "reports.png", full_page=True)
    await editor.set_viewport_size({"width": 360, "height": 740})
    await accessible(editor)
    assert await editor.evaluate("document.documentElement.scrollWidth") <= 360
    assert await editor.evaluate("document.querySelector('main').getBoundingClientRect().top") < 120
    await editor.reload()
    await expect(editor.locator(".rooms [aria-current]")).to_be_in_viewport()
    await editor.screenshot(path=tmp_path / "reports-phone.png")
    await editor.keyboard.press("j")
    await expect(cards.first).to_be_focused()
    await editor.keyboard.press("4")
    await expect(cards.first.locator("textarea")).to_have_value("谢谢反馈。题目已停用。")
    await cards.first.get_by_role("button", name="答复并结束").focus()
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".said")).to_contain_text("已答复 3 条")
    await expect(cards).to_have_count(2)
