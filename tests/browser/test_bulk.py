"""An editor changes a whole filter by keyboard, watches a large act, and takes it back."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from dataclasses import replace
from django.contrib.auth.models import User
from questionbank import bank, grants
from questionbank.loading import Loaded
from questionbank.models import Question
from questionbank.rules.question import Text, content_hash
from questionbank.standing import STARTER
from tests.questionbank.test_workflow import CITY, TAGS, WORDS
entries = []
for number in range(620):
    draft = replace(WORDS, stem=Text(f"第 {number} 题：台风的路径由什么决定？"))
    hash_ = content_hash(draft)
    entries.append(Loaded("f", f"q{number:04}", draft, hash_, TAGS, Text("陈"), "CC-BY-4.0"))
bank.store(entries, STARTER)
Question.objects.filter(ref__lt="q0600").update(scope=CITY)
grants.give(User.objects.create_user("wu", is_staff=True), "approver", CITY, by=None)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A bank with 600 questions of a city and 20 of the province."""
    yield from bank.serving(tmp_path_factory.mktemp("bulk"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """Wu, signed in, at the list; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, "wu") as page:
        await expect(page.locator("#how-many")).to_contain_text("620")
        yield page


async def enter(page: Page, role: str, name: str) -> None:
    """Press what has this name with the keyboard."""
    await page.get_by_role(role, name=name, exact=True).focus()  # type: ignore[arg-type]
    await page.keyboard.press("Enter")


async def test_a_large_change_is_previewed_made_and_undone_by_keyboard(editor: Page) -> None:
    await enter(editor, "link", "批量操作 620 题")
    await editor.get_by_label("加标签", exact=True).focus()
    await editor.locator("select:focus").select_option(label="L3 中等")
    await editor.keyboard.press("Tab")
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".plan")).to_contain_text("600 题将改动")
    await expect(editor.locator(".plan .left")).to_contain_text("20 题不改：没有这项权限")
    await enter(editor, "button", "确认改动 600 题")
    await expect(editor.locator(".undo-bar")).to_contain_text("已改动 600 题", timeout=30_000)
    await enter(editor, "button", "撤销")
    await expect(editor.locator(".undo-bar")).to_contain_text("已撤销 600 题", timeout=30_000)
    await enter(editor, "link", "回到列表")
    await expect(editor.locator("#how-many")).to_contain_text("620")


async def test_the_pages_can_be_read_and_reached_by_everybody(editor: Page) -> None:
    await editor.goto("/bank/bulk/?words=q001&do=expire&on=2030-01-01")
    await sound(editor)
    await editor.get_by_role("button", name="确认改动").click()
    await expect(editor.locator(".undo-bar")).to_contain_text("已改动 10 题")
    await sound(editor)
    await editor.goto("/bank/acts/")
    await expect(editor.locator(".acts-list")).to_contain_text("有效期至 2030-01-01")
    await sound(editor)
