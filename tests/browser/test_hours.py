"""Before its hours and after them a round cannot be begun, and the page says so before a tap."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.browser.phone_steps import join, on, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser


async def at_the_start(chromium: Browser, demo: WebServer, **hours: int) -> Page:
    """A phone before a ranked paper of 200 s, whose server says these hours, in ms from now."""

    def changed(text: str) -> str:
        frame: Any = json.loads(text)
        if frame["t"] == "welcome":
            frame["round"] |= {name: frame["now"] + ms for name, ms in hours.items()}
        return json.dumps(frame)

    def opened(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        server.on_message(lambda text: line.send(changed(str(text))))

    page = await open_phone(chromium, demo)
    await page.route_web_socket("**/ws/play/", opened)
    await page.goto("/p/2026/")
    await join(page)
    await page.locator("article.card", has_text="排名赛").locator(".main").click()
    return page


async def test_a_round_begins_by_itself_when_its_hour_comes(
    chromium: Browser, demo: WebServer
) -> None:
    page = await at_the_start(chromium, demo, opens_at=4_000)
    start = page.get_by_role("button", name="开始答题")
    await expect(start).to_be_disabled()
    told = page.locator(".ready .problem")
    await expect(told).to_have_text(re.compile("^未开始 · 00:00:0[1-4]$"))
    await expect(start).to_be_enabled()
    await expect(told).to_have_text("")
    await start.click()
    await on(page, 1)
    await page.context.close()


@pytest.mark.parametrize(
    ("hours", "said", "start"),
    [
        ({"opens_at": 3 * 86_400_000}, r"^未开始 · \d+月\d+日 \d\d:\d\d$", "disabled"),
        ({"closes_at": -1}, "^已结束$", "gone"),
        ({"closes_at": 60_000}, r"^只剩 (60|5\d) 秒，可能答不完$", "enabled"),
        ({"closes_at": 900_000}, "^$", "enabled"),
    ],
)
async def test_what_keeps_somebody_from_a_good_start_is_said_first(
    chromium: Browser, demo: WebServer, hours: dict[str, int], said: str, start: str
) -> None:
    page = await at_the_start(chromium, demo, **hours)
    button = page.get_by_role("button", name="开始答题")
    # What nobody can ever press again is not there; what opens yet waits where it will be.
    await expect(button).to_have_count(0 if start == "gone" else 1)
    if start != "gone":
        await expect(button).to_be_enabled(enabled=start == "enabled")
    await expect(page.locator(".ready .problem")).to_have_text(re.compile(said))
    await page.context.close()
