"""An editor finds a wrong key among the flags and looks at its pictures, by keyboard only."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A city's bank with a good question and two bad ones."""
    yield from bank.serving(tmp_path_factory.mktemp("statistics"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """Chen, signed in; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, "chen") as page:
        yield page


async def test_flags_lead_to_the_pictures_of_a_question(editor: Page) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("s")
    await expect(editor.locator("tbody tr")).to_have_count(2)
    await sound(editor, "flags")
    link = editor.locator("tbody a").first
    await link.focus()
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".told.warn").first).to_contain_text("反向")
    await expect(editor.locator("circle.seen")).to_have_count(4)
    await sound(editor, "item")


async def test_holes_are_shown_and_lead_to_writing(editor: Page) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("v")
    await editor.get_by_label("自己写的蓝图").fill("single: 1, T4+L2: 1")
    await editor.keyboard.press("Enter")
    await expect(editor.locator("tr.lacks")).to_have_count(2)
    await sound(editor, "coverage")
    await editor.goto("/bank/coverage/?blueprint=single:+1&papers=1&draw=1")
    await expect(editor.locator("#tried")).to_be_visible()
    await sound(editor, "draw")


async def test_reports_are_answered_without_a_mouse(editor: Page) -> None:
    await editor.keyboard.press("g")
    await editor.keyboard.press("p")
    cards = editor.locator("article.report")
    await expect(cards).to_have_count(3)
    await sound(editor, "reports")
    await editor.set_viewport_size({"width": 360, "height": 740})
    assert await editor.evaluate("document.querySelector('main').getBoundingClientRect().top") < 120
    await editor.reload()
    await expect(editor.locator(".rooms [aria-current]")).to_be_in_viewport()
    await editor.keyboard.press("j")
    await expect(cards.first).to_be_focused()
    await editor.keyboard.press("4")
    await expect(cards.first.locator("textarea")).to_have_value("谢谢反馈。题目已停用。")
    await cards.first.get_by_role("button", name="答复并结束").focus()
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".said")).to_contain_text("已答复 3 条")
    await expect(cards).to_have_count(2)
