"""A phone of 360 pixels in large type: what an answer earned is seen, and nothing is cut off."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.browser.phone_steps import join
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = "from tests.browser import kinds_stage; kinds_stage.build()"
SEEN = """() => {
  const box = document.querySelector(".verdict").getBoundingClientRect();
  return document.elementFromPoint(box.left + 30, box.top + 4).className;
}"""

RING = "getComputedStyle(document.activeElement).outlineColor"
# A switch that is on has its border in the colour of what one does, not of what is wrong.
ACCENT = "getComputedStyle(document.getElementById('elder')).borderColor"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    one = WebServer(tmp_path_factory.mktemp("narrow"))
    one.prepare(("load_regions",), ("shell", "-c", BUILD))
    one.start()
    yield one
    one.stop()


async def in_large_type(chromium: Browser, server: WebServer, width: int, height: int) -> Page:
    """The page on a phone of that size, in elder mode."""
    phone = await chromium.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", base_url=server.url
    )
    page = await phone.new_page()
    await page.goto("/p/2026/")
    await page.click("#elder")
    return page


async def test_what_an_answer_earned_is_not_under_the_bar(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 360, 740)
    region = page.get_by_role("button", name="更改地区")
    await expect(page.locator("#city")).to_be_visible()
    await page.focus("#nickname")
    assert await page.evaluate(RING) == await page.evaluate(ACCENT)
    await expect(region).to_be_hidden()
    await join(page)
    await expect(page.locator("article.card")).to_have_count(6)
    await expect(region).to_be_visible()
    await page.locator("article.card").first.locator(".main").click()
    await page.click(".ready .main")
    await expect(page.locator(".options select")).to_have_count(3)
    await expect(region).to_be_hidden()
    for one in await page.locator(".options select").all():
        await one.select_option(index=1)
    await page.click(".question > .main")
    await expect(page.locator(".verdict")).to_be_visible()
    await expect(page.locator("#saved")).to_be_visible()
    assert await page.evaluate(SEEN) == "verdict"
    await page.locator(".report summary").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    field = await page.locator(".report input").bounding_box()
    assert field
    assert field["x"] + field["width"] <= 360
    await page.context.close()


async def test_on_a_small_phone_line_and_time_stand_beside_the_switch_of_large_type(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 320, 568)
    await join(page)
    # Where it says nothing it hides nothing.
    assert await page.locator("#bar").evaluate("(bar) => bar.offsetHeight") == 0
    card = page.locator("article.card", has=page.get_by_text("pictures", exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    await expect(page.locator(".stem")).to_be_visible()
    bar = await page.locator("#bar").bounding_box()
    switch = await page.locator("#elder").bounding_box()
    assert bar
    assert switch
    assert bar["x"] + bar["width"] <= switch["x"]
    assert bar["y"] < switch["y"] + switch["height"]
    await page.context.close()


async def test_a_question_has_most_of_a_small_phone_in_large_type(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 320, 568)
    await join(page)
    card = page.locator("article.card", has=page.get_by_text("pictures", exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    stem = await page.locator(".stem").bounding_box()
    assert stem
    assert stem["y"] < 568 / 2
    await expect(page.locator("h1")).to_be_hidden()
    await page.context.close()


SUBMIT = ".question > .main"
# Of each thing that a question's keys lead to: whether what is seen in its middle is itself.
HIDDEN = """() => {
  const covered = (one) => {
    one.focus();
    const {left, top, width, height} = one.getBoundingClientRect();
    return !one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  };
  const all = document.querySelectorAll(".options :is(button, input, select)");
  return [...all].filter(covered).length;
}"""

# From the top of the page to its end: where something else is seen at the button's upper edge.
COVERED = """() => {
  const button = document.querySelector(".question > .main");
  const covered = [];
  for (let at = 0; at <= document.documentElement.scrollHeight - innerHeight; at += 3) {
    scrollTo(0, at);
    const { left, top, width } = button.getBoundingClientRect();
    if (document.elementFromPoint(left + width / 2, top + 3) !== button) covered.push(at);
  }
  return covered;
}"""


@pytest.mark.parametrize("kind", ["matching", "hotspot", "formulas", "pictures"])
async def test_the_button_that_sends_is_always_in_sight_and_hides_nothing_that_has_focus(
    chromium: Browser, server: WebServer, kind: str
) -> None:
    page = await in_large_type(chromium, server, 360, 640)
    await join(page)
    card = page.locator("article.card", has=page.get_by_text(kind, exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    await expect(page.locator(SUBMIT)).to_be_in_viewport(ratio=1)
    await expect(page.locator(".question.fresh")).to_have_count(0)
    assert await page.evaluate(HIDDEN) == 0
    assert await page.evaluate(COVERED) == []
    await page.evaluate("scrollTo(0, 9_999)")
    last = await page.locator(".options > *").last.bounding_box()
    button = await page.locator(SUBMIT).bounding_box()
    assert last
    assert button
    assert last["y"] + last["height"] <= button["y"]
    below = await page.locator("footer").bounding_box()
    assert below
    assert below["y"] >= button["y"] + button["height"] + 16
    # At four times the size there is no room for it beside what it sends.
    await page.set_viewport_size({"width": 320, "height": 256})
    assert (
        await page.locator(SUBMIT).evaluate("(one) => getComputedStyle(one).position") == "static"
    )
    await page.context.close()


async def test_a_bar_is_seen_where_people_force_their_own_colours(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 360, 740)
    await page.emulate_media(forced_colors="active")
    await join(page)
    card = page.locator("article.card", has=page.get_by_text("pictures", exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    bar = page.locator("progress.paper")
    await expect(bar).to_be_visible()
    await bar.evaluate("(bar) => { bar.value = bar.max / 2; }")
    picture = Image.open(io.BytesIO(await bar.screenshot())).convert("RGB")
    filled, empty = (
        picture.getpixel((picture.width * part // 4, picture.height // 2)) for part in (1, 3)
    )
    assert filled != empty
    await page.context.close()


async def test_what_a_score_is_out_of_stands_right_below_it_where_it_does_not_fit_beside(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 320, 740)
    await join(page)
    card = page.locator("article.card", has=page.get_by_text("pictures", exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    await page.get_by_text("有红色", exact=True).click()
    await page.click(".question > .main")
    await page.click("main > .main")
    await expect(page.locator(".big")).to_have_text("10 / 10")
    await page.locator(".big small").evaluate("(rest) => { rest.textContent = ' / 100'; }")
    whole = await page.locator(".big").bounding_box()
    rest = await page.locator(".big small").bounding_box()
    assert whole
    assert rest
    top = await page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.big')).fontSize)"
    )
    assert whole["height"] <= top * 1.2 + rest["height"]
    await page.context.close()


async def test_a_phone_on_its_side_has_one_row_above_the_question(
    chromium: Browser, server: WebServer
) -> None:
    page = await in_large_type(chromium, server, 740, 360)
    await page.click("#elder")
    await join(page)
    card = page.locator("article.card", has=page.get_by_text("timed", exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    await expect(page.locator("#timer progress")).to_be_visible()
    button, bar, kind = [
        await page.locator(one).bounding_box() for one in ("#elder", "#bar", ".kind")
    ]
    assert button
    assert bar
    assert kind
    assert bar["x"] + bar["width"] <= button["x"]
    assert kind["y"] < 80
    assert await page.evaluate("document.documentElement.scrollWidth") <= 740
    await page.context.close()
