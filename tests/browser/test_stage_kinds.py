"""Questions of every kind on the big screen of a hall, while they are open and with their keys."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.host_stage import Hall
from tests.browser.told_stage import NOW, Feed, told_screen

pytestmark = pytest.mark.browser
ASKED = {"opens_at": NOW - 5000, "closes_at": NOW + 600_000}
TOLD = {"key": [], "why": "解析文字。", "source": "读本", "right": 2, "of": 9}
WIDE = {"src": "/drawn.png", "w": 800, "h": 400, "alt": "图"}
ORDERED = {"kind": "ordering", "stem": "请排列。", "options": ["罗盘", "日心说", "力学", "蒸汽机"]}
PAIRED = {
    "kind": "matching",
    "stem": "请配对。",
    "options": ["电池", "听诊器", "电话"],
    "targets": ["伏打", "雷奈克", "贝尔", "爱迪生"],
}


@pytest_asyncio.fixture(loop_scope="session")
async def shown(
    chromium: Browser, hosted: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Feed]]:
    async with told_screen(chromium, hosted, problems) as both:
        await both[0].emulate_media(reduced_motion="reduce")
        await both[0].route("**/drawn.png", drawn)
        yield both


async def drawn(route: Route) -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 400), "#def").save(out, "PNG")
    await route.fulfill(body=out.getvalue(), content_type="image/png")


def ask(feed: Feed, q: dict[str, Any], order: list[int], **more: Any) -> None:
    feed.stage("shown", **ASKED, q=q, order=order, **more)


def tell(
    feed: Feed, q: dict[str, Any], order: list[int], told: dict[str, Any], **more: Any
) -> None:
    feed.stage("revealed", **ASKED, q=q, order=order, told={**TOLD, **told}, **more)


async def test_a_bar_is_as_long_as_the_share_that_is_written_on_it(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    q = {"kind": "single", "stem": "几倍？", "options": ["1", "2", "4", "8"]}
    tell(feed, q, [0, 1, 2, 3], {"key": [2], "counts": [3, 3, 0, 2]})
    await expect(page.locator(".count")).to_contain_text(["33%", "33%", "0%", "22%"])
    shares = """[...document.querySelectorAll(".bar i")].map((bar) => Math.round(100
      * bar.getBoundingClientRect().width / bar.parentNode.getBoundingClientRect().width))"""
    assert await page.evaluate(shares) == [33, 33, 0, 22]


async def test_an_order_has_the_signs_of_the_phones_and_is_told_in_its_order(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    ask(feed, ORDERED, [2, 0, 3, 1])
    await expect(page.locator(".items .mark text")).to_have_text(["A", "B", "C", "D"])
    await expect(page.locator(".items .words")).to_have_text(["力学", "罗盘", "蒸汽机", "日心说"])
    tell(feed, ORDERED, [2, 0, 3, 1], {"key": [0, 1, 2, 3]})
    await expect(page.locator(".items .words")).to_have_text(["罗盘", "日心说", "力学", "蒸汽机"])
    await expect(page.locator(".items .nth")).to_have_text(["1", "2", "3", "4"])
    await expect(page.locator(".items .mark text")).to_have_text(["B", "D", "A", "C"])
    await expect(page.locator(".told .keyline")).to_have_count(0)
    await expect(page.locator(".how")).to_be_hidden()


async def test_a_key_that_was_told_gives_way_to_a_ruling(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    tell(feed, ORDERED, [2, 0, 3, 1], {"key": [0, 1, 2, 3]})
    await expect(page.locator(".items .words").first).to_have_text("罗盘")
    tell(feed, ORDERED, [2, 0, 3, 1], {"key": [3, 2, 1, 0], "ruling": {"kind": "new_key"}})
    await expect(page.locator(".items .words").first).to_have_text("蒸汽机")
    tell(feed, ORDERED, [2, 0, 3, 1], {"key": [], "ruling": {"kind": "void_all"}})
    await expect(page.locator(".items .nth")).to_have_count(0)
    await expect(page.locator(".items .words").first).to_have_text("力学")


async def test_pairs_are_told_side_by_side_and_stand_in_the_middle_of_their_boxes(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    goals = [3, 0, 1, 2]
    ask(feed, PAIRED, [1, 0, 2], target_order=goals)
    await expect(page.locator(".items .mark text")).to_have_text(["A", "B", "C"])
    off = """[...document.querySelectorAll(".items li")].map((item) => {
      const [box, text] = [item, item.querySelector(".words")]
        .map((node) => node.getBoundingClientRect());
      return Math.abs(box.top + box.bottom - text.top - text.bottom);
    }).filter((pixels) => pixels > 3)"""
    assert await page.evaluate(off) == []
    tell(feed, PAIRED, [1, 0, 2], {"key": [0, 1, 2]}, target_order=goals)
    await expect(page.locator(".items .pair .words")).to_have_text(
        ["听诊器", "雷奈克", "电池", "伏打", "电话", "贝尔"]
    )
    await expect(page.locator(".items .unused")).to_have_text("爱迪生")


async def test_guesses_stand_on_a_line_with_the_key(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    q = {"kind": "estimate", "stem": "珠江多长？", "min": 0, "max": 8000, "unit": "公里"}
    ask(feed, q, [])
    await expect(page.locator("#question .line")).to_have_count(0)
    told = {"key": [2000], "right": 0, "partly": 7, "spread": [0, 1, 6, 0, 2, 0, 0, 0]}
    tell(feed, q, [], told)
    await expect(page.locator(".told .partly")).to_have_text("部分得分 7 人")
    await expect(page.locator(".line i")).to_have_count(8)
    await expect(page.locator(".line .ends span")).to_have_text(["0 公里", "8000 公里"])
    at = """() => {
      const [mark, bars] = [".line b", ".bars"].map((name) =>
        document.querySelector(name).getBoundingClientRect());
      return (mark.left + mark.width / 2 - bars.left) / bars.width;
    }"""
    assert round(await page.evaluate(at), 2) == 0.25
    tell(feed, q, [], {**told, "ruling": {"kind": "void_none"}})
    await expect(page.locator(".line b")).to_have_count(0)


SHARE = """([inner, outer]) => [...document.querySelectorAll(inner)].map((node) => {
  const [small, large] = [node, node.closest(outer)].map((one) => one.getBoundingClientRect());
  const inside = small.left >= large.left && small.right <= large.right
    && small.top >= large.top && small.bottom <= large.bottom;
  return inside ? Math.max(small.width / large.width, small.height / large.height) : 0;
})"""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (2880, 960), (1080, 1920)])
async def test_pictures_have_the_room_there_is(
    shown: tuple[Page, Feed], size: tuple[int, int]
) -> None:
    page, feed = shown
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    q = {"kind": "single", "stem": "哪一张？", "options": ["一", "二", "三", "没有"]}
    ask(feed, {**q, "option_pictures": [WIDE, WIDE, WIDE, None]}, [0, 1, 2, 3])
    await expect(page.locator(".option img")).to_have_count(3)
    assert min(await page.evaluate(SHARE, ["#question .option img", ".option"])) > 0.6
    spot = {"kind": "hotspot", "stem": "点出红色的圆。", "picture": WIDE}
    ask(feed, spot, [])
    await expect(page.locator("#question img")).to_have_count(1)
    assert min(await page.evaluate(SHARE, ["#question img", ".paper"])) > 0.48


async def test_what_was_pointed_at_carries_its_key_and_once(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    spot = {"kind": "hotspot", "stem": "点出红色的圆。", "picture": WIDE}
    ask(feed, spot, [])
    await expect(page.locator("#question img")).to_have_count(1)
    tell(feed, spot, [], {"areas": [["rect", 0, 0, 1000, 1000]]})
    await expect(page.locator("#question rect")).to_have_count(1)
    await expect(page.locator("#question img")).to_have_count(1)
    await expect(page.locator(".paper .keyline")).to_have_text("✓ 正确答案")
    apart = """() => {
      const [picture, area] = ["#question img", "#question rect"].map((name) =>
        document.querySelector(name).getBoundingClientRect());
      return ["left", "top", "width", "height"]
        .map((side) => Math.abs(picture[side] - area[side])).filter((pixels) => pixels > 8);
    }"""
    assert await page.evaluate(apart) == []


async def test_an_overlay_keeps_a_picture_with_its_key_in_its_lower_third(
    chromium: Browser, hosted: Hall
) -> None:
    page, feed = await chromium.new_page(viewport={"width": 1920, "height": 1080}), Feed()
    await page.route_web_socket("**/ws/stage/", feed.opened)
    await page.route("**/drawn.png", drawn)
    await page.goto(f"{hosted.url}/stage/{hosted.screen}/overlay/")
    await expect(page.locator("#lower")).to_be_hidden()
    while feed.line is None or feed.v == 0:
        await page.wait_for_timeout(50)
    spot = {"kind": "hotspot", "stem": "点出红色的圆。", "picture": WIDE}
    tell(feed, spot, [], {"areas": [["rect", 0, 0, 1000, 1000]]})
    await expect(page.locator("#lower rect")).to_have_count(1)
    top = "(node) => node.getBoundingClientRect().top"
    assert await page.locator("#lower .keyline").evaluate(top) > 540
    await page.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
async def test_the_longest_reason_stays_readable_and_says_where_the_rest_is(
    shown: tuple[Page, Feed], size: tuple[int, int]
) -> None:
    page, feed = shown
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    q = {"kind": "truefalse", "stem": "对吗？"}
    why = "光合作用是绿色植物利用光能把二氧化碳和水变成有机物并释放氧气的过程。" * 27
    tell(feed, q, [0, 1], {"key": [0], "counts": [2, 7], "why": why[:900]})
    await expect(page.locator(".told .more")).to_have_text("全文见手机")
    letters = "(node) => parseFloat(getComputedStyle(node).fontSize) / innerHeight"
    assert await page.locator(".told .why").evaluate(letters) > 0.024
    whole = "(node) => node.scrollHeight - node.clientHeight"
    assert await page.locator(".told").evaluate(whole) <= 1
    tell(feed, q, [0, 1], {"key": [0], "counts": [2, 7], "why": why[:90]})
    await expect(page.locator(".told .more")).to_be_hidden()
