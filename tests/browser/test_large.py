"""Elder mode goes along: large type is kept on every public page of the contest."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.phone_steps import join, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser
PAGES = ("/p/2026/move/", "/p/2026/home/", "/c/2026/", "/boards/2026/", "/boards/2026/rules/", "/")
SIZE = "parseFloat(getComputedStyle(document.querySelector('main :is(p, h1, h2)')).fontSize)"
WIDTH = "document.documentElement.scrollWidth"


async def somebody(chromium: Browser, demo: WebServer) -> Page:
    """In the contest, on a phone whose page breaks no script and no policy."""
    page = await open_phone(chromium, demo)
    await page.goto("/p/2026/")
    await join(page)
    return page


async def test_large_type_goes_along_to_every_page_and_back(
    chromium: Browser, demo: WebServer
) -> None:
    page = await somebody(chromium, demo)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    await page.click("#elder")
    for address in PAGES:
        await page.goto(address)
        await expect(page.locator("html.elder")).to_have_count(1)
        assert await page.evaluate(SIZE) >= 20, address
        assert await page.evaluate(WIDTH) <= 360, address
    switch = page.get_by_role("button", name="长者版")
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await switch.click()
    await page.goto("/boards/2026/")
    await expect(page.locator("#elder")).to_have_attribute("aria-pressed", "false")
    await expect(page.locator("html.elder")).to_have_count(0)
    await page.click("#elder")
    await page.goto("/p/2026/")
    await expect(page.locator("html.elder")).to_have_count(1)
    assert problems == []
    await page.context.close()
