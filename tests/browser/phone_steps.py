"""What somebody does with a phone: opens the page, joins, begins, answers whatever comes."""

import re

from playwright.async_api import Browser, Page, expect

from tests.servers import WebServer

QUESTION = ".question .kind"


async def open_phone(chromium: Browser, server: WebServer) -> Page:
    """A new phone, its storage empty, on no page yet."""
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=server.url
    )
    return await context.new_page()


async def join(page: Page) -> None:
    await page.select_option("#city", "440100")
    await page.select_option("#region", "440106")
    await page.click("form.card .main")
    await expect(page.locator("article.card").first).to_be_visible()


async def begin(page: Page, round_name: str = "排名赛") -> None:
    """Into the round and to its first question."""
    await page.locator("article.card", has_text=round_name).locator(".main").click()
    await page.click(".ready .main")
    await on(page, 1)


async def on(page: Page, number: int) -> None:
    await expect(page.locator(QUESTION)).to_have_text(re.compile(f"^第 {number} 题"))


async def answer(page: Page) -> None:
    """Some answer to whatever kind of question is shown; which ones come is drawn by lot."""
    options = page.locator(".options")
    kind = str(await options.get_attribute("class")).split()[-1]
    if kind == "matching":
        for one in await options.locator("select").all():
            await one.select_option(index=1)
    elif kind == "text":
        await options.locator("input").fill("光合作用")
    else:
        await options.locator("button:enabled").first.click()
    if kind not in ("single", "truefalse"):
        await page.click(".question > .main")


async def seconds(page: Page) -> int:
    return int(await page.inner_text("#seconds"))
