"""On a phone in English no heading, label or cell breaks a word, and cards keep apart."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import bank
from tests.browser.looks import small, whole_tables
from tests.browser.test_prizes import BUILD
from tests.leaderboard.cast import token
from tests.servers import WebServer

pytestmark = pytest.mark.browser
MORE = """
from leaderboard.models import BoardDefinition
holding.draw(row, "03-11-19-24-28-31+07", now)
BoardDefinition.objects.create(contest=stage.contest, code="award", title_zh="优秀组织奖",
    region_id="44", who="counties", formula="award", top=200, made_at=now)
"""
PAGES = (
    *("/desk/raffles/", "/desk/raffles/1/", "/desk/award/1/", "/desk/boards/"),
    "/bank/rulings/",
)
# Words of which one part stands below another, of those that are seen; a code has no words.
BROKEN = """() => {
  const CELLS = "th, td, caption, label, dt, dd, button, summary, h1, h2, .below li";
  const found = [];
  const range = document.createRange();
  for (const cell of document.querySelectorAll(CELLS)) {
    if (!cell.getClientRects().length) continue;
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (text.parentElement.closest("code, .code, .for-ears")) continue;
      for (const word of text.data.matchAll(/[A-Za-z]+/g)) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
        if (tops.size > 1) found.push(word[0]);
      }
    }
  }
  return found;
}"""
LINES = """(node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size;
}"""
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en-US"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    yield from bank.served(tmp_path_factory.mktemp("words"), bank.built(BUILD + MORE))


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "lin", **PHONE) as page:
        yield page


async def test_the_desk_breaks_no_word(lin: Page) -> None:
    for where in PAGES:
        await lin.goto(where)
        await small(lin, f"words{where.replace('/', '-')}")
        assert await lin.evaluate(BROKEN) == [], where
        await whole_tables(lin)


async def test_a_date_of_a_raffle_stands_in_one_line(lin: Page) -> None:
    await lin.goto("/desk/raffles/1/")
    ends = lin.locator(".draw-steps dd", has_text=":").first
    assert await ends.evaluate(LINES) == 1


async def test_a_step_of_a_raffle_has_one_number_and_room_below_its_button(lin: Page) -> None:
    await lin.goto("/desk/raffles/1/")
    steps = await lin.locator(".draw-steps > li").all_inner_texts()
    assert [one.split("\n")[0] for one in steps] == ["Promise", "Seal the list", "Draw"]
    gaps = """() => [...document.querySelectorAll(".draw-steps > li")].slice(1).map((one) =>
      one.getBoundingClientRect().top
      - one.previousElementSibling.lastElementChild.getBoundingClientRect().bottom)"""
    assert min(await lin.evaluate(gaps)) >= 8


async def test_a_raffle_and_a_certificate_break_no_word_and_its_picture_keeps_apart(
    chromium: Browser, server: WebServer
) -> None:
    context = await chromium.new_context(base_url=server.url, **PHONE)
    page = await context.new_page()
    await page.goto("/raffle/first-raffle/")
    await small(page, "words-raffle")
    stock = page.locator("dl").first.locator("dd")
    assert [one.strip() for one in await stock.all_inner_texts()][1:] == ["1 piece", "2 pieces"]
    assert await page.evaluate(BROKEN) == []
    head = {"Authorization": f"Bearer {token('选手5')}"}
    made = await page.request.post("/api/certificates/first", headers=head)
    await page.goto((await made.json())["page"])
    await small(page, "words-certificate")
    assert await page.evaluate(BROKEN) == []
    told = await page.locator(".verdict dd").nth(2).bounding_box()
    assert told is not None
    assert told["width"] > 200
    picture = await page.locator(".sheet").bounding_box()
    form = await page.locator("form.card").bounding_box()
    assert picture is not None
    assert form is not None
    assert form["y"] - picture["y"] - picture["height"] >= 8
    await context.close()


async def test_the_ways_into_the_boards_stand_side_by_side_on_the_narrowest_phone(
    chromium: Browser, server: WebServer
) -> None:
    narrow = {**PHONE, "viewport": {"width": 320, "height": 640}}
    context = await chromium.new_context(base_url=server.url, **narrow)
    page = await context.new_page()
    await page.goto("/boards/GD26/")
    await small(page, "words-boards-320")
    edges = "(all) => all.map((one) => one.getBoundingClientRect()).map((at) => [at.right, at.top])"
    found = await page.locator(".tabs a").evaluate_all(edges)
    assert max(right for right, _top in found) <= 320 - 8
    assert len({top for _right, top in found}) == 1
    await context.close()
