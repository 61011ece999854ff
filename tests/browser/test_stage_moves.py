"""What moves on the big screen: overtakings, the opening of a frozen board, the podium.

The page is the real one; its frames are told here, as a hall large enough for regions would.
"""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.host_stage import Hall
from tests.browser.told_stage import CUT, NOW, Feed, told_screen

pytestmark = pytest.mark.browser
REGIONS = "#regions .racer-name"


@pytest_asyncio.fixture(loop_scope="session")
async def shown(
    chromium: Browser, hosted: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Feed]]:
    async with told_screen(chromium, hosted, problems) as both:
        yield both


LONG = ["一个特别特别长的名字看看", "老江遇见中华白海豚", "WWWWWWWWWWWW", "李伯"]


def guests(count: int) -> dict[str, Any]:
    """The frame of so many who came in, with names of all lengths."""
    names = [
        {"id": number, "name": LONG[number % 4], "region": "广州市", "bot": number % 3 == 0}
        for number in range(count)
    ]
    return {"t": "crowd", "v": 1, "people": count, "regions": [], "names": names}


async def test_the_legend_of_a_halls_map_says_what_its_cells_show(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    feed.tell(
        {**guests(9), "regions": [["440000/440100", "广州", 8], ["440000/440300", "深圳", 1]]}
    )
    await expect(page.locator("#tile-440100 .count")).to_have_text("8")
    await expect(page.locator("#legend .mark")).to_have_text(["1", "5", "10"])
    await expect(page.locator("#legend .mark-few, .tile.scarce")).to_have_count(0)
    feed.tell({**guests(9), "v": 2, "regions": [["440000/440100", "广州", 120]]})
    await expect(page.locator("#legend .mark")).to_have_text(["20", "100", "200"])


@pytest.mark.parametrize(("count", "shown_at_once"), [(20, 20), (50, 48), (60, 48)])
async def test_a_name_of_twelve_letters_is_whole_on_the_wall(
    shown: tuple[Page, Feed], count: int, shown_at_once: int
) -> None:
    page, feed = shown
    feed.tell(guests(count))
    await expect(page.locator("#people")).to_have_text(str(count))
    await expect(page.locator(".wall h2")).to_have_text(f"已入场 {count} 人")
    for width, height in [(1920, 1080), (1280, 720)]:
        await page.set_viewport_size({"width": width, "height": height})
        await expect(page.locator("#names .here")).to_have_count(shown_at_once)
        assert await page.evaluate(CUT, ["#names bdi", "li"]) == []


async def test_a_long_name_of_a_team_is_whole(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    feed.stage("board")
    team = {"id": 1, "rank": 1, "was": 1, "place": "", "score": 51475, "right": 1, "took_ms": 1}
    names = ["天河区第一中学科普代表队", "海珠队"]
    teams = [{**team, "id": number, "name": name} for number, name in enumerate(names)]
    feed.board([("甲", 1)], "广深", teams=teams)
    await expect(page.locator("#teams .racer-name")).to_have_text(names)
    assert await page.evaluate(CUT, [".racer-name", "li"]) == []


# Corners of the word below a shared rank that lie outside the medal's painted shape.
OUT_OF_MEDAL = """() => [...document.querySelectorAll(".row .place.same")].flatMap((medal) => {
  const range = document.createRange();
  range.selectNodeContents(medal.querySelector("i"));
  const { left, right, top, height } = range.getBoundingClientRect();
  const bottom = top + height * 0.86;  // below are only the tails of letters
  return [[left, bottom], [right, bottom]]
    .filter(([x, y]) => !document.elementsFromPoint(x, y).includes(medal));
})"""


async def test_the_word_of_a_shared_rank_is_on_its_medal(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    feed.stage("board")
    usual = {"was": 1, "place": "", "score": 9, "right": 1, "took_ms": 900, "out": False}
    rows = [{**usual, "id": number, "rank": 1, "name": "甲"} for number in range(2)]
    feed.board([], "广深", rows=rows)
    await expect(page.locator(".place.same")).to_have_count(2)
    assert await page.evaluate(OUT_OF_MEDAL) == []


async def test_a_reveal_shows_everything_whole_from_its_first_moment(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    q = {"kind": "single", "stem": "哪一种？", "options": ["自带可重复使用的水杯"] * 4}
    asked = {"opens_at": NOW - 5000, "closes_at": NOW + 600_000, "q": q, "order": [0, 1, 2, 3]}
    feed.stage("shown", **asked)
    await expect(page.locator("#question .option")).to_have_count(4)
    why = {"key": [0], "why": "解析" * 40, "source": "科普读本", "right": 3, "of": 4}
    feed.stage("revealed", **asked, told={**why, "counts": [3, 1, 0, 0]})
    await expect(page.locator("#question .tick")).to_have_count(1)
    begun = """() => {
      for (const one of document.getAnimations()) { one.pause(); one.currentTime = 0; }
      const paper = document.querySelector(".paper").getBoundingClientRect();
      const boxes = [...document.querySelectorAll(".option")]
        .map((option) => option.getBoundingClientRect());
      const cut = boxes.filter(({ right, bottom }) => right > paper.right || bottom > paper.bottom);
      const across = boxes.filter((a, n) => boxes.some((b, m) => m > n
        && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
      return cut.length + across.length;
    }"""
    # Whatever moves is put at its beginning.
    assert await page.evaluate(begun) == 0
    hidden = "(node) => getComputedStyle(node).opacity === '0'"
    texts = page.locator("#question .told > *")
    assert [await texts.nth(n).evaluate(hidden) for n in range(3)] == [False] * 3


async def test_the_countdown_never_lies_across_its_words(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    feed.stage("shown", opens_at=NOW + 600_000)
    await expect(page.locator("#soon .count")).to_have_text(re.compile("[0-9]+"))
    # The whole of its movement, at any moment.
    beyond = """() => {
      const count = document.querySelector("#soon .count");
      const [moving] = count.getAnimations();
      moving.pause();
      const boxes = [0, 100, 200, 400, 899].map((now) => {
        moving.currentTime = now;
        return count.getBoundingClientRect();
      });
      const [above, below] = ["number", "note"].map((name) =>
        document.querySelector(`#soon .${name}`).getBoundingClientRect());
      return boxes.filter(({ top, bottom }) => top < above.bottom || bottom > below.top).length;
    }"""
    assert await page.evaluate(beyond) == 0


async def test_the_old_order_is_seen_before_rows_move_to_the_new_one(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    feed.stage("board")
    feed.board([("丙", 3), ("甲", 1), ("乙", 2)], "广深佛")
    await expect(page.locator("#persons bdi")).to_have_text(["丙", "甲", "乙"])
    feed.stage("lobby")
    await expect(page.locator("#board")).to_be_hidden()
    feed.stage("board")
    feed.board([("乙", 3), ("丙", 1), ("甲", 2)], "广深佛")
    await expect(page.locator("#persons bdi")).to_have_text(["丙", "甲", "乙"])
    await expect(page.locator("#persons bdi")).to_have_text(["乙", "丙", "甲"])
    risen = page.locator("#persons .risen", has_text="乙")
    await expect(risen.locator(".home")).to_contain_text("▲ 上升 2 位")


async def test_a_region_that_is_opened_shines_in_its_place_and_then_moves(
    shown: tuple[Page, Feed],
) -> None:
    page, feed = shown
    feed.stage("board", frozen=True)
    feed.board([("甲", 1)], "广深佛", frozen=True, pending=3)
    await expect(page.locator("#frozen")).to_be_visible()
    await expect(page.locator(REGIONS)).to_have_text(["广", "深", "佛"])
    feed.stage("board", frozen=True)
    feed.board([("甲", 1)], "佛广深", frozen=True, pending=2, opening="佛")
    await expect(page.locator(".racer.lit .racer-name")).to_have_text("佛")
    await expect(page.locator(REGIONS)).to_have_text(["广", "深", "佛"])
    await expect(page.locator(REGIONS)).to_have_text(["佛", "广", "深"])
    await expect(page.locator(".racer.lit")).to_have_count(0)
    await expect(page.locator("#pending")).to_have_text("还有 2 个地区待揭晓")


async def test_a_hurried_host_loses_no_step(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    feed.stage("board", frozen=True)
    feed.board([("甲", 1)], "广深佛", frozen=True, pending=3)
    for opening, order in [("佛", "佛广深"), ("深", "深佛广")]:
        feed.stage("board", frozen=True)
        feed.board([("甲", 1)], order, frozen=True, pending=1, opening=opening)
    await expect(page.locator(REGIONS)).to_have_text(["深", "佛", "广"])


async def test_the_end_tells_third_second_first(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    feed.stage("closed")
    feed.board([("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4)], "广深佛", final=True)
    delays = """[...document.querySelectorAll(".step")].map((node) =>
      Number.parseFloat(getComputedStyle(node).animationDelay))"""
    await expect(page.locator(".final.fresh .step bdi")).to_have_text(["甲", "乙", "丙"])
    first, second, third = await page.evaluate(delays)
    assert third < second < first
    await expect(page.locator(".rest bdi")).to_have_text(["丁"])
    # What ranks people of one score is said of everybody.
    await expect(page.locator(".podium, .rest")).to_contain_text(
        ["答对 1 题 · 0:01.000", "0:01.000"]
    )
    await expect(page.locator(".bests bdi")).to_have_text(["广", "深", "佛"])


async def test_nothing_moves_for_those_who_asked_for_it(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    await page.emulate_media(reduced_motion="reduce")
    feed.stage("board")
    feed.board([("丙", 3), ("甲", 1), ("乙", 2)], "广深佛")
    await expect(page.locator("#persons bdi")).to_have_text(["丙", "甲", "乙"])
    assert await page.evaluate("document.getAnimations().length") == 0
    feed.stage("closed")
    feed.board([("丙", 3), ("甲", 1), ("乙", 2)], "广深佛", final=True)
    await expect(page.locator(".step")).to_have_count(3)
    assert await page.evaluate("document.getAnimations().length") == 0
