"""A round is published by two people on the desk, and checked by a stranger and by a phone."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import keep, small
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from quiz import seats
from quiz.models import Contestant
from tests.leaderboard.publish import cast
played = cast.scene()
played.crowd(130, where=cast.WHERE[0])
played.crowd(110, where=cast.WHERE[1], cohort="youth")
played.crowd(6, where=cast.WHERE[2])
cast.two()
who = Contestant.objects.order_by("pk")[7]
Contestant.objects.filter(pk=who.pk).update(token_hash=seats.token_hash("token-of-Mei-0123456789"))
from django.contrib.auth.models import User
User.objects.update(is_staff=True)
"""
KEEP = "localStorage.setItem('token:2026', 'token-of-Mei-0123456789')"
ANNUL = """
from django.contrib.auth.models import User
from quiz import annulling, clock
from quiz.models import Attempt
paper = Attempt.objects.order_by("pk")[10]
why = annulling.Why("program", "代答")
annulling.annul({paper.pk: 1}, why, User.objects.get(username="lin"), clock.now())
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    yield from bank.served(tmp_path, bank.built(BUILD))


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "lin") as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def chen(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "chen") as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=server.url
    )
    yield await context.new_page()
    await context.close()


# What a card with rounded corners would cut off without a word.
STICKS_OUT = """() => [...document.querySelectorAll("main table, main svg, main pre")]
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


# Words that go on in the next line.
BROKEN = r"""(cells) => cells.flatMap(({ firstChild: text }) =>
  [...(text?.data ?? "").matchAll(/[\w.]+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  })).map(String)"""


async def looked(page: Page, name: str, *widths: int) -> None:
    """At each width it does not scroll sideways, no card cuts it off, and axe finds nothing."""
    for width in widths or (1280, 360):
        await page.set_viewport_size({"width": width, "height": 800 if width > 500 else 740})
        await small(page, f"{name}-{width}")
        assert await page.evaluate(STICKS_OUT) == [], name


async def printed_whole(page: Page) -> None:
    """What is folded on the screen is on the paper, also where no script runs in between."""
    folded = page.locator(".unfolds:not([open]) + *")
    rows = (
        page.locator("section", has_text="第 11 行以后").locator("tbody tr").locator("visible=true")
    )
    await expect(rows).to_have_count(10)
    await page.emulate_media(media="print")
    await expect(rows).to_have_count(50)
    await expect(folded.locator("visible=true")).to_have_count(await folded.count())
    await keep(page, "result-printed")
    await page.emulate_media(media="screen")
    await page.get_by_text("第 11 行以后").click()
    await expect(rows).to_have_count(50)


async def in_english(page: Page) -> None:
    """Also on the smallest phones no word of a region's row goes on in the next line."""
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("h2").first).to_have_text("Persons")
    await looked(page, "english", 360, 320)
    assert await page.locator(".board.regions :is(th, .number)").evaluate_all(BROKEN) == []


async def counted(page: Page) -> None:
    """The counting runs in a process of its own; the page hears of its end."""
    await expect(page.locator("h2", has_text="核算完成")).to_be_visible(timeout=60_000)


async def test_two_people_publish_and_a_stranger_checks(
    lin: Page, chen: Page, stranger: Page
) -> None:
    await lin.goto("/desk/publish/")
    await looked(lin, "list")
    await lin.get_by_role("link", name="初赛").click()
    await looked(lin, "before")
    await lin.get_by_role("button", name="开始核算").click()
    await counted(lin)
    await expect(lin.locator("main")).to_contain_text("提出者不能自己确认")
    await chen.goto("/desk/publish/demo/")
    await looked(chen, "ready")
    await chen.fill("#typed", "demo")
    await chen.get_by_role("button", name="签名并公布").click()
    await expect(chen.locator("h1")).to_contain_text("正式")
    await stranger.goto("/results/2026/1/")
    await stranger.get_by_role("button", name="在浏览器里核验").click()
    await expect(stranger.locator("#said .good")).to_have_count(3)
    await stranger.get_by_role("button", name="查我的编号").click()
    await expect(stranger.locator("#mine")).to_contain_text("没有参加")
    await looked(stranger, "result")
    await printed_whole(stranger)
    # On a phone the time, which decides between equal scores, is below the score.
    points = stranger.locator("td[data-under]").first
    below = await points.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert re.fullmatch(r'"\d+\.\d\d"', below), below
    await stranger.evaluate(KEEP)
    await stranger.get_by_role("button", name="查我的编号").click()
    await expect(stranger.locator("#mine li")).to_have_count(2)
    await expect(stranger.locator("#mine")).to_contain_text("名次")
    await looked(stranger, "own", 360)
    await in_english(stranger)


async def test_a_correction_is_a_new_result_and_the_old_one_says_so(
    lin: Page, chen: Page, stranger: Page, server: WebServer
) -> None:
    server.manage("publish_result", "demo", "--by", "林", "--confirmed-by", "陈")
    server.manage("shell", "-v0", "-c", ANNUL)
    await lin.goto("/desk/publish/demo/")
    await lin.fill("#reason", "一份答卷查实为代答，作废")
    await looked(lin, "correcting")
    await lin.get_by_role("button", name="开始核算").click()
    await counted(lin)
    await chen.goto("/desk/publish/demo/")
    await looked(chen, "difference")
    await chen.fill("#typed", "demo")
    await chen.get_by_role("button", name="签名并公布").click()
    await stranger.goto("/results/2026/2/")
    await expect(stranger.locator(".correction")).to_contain_text("代答")
    await looked(stranger, "correction")
    codes = "all => all.map((one) => one.getClientRects().length)"
    assert set(await stranger.locator(".board small code").evaluate_all(codes)) <= {0, 1}
    await stranger.get_by_role("link", name="看原来的一份").click()
    await expect(stranger.locator("[role=alert]")).to_contain_text("已被第 2 份更正")
    await looked(stranger, "old", 360)
    await stranger.goto("/results/2026/")
    await looked(stranger, "archive")
