"""What a console shows of long questions, of long times, and of how the system is."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.host_stage import Hall
from tests.browser.told_console import NOW, Desk, example, told_console

pytestmark = pytest.mark.browser
ITEMS = ["指南针用于航海", "哥白尼提出日心说", "牛顿发表《自然哲学的数学原理》", "瓦特改良蒸汽机"]
LONG = "光合作用是绿色植物利用光能把二氧化碳和水变成有机物的过程。" * 10
WIDER = """() => [...document.querySelectorAll("#question *")]
  .filter((node) => node.getBoundingClientRect().right
    > document.querySelector("#question").getBoundingClientRect().right + 1).length"""


@pytest_asyncio.fixture(loop_scope="session")
async def console(
    chromium: Browser, hosted: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Desk]]:
    page, desk = await told_console(chromium, hosted, problems)
    yield page, desk
    await page.context.close()


@pytest.mark.parametrize("kind", ["ordering", "matching"])
async def test_a_long_key_is_whole(console: tuple[Page, Desk], kind: str) -> None:
    page, desk = console
    q = {"kind": kind, "stem": "请排列。", "options": ITEMS, "targets": ITEMS}
    told = {**example("desk")["told"], "key": [3, 2, 1, 0]}
    desk.stands({"state": "revealed"}, {"q": q, "order": [0, 1, 2, 3], "told": told})
    await expect(page.locator("#question .key b")).to_contain_text(ITEMS[3])
    assert await page.evaluate(WIDER) == 0


async def test_a_long_next_question_leaves_how_the_system_is_in_sight(
    console: tuple[Page, Desk],
) -> None:
    page, desk = console
    coming = {"kind": "single", "stem": LONG, "options": [LONG] * 8}
    desk.stands({}, {"coming": coming})
    await expect(page.locator("#coming .ahead")).to_have_text(LONG)
    await expect(page.locator("#health-title")).to_be_in_viewport()
    await expect(page.locator("#health li").first).to_be_in_viewport()


@pytest.mark.parametrize("left_s", [9, 60, 600])
@pytest.mark.parametrize("width", [1024, 800, 390])
async def test_the_clock_is_one_line(console: tuple[Page, Desk], left_s: int, width: int) -> None:
    page, desk = console
    await page.set_viewport_size({"width": width, "height": 768})
    times = {"opens_at": NOW - 1000, "closes_at": NOW + 1000 * left_s}
    desk.stands({"state": "shown", "paused": False, **times}, {})
    clock = page.locator("#clock")
    await expect(clock).to_have_class("clock")
    lines = (
        "(node) => node.getClientRects()[0].height / parseFloat(getComputedStyle(node).fontSize)"
    )
    wide = "(node) => node.scrollWidth - node.clientWidth"
    assert await clock.evaluate(lines) < 1.5
    assert await clock.evaluate(wide) <= 0
