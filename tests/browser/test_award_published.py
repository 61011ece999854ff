"""Two people publish an award and a season; a stranger on a phone asks why a county is third, and
checks both."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import small
from tests.browser.test_desk_publish import ANNUL, counted, looked
from tests.browser.test_whole_words import LINES
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from quiz.models import Region
from tests.leaderboard.publish import award_cast, cast, season_cast
played = cast.scene()
award_cast.award(played)
Region.objects.filter(pk="440106").update(name_zh="天河区")
Region.objects.filter(pk="440104").update(name_zh="越秀区")
Region.objects.filter(pk="440300").update(name_zh="深圳市")
Region.objects.filter(pk="440305").update(name_zh="南山区")
played.crowd(130, where=cast.WHERE[0])
played.crowd(40, where=cast.WHERE[0], cohort="farmers")
played.crowd(110, where=cast.WHERE[1], cohort="youth")
played.crowd(60, where=cast.WHERE[2])
played.crowd(55, where=cast.WHERE[2], cohort="farmers")
played.crowd(6, where="440100/440103")
season_cast.second(played)
season_cast.season(played)
cast.two()
User.objects.update(is_staff=True)
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


async def large_names(page: Page) -> None:
    """In large type each place has a line, with its rank and its figure below; then as before."""
    await page.locator("#elder").click()
    places = page.locator(".board tbody .place")
    assert await places.count() == 3
    for place in await places.all():
        assert await place.evaluate(LINES) == 1
    await small(page, "award-large")
    await page.locator("#elder").click()


async def test_an_award_is_published_asked_about_and_checked(
    lin: Page, chen: Page, stranger: Page, server: WebServer
) -> None:
    server.manage("publish_result", "demo", "--by", "林", "--confirmed-by", "陈")
    await lin.goto("/desk/publish/")
    await looked(lin, "list")
    await lin.locator("main").get_by_role("link", name="优秀组织奖").click()
    await looked(lin, "before")
    await lin.get_by_role("button", name="开始核算").click()
    await counted(lin)
    await chen.goto(lin.url)
    await looked(chen, "ready")
    await chen.fill("#typed", "award")
    await chen.get_by_role("button", name="签名并公布").click()
    await expect(chen.locator("h1")).to_contain_text("正式")
    await stranger.goto("/results/2026/2/")
    await stranger.get_by_role("button", name="在浏览器里核验").click()
    await expect(stranger.locator("#said .good")).to_have_count(5)
    await looked(stranger, "award")
    await large_names(stranger)
    await stranger.locator("tbody a.place").nth(2).click()
    await expect(stranger.locator("h2")).to_contain_text("为什么是第 3 名")
    await looked(stranger, "why")
    server.manage("shell", "-v0", "-c", ANNUL)
    reason = "一份答卷查实为代答"
    server.manage("publish_result", "demo", "--by=林", "--confirmed-by=陈", f"--reason={reason}")
    await stranger.reload()
    await expect(stranger.locator("[role=alert]")).to_contain_text("已被第 3 份更正")
    await looked(stranger, "outdated")
    await stranger.goto("/results/2026/")
    await looked(stranger, "archive")


async def test_a_season_is_published_and_checked_on_a_phone(
    lin: Page, chen: Page, stranger: Page, server: WebServer
) -> None:
    for code in ("demo", "demo2"):
        server.manage("publish_result", code, "--by", "林", "--confirmed-by", "陈")
    await lin.goto("/desk/publish/")
    await lin.locator("main").get_by_role("link", name="赛季总榜").click()
    await looked(lin, "season-before")
    await lin.get_by_role("button", name="开始核算").click()
    await counted(lin)
    await chen.goto(lin.url)
    await looked(chen, "season-ready")
    await chen.fill("#typed", "season")
    await chen.get_by_role("button", name="签名并公布").click()
    await expect(chen.locator("h1")).to_contain_text("正式")
    await stranger.goto("/results/2026/3/")
    await stranger.get_by_role("button", name="在浏览器里核验").click()
    await expect(stranger.locator("#said .good")).to_have_count(4)
    await looked(stranger, "season")
