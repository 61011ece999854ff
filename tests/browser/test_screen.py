"""The big screen in a real browser, against a real server that is killed and comes back."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.hall import Hall
from tests.browser.looks import clean

pytestmark = pytest.mark.browser
NAMES = "#persons bdi"
LIVE = "status live"


@pytest.fixture
def hall(contests: Iterator[Hall]) -> Hall:
    """A contest with three people who have finished, on a server that runs."""
    one = next(contests)
    if not one.server.running:
        one.server.start()
    for number, name in enumerate(["甲", "乙", "丙"]):
        one.close(one.join(name), 90 - 10 * number)
    return one


@pytest_asyncio.fixture(loop_scope="session")
async def screen(chromium: Browser, hall: Hall) -> AsyncIterator[Page]:
    """The screen, showing the three."""
    context = await chromium.new_context(
        viewport={"width": 1920, "height": 1080}, locale="zh-CN", base_url=hall.server.url
    )
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Policy" in said.text else None)
    await page.goto(f"/screen/{hall.code}/")
    await expect(page.locator(NAMES)).to_have_text(["甲", "乙", "丙"])
    yield page
    await context.close()
    assert problems == []


async def moving(page: Page) -> int:
    """How many persons' rows are on their way to another place."""
    return int(
        await page.evaluate(
            """[...document.querySelectorAll("#persons li")].filter((row) =>
            row.getAnimations().some((one) => !(one instanceof CSSAnimation))).length"""
        )
    )


async def test_an_overtaking_can_be_followed(screen: Page, hall: Hall) -> None:
    hall.close(hall.people["丙"], 100)
    risen = screen.locator("#persons .risen")
    await expect(risen.locator("bdi")).to_have_text("丙")
    assert await moving(screen) == 3
    await expect(risen.locator(".home")).to_contain_text("▲ 上升 2 位")
    await expect(screen.locator(NAMES)).to_have_text(["丙", "甲", "乙"])
    await expect(risen).to_have_count(0)
    assert await moving(screen) == 0


async def test_people_and_papers_are_told_apart(screen: Page, hall: Hall) -> None:
    hall.close(hall.people["甲"], 20)
    await expect(screen.locator("#attempts")).to_have_text("4")
    await expect(screen.locator("#people")).to_have_text("3")


async def test_nothing_moves_for_those_who_asked_for_it(screen: Page, hall: Hall) -> None:
    await screen.emulate_media(reduced_motion="reduce")
    hall.close(hall.people["丙"], 100)
    await expect(screen.locator(NAMES)).to_have_text(["丙", "甲", "乙"])
    assert await moving(screen) == 0


async def test_a_city_fills_when_it_takes_part(screen: Page, hall: Hall) -> None:
    tile = screen.locator("#tile-440300")
    await expect(tile).not_to_have_class("tile in")
    for number in range(10):
        who = hall.join(f"深圳{number}", "440000/440300/440305")
        hall.close(who, 50)
    await expect(tile).to_have_class("tile in filled")
    await expect(tile.locator(".count")).to_have_text("10")
    await expect(screen.locator("#tile-440100")).to_have_class("tile in scarce")


async def test_the_mark_of_who_rose_lies_on_their_own_row(screen: Page) -> None:
    measure = """(row) => {
        row.classList.add("risen");
        const { height, width } = getComputedStyle(row, "::after");
        row.classList.remove("risen");
        return [parseFloat(width) - row.offsetWidth, parseFloat(height) - row.offsetHeight];
    }"""
    await expect(screen.locator(".city").first).to_be_visible()
    for row in ("#persons .row", ".city"):
        beyond = await screen.locator(row).first.evaluate(measure)
        assert max(map(abs, beyond)) < 8, row


async def test_a_row_on_its_way_is_not_written_over_another(screen: Page) -> None:
    await expect(screen.locator(".city").first).to_be_visible()
    for row in ("#persons .row", ".city"):
        ground = "(row) => getComputedStyle(row).backgroundColor"
        colour = await screen.locator(row).first.evaluate(ground)
        assert colour.startswith("rgb("), f"{row} lets through what it passes: {colour}"


