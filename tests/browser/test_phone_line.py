"""A line that takes no answers: the phone says so, and goes on saying so after a reload. On a slow
one no time runs before what shows the questions is there."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, WebSocketRoute, expect

from tests.browser.phone_steps import answer, begin, join, on, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser


async def test_a_reload_shows_the_answer_that_is_still_on_its_way(
    chromium: Browser, demo: WebServer
) -> None:
    phone = await open_phone(chromium, demo)
    stuck = True

    def between(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(
            lambda said: None if stuck and '"answer"' in str(said) else server.send(said)
        )

    await phone.route_web_socket("**/ws/play/", between)
    await phone.goto("/p/2026/")
    await join(phone)
    await begin(phone)
    await answer(phone)
    for _ in range(2):
        await on(phone, 1)
        await expect(phone.locator("#saved")).to_have_text("第 1 题正在发送…")
        await expect(phone.locator(".options :enabled")).to_have_count(0)
        if await phone.locator(".options.single, .options.truefalse").count():
            await expect(phone.locator(".options [aria-pressed=true]")).to_have_count(1)
        await expect(phone.locator("#seconds")).to_be_visible()
        await phone.reload()
    stuck = False
    await phone.reload()
    await on(phone, 2)
    await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
    await phone.context.close()


async def test_no_paper_begins_before_all_its_questions_can_be_shown(
    chromium: Browser, demo: WebServer
) -> None:
    phone, here = await open_phone(chromium, demo), asyncio.Event()

    async def slowly(route: Route) -> None:
        await here.wait()
        await route.continue_()

    await phone.route("**/p/more/**", slowly)
    await phone.goto("/p/2026/")
    await join(phone)
    await phone.locator("article.card", has_text="排名赛").locator(".main").click()
    start = phone.locator(".ready .main")
    await expect(start).to_have_text("正在连接…")
    await expect(start).to_be_disabled()
    here.set()
    await expect(start).to_have_text("开始答题")
    await start.click()
    await on(phone, 1)
    await phone.context.close()


UNSENT = "() => Object.keys(localStorage).filter((name) => name.startsWith('outbox:'))"


async def hear_no_answers(phone: Page) -> None:
    """From now on the line brings everything but answers."""

    def between(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda said: None if '"answer"' in str(said) else server.send(said))

    await phone.route_web_socket("**/ws/play/", between)


async def test_who_deletes_their_data_leaves_no_answer_behind_in_any_tab(
    chromium: Browser, demo: WebServer
) -> None:
    first = await open_phone(chromium, demo)
    await hear_no_answers(first)
    await first.goto("/p/2026/")
    await join(first)
    await begin(first)
    await answer(first)
    assert await first.evaluate(UNSENT) != []
    await first.evaluate("localStorage.removeItem('round:2026')")
    second = await first.context.new_page()
    await second.goto("/p/2026/")
    await second.click("summary:has-text('我的数据')")
    await second.get_by_role("button", name="删除我的数据").click()
    await second.get_by_role("button", name="确认删除").click()
    for page in (second, first):
        await expect(page.locator("#nickname")).to_be_visible()
        assert await page.evaluate(UNSENT) == []
    await first.context.close()
