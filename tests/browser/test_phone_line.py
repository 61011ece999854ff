"""A line that takes no answers: the phone says so, and goes on saying so after a reload."""

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

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
