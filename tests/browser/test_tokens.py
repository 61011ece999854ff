"""An editor makes an API token, copies it, and ends it, by keyboard only."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.bank import prepare, serving
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from tests.questionbank.test_grants import COUNTY, person
person("chen", ("author", COUNTY))
"""


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("tokens"), BUILD)


@pytest.fixture
def server(bank: Path, tmp_path: Path) -> Iterator[WebServer]:
    yield from serving(bank, tmp_path)


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


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_the_page_has_no_fault_that_axe_knows(
    chromium: Browser, server: WebServer, colours: str
) -> None:
    context = await chromium.new_context(
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
        base_url=server.url,
        color_scheme=colours,  # type: ignore[arg-type]
    )
    page = await context.new_page()
    await page.goto(server.manage("signin_link", "chen", "--url", server.url).strip())
    await page.click("form button")
    await expect(page.locator(".rooms")).to_be_visible()
    await page.goto("/bank/tokens/")
    await page.get_by_label("用途").fill("题目同步")
    await page.keyboard.press("Enter")
    await expect(page.locator(".secret input")).to_be_focused()
    found = await Axe().run(page)
    assert found.response["violations"] == []
    await context.close()
