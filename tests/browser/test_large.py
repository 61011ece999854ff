"""Elder mode goes along: large type is kept on every public page of the contest."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.phone_steps import begin, join, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser
PAGES = ("/p/2026/move/", "/p/2026/home/", "/c/2026/", "/boards/2026/", "/boards/2026/rules/", "/")
SIZE = "parseFloat(getComputedStyle(document.querySelector('main :is(p, h1, h2)')).fontSize)"
WIDTH = "document.documentElement.scrollWidth"
LINES = """dates => dates.map(date => {
  const line = parseFloat(getComputedStyle(date).lineHeight);
  return Math.round(date.getBoundingClientRect().height / line);
})"""


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


@pytest.mark.parametrize("width", [320, 360, 412])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
async def test_no_line_ends_within_the_dates_of_a_round(
    chromium: Browser, demo: WebServer, language: str, width: int
) -> None:
    context = await chromium.new_context(
        viewport={"width": width, "height": 740}, locale=language, base_url=demo.url
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await join(page)
    dates, words = page.locator(".quiet > .date"), page.locator(".date > .date")
    assert await dates.evaluate_all(LINES) == [1] * 4
    await page.click("#elder")  # where both have no room in one line the hour has the next one
    assert set(await words.evaluate_all(LINES)) == {1}
    await context.close()


@pytest.mark.parametrize(
    ("own", "letters", "highest"), [(16, 24, 0.35), (24, 36, 0.8), (32, 36, 0.8)]
)
async def test_the_question_has_the_room_also_where_the_phones_own_type_is_large(
    chromium: Browser, demo: WebServer, own: int, letters: int, highest: float
) -> None:
    page = await open_phone(chromium, demo)
    line = await page.context.new_cdp_session(page)
    await line.send("Page.setFontSizes", {"fontSizes": {"standard": own, "fixed": own}})
    await page.goto("/p/2026/")
    await page.click("#elder")
    await join(page)
    await begin(page)
    stem = page.locator(".stem")
    assert await stem.evaluate("stem => stem.getBoundingClientRect().top") < 740 * highest
    assert await page.evaluate("getComputedStyle(document.body).fontSize") == f"{letters}px"
    assert await page.evaluate(WIDTH) <= 360
    await page.context.close()
