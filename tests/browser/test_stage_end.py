"""The end of a hall on its big screen: who stands on the podium, and what stands around it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.host_stage import Hall
from tests.browser.told_stage import CUT, Feed, told_screen

pytestmark = pytest.mark.browser
TOPS = """[...document.querySelectorAll(".block")].map((node) =>
  Math.round(node.getBoundingClientRect().top))"""
# How far what is shown stands from the middle of the picture, in parts of its width.
ASIDE = """() => {
  const boxes = [...document.querySelectorAll("#final .step, #final .panel, #final .nothing")]
    .map((node) => node.getBoundingClientRect());
  const [left, right] = [Math.min(...boxes.map((box) => box.left)),
    Math.max(...boxes.map((box) => box.right))];
  return Math.abs(left + right - innerWidth) / 2 / innerWidth;
}"""
EMPTY = """[...document.querySelectorAll("#final .panel, #final ol")]
  .filter((node) => !node.querySelector("li")).length"""


@pytest_asyncio.fixture(loop_scope="session")
async def shown(
    chromium: Browser, hosted: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Feed]]:
    async with told_screen(chromium, hosted, problems) as both:
        await both[0].emulate_media(reduced_motion="reduce")
        yield both


def row(number: int, rank: int, score: int, name: str = "选手") -> dict[str, Any]:
    usual = {"was": 1, "place": "广州市", "right": 1, "took_ms": 4198, "out": False}
    return {**usual, "id": number, "rank": rank, "name": name, "score": score}


def ended(feed: Feed, places: list[tuple[int, int]], teams: list[dict[str, Any]] | None) -> None:
    """`places` = rank and score of each person, best first."""
    rows = [row(number, *place) for number, place in enumerate(places)]
    if rows:
        rows[0]["name"] = "一个特别特别长的名字看看"
    feed.stage("closed")
    feed.board([], "", rows=rows, teams=teams or [], final=True)


async def test_who_is_equal_stands_equally_high(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    ended(feed, [(1, 90), (1, 90), (3, 50), (3, 50)], None)
    await expect(page.locator(".step")).to_have_count(4)
    await expect(page.locator(".step.first .medal")).to_have_text(["1并列", "1并列"])
    await expect(page.locator(".step.third .medal")).to_have_text(["3并列", "3并列"])
    first, same, third, also = await page.evaluate(TOPS)
    assert first == same < third == also
    # In the order of ranks for those who hear it.
    await expect(page.locator(".medal")).to_contain_text(["1", "1", "3", "3"])


async def test_many_who_are_equal_are_a_list(shown: tuple[Page, Feed]) -> None:
    page, feed = shown
    teams = [
        row(number, 1, 4000, name) for number, name in enumerate(["木棉队", "荔枝队", "英歌队"])
    ]
    ended(feed, [(1, 40)] * 4, teams)
    await expect(page.locator(".rest li.first")).to_have_count(4)
    await expect(page.locator(".rest li small:first-of-type")).to_contain_text(["并列"] * 4)
    await expect(page.locator(".podium")).to_have_count(0)
    await expect(page.locator(".best li.first")).to_have_count(3)


@pytest.mark.parametrize(
    ("places", "steps", "others"),
    [([], 0, 0), ([(1, 0)], 0, 1), ([(1, 10)], 1, 0), ([(1, 10), (2, 0), (3, 0)], 1, 2)],
)
async def test_what_there_is_stands_in_the_middle_without_empty_frames(
    shown: tuple[Page, Feed], places: list[tuple[int, int]], steps: int, others: int
) -> None:
    page, feed = shown
    ended(feed, places, None)
    await expect(page.locator("#final > *").first).to_be_visible()
    await expect(page.locator(".step")).to_have_count(steps)
    await expect(page.locator(".rest li")).to_have_count(others)
    await expect(page.locator(".nothing")).to_have_text([] if places else ["没有成绩"])
    assert await page.evaluate(EMPTY) == 0
    assert await page.evaluate(ASIDE) < 0.1


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (2880, 960), (1080, 1920)])
async def test_names_of_winners_are_whole(shown: tuple[Page, Feed], size: tuple[int, int]) -> None:
    page, feed = shown
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    names = ["一个特别特别长的名字看看", "WWWWWWWWWWWW", "老江遇见中华白海豚看看看", "李伯"]
    rows = [row(number, rank, 9, names[number % 4]) for number, rank in enumerate([1, 2, 3, 3, 5])]
    teams = [row(rank, rank, 97, f"{rank}广州市越秀区科普志愿者联合代表队") for rank in (1, 2, 3)]
    regions = [
        {"path": "1", "name": "广州市", "people": 9, "rank": 1, "was": 1, "mean_x100": 900},
    ]
    feed.stage("closed")
    feed.board([], "", rows=rows, teams=teams, regions=regions, final=True)
    await expect(page.locator(".step bdi").first).to_be_visible()
    assert await page.evaluate(CUT, ["#final bdi", "li"]) == []
