"""What an author typed waits for its author: at a shared computer, after the session's end."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, expect

from tests.browser import bank
from tests.browser.edit_stage import BUILD, opened
from tests.browser.signed import sign_in
from tests.servers import WebServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Counties' banks with one question each."""
    yield from bank.serving(tmp_path_factory.mktemp("keep"), BUILD)


@pytest.fixture(scope="module")
def counties() -> Iterator[str]:
    return iter(bank.COUNTIES)


@pytest.fixture
def chen(counties: Iterator[str]) -> str:
    """An author with a bank to work in alone."""
    return f"chen{next(counties)}"


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser, server: WebServer, chen: str) -> AsyncIterator[BrowserContext]:
    """The browser of that author, signed in; a broken script, a forbidden thing fails."""
    async with bank.signed_in(chromium, server, chen) as page:
        yield page.context


async def test_what_one_editor_typed_is_not_anothers_and_waits_for_its_author(
    desk: BrowserContext, server: WebServer, chen: str, counties: Iterator[str]
) -> None:
    page = await opened(desk)
    await desk.set_offline(True)
    await page.keyboard.type("没有送出去的题")
    await expect(page.locator("#kept")).to_contain_text("连不上")
    await page.close()
    await desk.set_offline(False)
    await sign_in(desk.pages[0], server, f"chen{next(counties)}")
    others = await opened(desk)
    await others.keyboard.type("别人的题")
    await expect(others.locator("#kept")).to_contain_text("已自动保存")
    await others.reload()
    await expect(others.locator(".left")).to_contain_text("别人的题")
    await expect(others.locator(".left li")).to_have_count(1)
    await sign_in(desk.pages[0], server, chen)
    again = await opened(desk)
    await again.locator("#kept a").press("Enter")
    await expect(again.locator(".left")).to_contain_text("没有送出去的题")
