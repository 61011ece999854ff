"""The boards on the smallest phones: nothing is pushed sideways, and what unfolds says so."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.hall import Hall, halls
from tests.browser.looks import SMALL
from tests.browser.test_boards import BROKEN, PUSHED, cities, ready

pytestmark = pytest.mark.browser
VERSUS = "440106/versus/?with=440305"


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Two ranked cities, and a guest whom no region counts."""
    served = halls(tmp_path_factory.mktemp("boards"), BOARD_LEAST_PEOPLE="10")
    for contests in served:
        one = cities(next(contests))
        one.close(one.join("来宾", "810000"), 50)
        yield one


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_the_smallest_phone_pushes_no_table_and_breaks_no_word(
    chromium: Browser, still: Hall, locale: str
) -> None:
    smallest: ViewportSize = {"width": 320, "height": 568}
    context = await chromium.new_context(
        viewport=smallest, locale=locale, base_url=still.server.url
    )
    page = await context.new_page()
    for address in ("", "?tab=regions", "440100/days/", "440000/find/?q=%E7%94%B2", VERSUS):
        await page.goto(still.boards + address)
        await ready(page)
        assert await page.evaluate(PUSHED) == [], address
        assert await page.evaluate(BROKEN) == [], address
    await context.close()


SIGN = "(one) => getComputedStyle(one, '::before').content"


async def test_what_unfolds_has_a_sign_that_turns(chromium: Browser, still: Hall) -> None:
    context = await chromium.new_context(locale="zh-CN", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(f"{still.boards}census/")
    city = page.locator("summary").first
    assert await city.evaluate(SIGN) == '"▸"'
    await city.click()
    assert await city.evaluate(SIGN) == '"▾"'
    await context.close()


# As boards/parts/line.html draws it, which takes two days.
LINE = """<figure class="line"><svg viewBox="-120 -24 740 226">
  <text class="scale" y="8">76</text></svg></figure>"""
# How large the letters of a drawing are, in pixels of the screen.
LETTERS = """(texts) => texts.map((text) =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""


async def test_the_letters_of_a_line_of_days_are_no_headings(
    chromium: Browser, still: Hall
) -> None:
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 900}, base_url=still.server.url, bypass_csp=True
    )
    page = await context.new_page()
    await page.goto(f"{still.boards}440000/days/")
    await page.evaluate("(line) => document.querySelector('.lines').innerHTML = line", LINE)
    sizes = await page.locator(".line text").evaluate_all(LETTERS)
    assert sizes
    assert max(sizes) <= 20
    await page.set_viewport_size({"width": SMALL, "height": 740})
    assert min(await page.locator(".line text").evaluate_all(LETTERS)) >= 12
    await context.close()


# Parts that hold a table of which there is less to see than the table is high.
FOLDED = """(parts) => parts.filter((part) => part.querySelector("table")
  && part.offsetHeight < part.querySelector("table").offsetHeight).length"""


async def test_all_of_a_census_is_on_paper(chromium: Browser, still: Hall) -> None:
    """What is folded on a screen, too: paper cannot be unfolded."""
    context = await chromium.new_context(locale="zh-CN", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(f"{still.boards}census/")
    parts, table = page.locator("details"), page.locator("details table").first
    await expect(table).to_be_hidden()
    await page.emulate_media(media="print")
    await expect(table).to_be_visible()
    assert await parts.evaluate_all(FOLDED) == 0
    await context.close()


# How high a cell is, in lines of its own text.
LINES = """(cells) => cells.map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


async def test_that_few_took_part_is_one_line_and_regions_stand_side_by_side(
    chromium: Browser, still: Hall
) -> None:
    small: ViewportSize = {"width": SMALL, "height": 740}
    context = await chromium.new_context(viewport=small, locale="zh-CN", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(f"{still.boards}?tab=regions")
    few = page.locator(".board .number:not(.wide)", has_text="不足 10")
    await expect(few.first).to_be_visible()
    assert set(await few.evaluate_all(LINES)) == {1}
    first, second = [
        await page.locator("[aria-labelledby=below] li").nth(n).bounding_box() for n in (0, 1)
    ]
    assert first
    assert second
    assert first["y"] == second["y"]
    await context.close()


async def test_in_large_type_how_old_the_figures_are_is_told_word_by_word(
    chromium: Browser, still: Hall
) -> None:
    small: ViewportSize = {"width": SMALL, "height": 740}
    context = await chromium.new_context(viewport=small, locale="zh-CN", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(still.boards)
    await page.click("#elder")
    label = page.locator(".counts dt", has_text="数据截至")
    assert await label.evaluate_all(LINES) == [1]
    assert await page.locator("#as-of").evaluate_all(LINES) == [1]
    await context.close()


@pytest.mark.parametrize("width", [320, 360])
async def test_in_large_type_names_have_room_beside_their_figures(
    chromium: Browser, still: Hall, width: int
) -> None:
    small: ViewportSize = {"width": width, "height": 740}
    context = await chromium.new_context(viewport=small, locale="zh-CN", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(f"{still.boards}?tab=regions")
    await page.click("#elder")
    cities = page.locator(".board td:nth-child(2) a", has_text="市")
    assert set(await cities.evaluate_all(LINES)) == {1}
    assert await page.evaluate(PUSHED) == []
    await page.goto(still.boards)
    await ready(page)
    assert await page.evaluate("document.documentElement.classList.contains('elder')")
    people = page.locator(".board td:nth-child(2) a")
    assert set(await people.evaluate_all(LINES)) == {1}
    assert await page.evaluate(PUSHED) == []
    await context.close()
