"""Pairs, points, typed texts and pictures on a phone: by finger, by keyboard, and heard."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.kinds_stage import PAIRS
from tests.browser.looks import small
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = "from tests.browser import kinds_stage; kinds_stage.build()"
KINDS = ("matching", "text", "hotspot", "pictures", "formulas")

SIGNS = """() => Object.fromEntries([...document.querySelectorAll(".option .text")].map((one) =>
  [one.textContent, getComputedStyle(one, "::after").content.replaceAll('"', "")]))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A practice round of each kind, each with one question."""
    one = WebServer(tmp_path_factory.mktemp("kinds"))
    one.prepare(("load_regions",), ("shell", "-c", BUILD))
    one.start()
    yield one
    one.stop()


async def open_phone(chromium: Browser, server: WebServer, *, inspected: bool = False) -> Page:
    """Somebody who has joined, before the list of rounds; `inspected` by a script of a test's."""
    context = await chromium.new_context(
        viewport={"width": 320, "height": 640},
        locale="zh-CN",
        base_url=server.url,
        reduced_motion="reduce",
        bypass_csp=inspected,
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await page.select_option("#city", "440100")
    await page.select_option("#region", "440106")
    await page.click("form.card .main")
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """A phone; a broken script, a policy that forbids something or a missing file fails."""
    page = await open_phone(chromium, server)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    yield page
    await page.context.close()
    assert problems == []


async def begin(page: Page, round_: str) -> None:
    card = page.locator("article.card", has=page.get_by_text(round_, exact=True))
    await card.locator(".main").click()
    await page.click(".ready .main")
    await expect(page.locator(".question .stem")).to_be_focused()
    await expect(page.locator(".fresh")).to_have_count(0)


async def sent_right(page: Page) -> None:
    """The answer is stored, was right, and the result comes with the review."""
    await expect(page.locator(".verdict")).to_have_text("✓ 10 分")
    await page.click("main > .main")
    await expect(page.locator(".score .big")).to_contain_text("10")
    await page.get_by_role("button", name="查看解析").click()
    await expect(page.locator(".review article .verdict")).to_have_text("✓ 10 分")


async def signs(page: Page) -> dict[str, str]:
    """What stands behind each option, by its text."""
    found: dict[str, str] = await page.evaluate(SIGNS)
    return found


async def test_pairs_are_chosen_from_lists(phone: Page) -> None:
    await begin(phone, "matching")
    submit = phone.locator(".question > .main")
    for option, target in PAIRS.items():
        await expect(submit).to_be_disabled()
        await phone.get_by_label(re.compile(option)).select_option(label=target)
    await submit.click()
    await expect(phone.locator(".key b").first).to_contain_text("电池 → 伏打")
    await expect(submit).to_be_hidden()
    await expect(phone.locator("select").first).to_be_disabled()
    await sent_right(phone)


async def test_pairs_can_be_chosen_with_keys_alone(phone: Page) -> None:
    await begin(phone, "matching")
    for _ in PAIRS:
        await phone.keyboard.press("Tab")
        await phone.keyboard.press("ArrowDown")
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Enter")
    await expect(phone.locator(".verdict")).to_be_visible()


async def test_a_text_is_typed_and_sent_by_enter(phone: Page) -> None:
    await begin(phone, "text")
    await expect(phone.locator(".question > .main")).to_be_disabled()
    await phone.keyboard.press("Tab")
    await phone.keyboard.type("　光合作用。")
    await phone.keyboard.press("Enter")
    await expect(phone.locator(".key b").first).to_have_text("光合作用。")
    await sent_right(phone)


async def test_what_is_chosen_when_time_is_up_is_the_answer(phone: Page) -> None:
    await begin(phone, "timed")
    await phone.locator(".options input").fill("光合作用")
    await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
    await sent_right(phone)


async def test_where_nothing_is_chosen_the_phone_says_that_a_blank_is_stored(phone: Page) -> None:
    await begin(phone, "timed")
    await expect(phone.locator("#saved")).to_have_text("第 1 题已保存 · 未作答")
    await expect(phone.locator(".verdict")).to_have_text("– 0 分")


async def test_a_point_is_tapped(phone: Page) -> None:
    await begin(phone, "hotspot")
    box = await phone.locator(".surface").bounding_box()
    assert box is not None
    await phone.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    await expect(phone.locator(".said")).to_have_text("横向 25%，纵向 25%")
    await phone.locator(".question > .main").click()
    await expect(phone.locator(".key svg circle")).to_have_count(1)
    await expect(phone.locator(".key svg rect")).to_have_count(1)
    # The places are seen on the picture, and said only to those who do not see it.
    await expect(phone.locator(".key")).not_to_contain_text("%")
    await expect(phone.get_by_role("img", name="25%, 25%", exact=True)).to_have_text("✛")
    areas = phone.get_by_role("img", name="25%, 25% / 95%, 95%")
    await expect(areas).to_have_count(1)
    await sent_right(phone)


async def test_a_point_is_moved_by_arrow_keys_and_said(phone: Page) -> None:
    await begin(phone, "hotspot")
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Enter")
    await expect(phone.locator(".said")).to_have_text("横向 50%，纵向 50%")
    for key in ("ArrowLeft", "ArrowUp"):
        for _ in range(12):
            await phone.keyboard.press(key)
    await expect(phone.locator(".said")).to_have_text("横向 26%，纵向 26%")
    await phone.keyboard.press("Shift+ArrowLeft")
    await expect(phone.locator(".said")).to_have_text("横向 26%，纵向 26%")
    await phone.get_by_role("button", name="右移").click()
    await phone.locator(".question > .main").click()
    await sent_right(phone)


async def test_a_picture_has_its_place_before_it_comes_and_grows_at_a_tap(phone: Page) -> None:
    wanted = asyncio.Event()

    async def late(route: Route) -> None:
        await wanted.wait()
        await route.continue_()

    await phone.route("**/pictures/**", late)
    await begin(phone, "pictures")
    picture = phone.locator(".picture img")
    place = await picture.bounding_box()
    assert place is not None
    assert place["width"] > 200
    assert place["width"] / place["height"] == pytest.approx(4 / 3, abs=0.02)
    await expect(picture).to_have_js_property("complete", value=False)
    wanted.set()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.bounding_box() == place
    assert await picture.evaluate("one => one.naturalWidth") > 0
    await expect(phone.locator(".option img")).to_have_count(2)
    button = phone.get_by_role("button", name="放大图片")
    await button.click()
    assert await button.evaluate("one => one.offsetHeight") == 640
    await phone.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-pressed", "false")
    await phone.get_by_role("button", name=re.compile("不知道 ?$")).click()
    await expect(phone.locator(".verdict")).to_have_text("✗ 0 分")
    assert await signs(phone) == {"有红色": " ✓", "没有红色": "none", "不知道": " ✗"}


async def test_formulas_are_drawn_and_said(phone: Page) -> None:
    await begin(phone, "formulas")
    await expect(phone.locator(".stem b")).to_have_text("动能")
    half = phone.locator("math[alttext='1/2mv²']")
    assert await half.evaluate("one => one.namespaceURI.endsWith('MathML')")
    # How high a fraction is depends on the font; drawn as one, its parts stand above each other.
    over, under = [await part.bounding_box() for part in await half.locator("mfrac > *").all()]
    assert over is not None
    assert under is not None
    assert over["height"] > 0
    assert over["y"] + over["height"] <= under["y"]
    await phone.locator(".option", has=half).click()
    await phone.locator(".question > .main").click()
    await expect(phone.locator(".key math[alttext='W=Fs']")).to_have_count(1)
    # One of the two was left out; the one that was chosen is right.
    assert sorted((await signs(phone)).values()) == [" ✓", " ✓", "none"]


async def test_a_phone_without_formulas_shows_them_as_a_line_of_text(
    chromium: Browser, server: WebServer
) -> None:
    page = await open_phone(chromium, server)
    await page.evaluate("delete window.MathMLElement")
    await begin(page, "formulas")
    await expect(page.locator(".option", has_text="1/2mv²")).to_have_count(1)
    await expect(page.locator("math")).to_have_count(0)
    await page.context.close()


async def test_what_comes_later_is_loaded_once_and_waited_for(
    chromium: Browser, server: WebServer
) -> None:
    """Its first loading fails: the phone tries again and comes in anew."""
    page = await open_phone(chromium, server)
    asked: list[str] = []

    async def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        await (route.abort() if len(asked) == 1 else route.continue_())

    await page.route("**/p/more/**", fail_once)
    await begin(page, "text")
    await expect(page.locator(".typed")).to_be_visible()
    assert len(asked) == 2
    await page.context.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_phone(
    chromium: Browser, server: WebServer, kind: str
) -> None:
    page = await open_phone(chromium, server, inspected=True)
    await begin(page, kind)
    await small(page)
    await page.click("#elder")
    await small(page)
    await page.context.close()
