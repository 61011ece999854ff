"""What an author typed waits for its author: at a shared computer, after the session's end."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser import bank
from tests.browser.edit_stage import BUILD, CORALS, JELLIES, PASTED, opened, paste
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


async def signs_in_by_link(page: Page, server: WebServer, name: str) -> None:
    await page.goto(server.manage("signin_link", name, "--url", server.url).strip())
    await page.get_by_role("button", name="登录").press("Enter")


async def test_when_the_session_ends_the_page_stays_and_goes_on_after_signing_in(
    desk: BrowserContext, server: WebServer, chen: str
) -> None:
    page = await opened(desk)
    await paste(page)
    await desk.clear_cookies(name="sessionid")
    await page.keyboard.press("Control+End")
    await page.keyboard.type("，1993")
    notice = page.get_by_role("alert")
    await expect(notice).to_contain_text("您已退出登录")
    await expect(notice).to_contain_text("写的内容都在这台电脑上")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#kept")).to_contain_text("您已退出登录")
    await expect(page.locator("#text")).to_have_value(f"{PASTED}，1993")
    await expect(page.locator("#typed .phone")).to_be_visible()
    link = desk.pages[0]
    await signs_in_by_link(link, server, chen)
    await expect(link).to_have_url(re.compile("/bank/new/$"))
    await link.locator("#kept a").press("Enter")
    await expect(link.locator(".left")).to_contain_text("下列哪个是哺乳动物？")
    await page.bring_to_front()
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said")).to_contain_text("已保存")
    await page.locator(".said a").press("Enter")
    await expect(page.locator("main")).to_contain_text("中国大百科全书，1993")


async def test_an_old_tab_does_not_save_under_who_signed_in_since(
    desk: BrowserContext, server: WebServer, counties: Iterator[str]
) -> None:
    page = await opened(desk)
    other = f"chen{next(counties)}"
    await signs_in_by_link(desk.pages[0], server, other)
    await page.bring_to_front()
    await page.keyboard.type("前一个人写的题")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_role("alert")).to_contain_text(f"现在登录的是 {other}")
    await expect(page.locator("#text")).to_have_value("前一个人写的题")
    theirs = await opened(desk)
    await expect(theirs.locator(".left")).to_have_count(0)


async def test_a_pile_of_unfinished_ones_leaves_room_to_write_and_goes_at_once(
    desk: BrowserContext,
) -> None:
    for text in (PASTED, CORALS, JELLIES):
        page = await opened(desk)
        await paste(page, text)
        await expect(page.locator("#kept")).to_contain_text("已自动保存")
        await page.close()
    page = await opened(desk)
    await expect(page.locator(".left .count")).to_have_text("3")
    await expect(page.get_by_role("link", name="接着写")).to_have_count(0)
    await expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    await page.locator(".left > summary").press("Enter")
    await expect(page.get_by_role("link", name="接着写")).to_have_count(3)
    await expect(page.get_by_role("button", name="确定，全部放弃")).to_be_hidden()
    await page.locator(".left .all > summary").press("Enter")
    await page.get_by_role("button", name="确定，全部放弃").press("Enter")
    await expect(page.locator(".left")).to_have_count(0)


async def test_a_list_stays_when_the_session_has_ended(desk: BrowserContext) -> None:
    page = desk.pages[0]
    await desk.clear_cookies(name="sessionid")
    await page.keyboard.press("/")
    await page.keyboard.type("台风")
    await expect(page.get_by_role("alert")).to_contain_text("您已退出登录")
    await expect(page.locator("#results [data-row]")).to_have_count(1)
    await expect(page).to_have_url(re.compile("/bank/$"))
