"""What is tapped twice, or too late: nothing else happens, and what takes no taps looks so."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.phone_steps import begin, join, on, open_phone
from tests.browser.test_hours import at_the_start
from tests.servers import WebServer

pytestmark = pytest.mark.browser
# Longer than a second tap may follow the first by, in milliseconds.
CALM_MS = 500
LONG = "广东省公民科学素质大赛总决赛暨颁奖典礼专场"
LINES = """() => {
  const title = document.querySelector("h1");
  return Math.round(title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight));
}"""
OPACITY = "all => all.map((one) => getComputedStyle(one).opacity)"


async def middle(page: Page, selector: str) -> tuple[float, float]:
    where = page.locator(selector).first
    await where.scroll_into_view_if_needed()
    box = await where.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 640), (360, 740)])
async def test_a_second_tap_on_a_slow_line_leads_nowhere_else(
    chromium: Browser, demo: WebServer, width: int, height: int
) -> None:
    page = await open_phone(chromium, demo)
    await page.set_viewport_size({"width": width, "height": height})
    await page.route_web_socket("**/ws/play/", lambda _line: None)
    await page.clock.install()
    await page.goto("/p/2026/")
    await join(page)
    await page.clock.run_for(CALM_MS)
    x, y = await middle(page, "article.card .main")
    await page.mouse.click(x, y)
    await expect(page.locator("main h2")).to_have_text("正在连接…")
    await page.mouse.click(x, y)
    assert page.url.endswith("/p/2026/")
    assert await page.evaluate("document.documentElement.lang") == "zh-Hans"
    await page.clock.run_for(CALM_MS)
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.context.close()


async def test_what_is_locked_and_was_not_chosen_steps_back(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.goto("/p/2026/")
    await join(page)
    await begin(page)
    await page.context.set_offline(True)
    kind = str(await page.locator(".options").get_attribute("class")).split()[-1]
    if kind not in ("single", "truefalse", "multiple"):
        pytest.skip(f"{kind.upper()} WAS DEALT: it has no options to choose")
    options = page.locator("button.option")
    assert set(await options.evaluate_all(OPACITY)) == {"1"}
    await page.evaluate("document.querySelector('.question').classList.remove('fresh')")
    await options.first.click()
    if kind == "multiple":
        await page.click(".question > .main")
    shown = await options.evaluate_all(OPACITY)
    assert shown[0] == "1"
    assert set(shown[1:]) == {"0.6"}
    await page.context.close()


async def test_a_long_title_is_one_line_beside_a_question(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.goto("/p/2026/")
    await join(page)
    await page.evaluate(f"document.querySelector('h1').textContent = '{LONG}'")
    assert await page.evaluate(LINES) == 2
    await begin(page)
    await on(page, 1)
    assert await page.evaluate(LINES) == 1
    await page.context.close()


async def test_a_round_that_is_over_says_what_it_costs_no_more_and_shows_the_boards(
    chromium: Browser, demo: WebServer
) -> None:
    page = await at_the_start(chromium, demo, closes_at=-1)
    await expect(page.locator(".ready .problem")).to_have_text("已结束")
    await expect(page.get_by_text("用掉一次机会")).to_be_hidden()
    boards = page.locator(".ready").get_by_role("link", name="榜单")
    await expect(boards).to_have_attribute("href", "/boards/2026/")
    await page.context.close()
