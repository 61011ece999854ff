"""An editor clears the pairs that a search found, by keyboard only."""

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
from tests.questionbank.test_duplicates import CITY, MAMMALS, TOLD, like, stored
chen = User.objects.create_user("chen", is_staff=True)
for role in ("author", "approver"):
    grants.give(chen, role, CITY, by=None)
stored()
stored(like(stem="下列各动物中属于哺乳动物的一种是", key=(1,)))
stored(like(stem="下列动物中不属于哺乳动物的一种是", key=(3,)))
stored(TOLD)
stored(like(TOLD, "鲸不是生活在海洋里的哺乳动物", key=(1,)))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A city's bank with four pairs, not searched yet."""
    yield from bank.serving(tmp_path_factory.mktemp("pairs"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """Chen, signed in, at the pairs; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, "chen") as page:
        await page.goto("/bank/duplicates/")
        yield page


async def press(page: Page, *keys: str) -> None:
    await page.wait_for_load_state()  # a new page is seen before its script listens
    for key in keys:
        await page.keyboard.press(key)


async def test_all_pairs_are_found_read_by_everybody_and_decided_without_a_mouse(
    editor: Page,
) -> None:
    pairs = editor.locator("[data-pair]")
    await expect(pairs).to_have_count(0)
    await editor.get_by_role("button", name="开始查找").focus()
    await press(editor, "Enter")
    await expect(pairs).to_have_count(4)
    await expect(editor.locator("#done")).to_have_text("5")
    await sound(editor)
    await press(editor, "j")
    await expect(pairs.nth(0)).to_be_focused()
    await press(editor, "j", "d")
    await expect(editor.locator(".said")).to_contain_text("都保留")
    await expect(pairs).to_have_count(3)
    await expect(pairs.nth(0)).to_be_focused()
    await press(editor, "e")
    await expect(editor.locator(".said")).to_contain_text("不会出现在同一份试卷里")
    await press(editor, "1")
    await expect(editor.locator(".said")).to_contain_text("已合并")
    await editor.locator(".verdicts summary").focus()
    await press(editor, "Enter", "Tab", "Enter")
    await expect(editor.locator(".said")).to_contain_text("已撤回")