async def test_it_survives_the_death_of_the_server_with_no_hand_on_it(
    screen: Page, hall: Hall
) -> None:
    await screen.evaluate("window.sameDocument = true")
    badge = screen.locator("#status")
    await expect(badge).to_have_class(LIVE)
    hall.server.kill9()
    await expect(badge).to_have_class("status lost")
    await expect(badge).to_contain_text("重新连接中，画面停在")
    await expect(screen.locator(NAMES)).to_have_text(["甲", "乙", "丙"])
    hall.close(hall.people["乙"], 100)
    hall.server.start()
    await expect(screen.locator(NAMES)).to_have_text(["乙", "甲", "丙"])
    await expect(badge).to_have_class(LIVE)
    assert await screen.evaluate("window.sameDocument")


async def test_a_screen_whose_line_was_cut_catches_up(screen: Page, hall: Hall) -> None:
    await screen.context.set_offline(True)
    await screen.evaluate("dispatchEvent(new Event('online'))")  # drops the open socket
    await expect(screen.locator("#status")).to_have_class("status lost")
    hall.close(hall.people["乙"], 100)
    await screen.context.set_offline(False)
    await expect(screen.locator(NAMES)).to_have_text(["乙", "甲", "丙"])


async def test_it_goes_on_to_the_next_round_by_itself(screen: Page, hall: Hall) -> None:
    hall.open_round("second")
    await expect(screen.locator("#round")).to_have_text("轮次 second")
    await expect(screen.locator("#persons-none")).to_be_visible()
    await expect(screen.locator("#people")).to_have_text("0")


OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => !node.closest("[clip-path]"))
  .map((node) => [node.getBoundingClientRect(), node])
  .filter(([box]) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
  .map(([, node]) => node.outerHTML.slice(0, 80))"""


# Texts smaller than so many pixels as they are drawn, and lines that are cut.
SMALL = """(least) => [...document.querySelectorAll("body *")]
  .filter((node) => node.getClientRects().length && [...node.childNodes].some((one) =>
    one.nodeType === 3 && one.data.trim()))
  .filter((node) => least > parseFloat(getComputedStyle(node).fontSize)
    * (node.ownerSVGElement ? node.getScreenCTM().a : 1))
  .map((node) => node.textContent.trim())"""
CUT = """() => [...document.querySelectorAll("#persons bdi, #persons .home, .city-name")]
  .filter((node) => node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight
    || node.getBoundingClientRect().bottom - 1 > (node.closest(".row") ?? document.body)
      .getBoundingClientRect().bottom)
  .map((node) => node.textContent)"""


async def test_it_is_read_from_the_last_row_of_a_hall(chromium: Browser, hall: Hall) -> None:
    for locale, least in (("zh-CN", 22), ("zh-TW", 22), ("en-GB", 20)):
        context = await chromium.new_context(
            viewport={"width": 1920, "height": 1080}, locale=locale, base_url=hall.server.url
        )
        page = await context.new_page()
        await page.goto(f"/screen/{hall.code}/")
        await expect(page.locator(NAMES)).to_have_count(3)
        await expect(page.locator("#regions li")).to_have_count(21)
        assert await page.evaluate(SMALL, least) == [], locale
        assert await page.evaluate(CUT) == [], locale
        await context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-GB"])
async def test_everything_is_on_the_picture(chromium: Browser, hall: Hall, locale: str) -> None:
    context = await chromium.new_context(locale=locale, base_url=hall.server.url)
    page = await context.new_page()
    await page.goto(f"/screen/{hall.code}/")
    await expect(page.locator(NAMES)).to_have_count(3)
    for width, height in [(1920, 1080), (3840, 2160), (1366, 768), (1024, 768)]:
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate(OUTSIDE) == [], (width, height)
    await context.close()


async def test_readers_of_every_kind_can_use_it(screen: Page) -> None:
    await clean(screen)


async def test_without_a_map_the_cities_stand_below_their_heading(screen: Page) -> None:
    """As in a contest of a city, or of a province that has no honeycomb."""
    await expect(screen.locator(".city").first).to_be_visible()
    await screen.locator("#map").evaluate("(map) => map.remove()")
    heading = await screen.locator("#regions-title").bounding_box()
    first = await screen.locator(".city").first.bounding_box()
    assert heading is not None
    assert first is not None
    assert heading["y"] + heading["height"] <= first["y"]
