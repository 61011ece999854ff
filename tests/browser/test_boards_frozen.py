"""A frozen board in a real browser: its line is open, and still it does not say that it moves."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.hall import Hall

pytestmark = pytest.mark.browser
FREEZE = """
from leaderboard import freezing
from quiz import clock
from quiz.models import Round
freezing.freeze(
    Round.objects.get(contest__code="{contest}"), clock.now(), by=None, now=clock.now())
"""
# Whether the page's script has shown a board that came over its line.
WATCHED = """addEventListener("DOMContentLoaded", () =>
  new MutationObserver(() => { window.hasMoved = true; })
    .observe(document.getElementById("rows"), { childList: true }))"""


@pytest.fixture
def hall(contests: Iterator[Hall]) -> Hall:
    """A contest with one person on its board, on a server that runs."""
    one = next(contests)
    if not one.server.running:
        one.server.start()
    one.close(one.join("甲"), 90)
    return one


async def test_a_frozen_board_does_not_say_that_it_moves(chromium: Browser, hall: Hall) -> None:
    page = await chromium.new_page(locale="zh-CN", base_url=hall.server.url)
    await page.add_init_script(WATCHED)
    await page.goto(hall.boards)
    await expect(page.locator("#state")).to_have_text("实时更新中")
    hall.server.manage("shell", "-c", FREEZE.format(contest=hall.code))
    while not await page.get_by_text("榜单已封存").is_visible():
        await page.reload()
    await page.wait_for_function("() => window.hasMoved")
    await expect(page.locator("#state")).to_have_text("")
    await page.close()
