"""An editor makes an API token, copies it, and ends it, by keyboard only."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from tests.questionbank.test_grants import COUNTY, person
for name in ("chen", "lin"):
    person(name, ("author", COUNTY))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    yield from bank.serving(tmp_path_factory.mktemp("tokens"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """Chen, signed in, on a phone without JavaScript."""
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        base_url=server.url,
        java_script_enabled=False,
    )
    page = await context.new_page()
    await page.goto(server.manage("signin_link", "chen", "--url", server.url).strip())
    await page.click("form button")
    await page.get_by_role("link", name="chen").click()
    yield page
    await context.close()


async def test_a_token_is_made_shown_once_and_ended_without_a_script(editor: Page) -> None:
    await editor.get_by_label("用途").focus()
    await editor.keyboard.type("题目同步")
    await editor.keyboard.press("Enter")
    secret = editor.locator(".secret input")
    await expect(secret).to_be_visible()
    assert (await secret.input_value()).startswith("qb_")
    await editor.goto("/bank/tokens/")
    await expect(secret).to_have_count(0)
    await expect(editor.locator(".tokens")).to_contain_text("题目同步")
    await editor.get_by_role("button", name="撤销 题目同步").focus()
    await editor.keyboard.press("Enter")
    await expect(editor.locator(".said")).to_contain_text("已撤销令牌")
    await expect(editor.locator(".nothing")).to_be_visible()


async def test_the_page_has_no_fault_that_axe_knows(chromium: Browser, server: WebServer) -> None:
    async with bank.signed_in(chromium, server, "lin") as page:
        await page.goto("/bank/tokens/")
        await page.get_by_label("用途").fill("题目同步")
        await page.keyboard.press("Enter")
        await expect(page.locator(".secret input")).to_be_focused()
        await sound(page)
