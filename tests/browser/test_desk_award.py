"""An organiser tries other weights: ranks move at once, and the page says why."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import clean, fits
from tests.processes import START_S
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
import hashlib
from django.contrib.auth.models import User
from questionbank import grants
from quiz import clock
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, EntryKind, Region, Round
from quiz.rules.formats import Format, plain
from leaderboard.models import BoardDefinition
user = User.objects.create_user("lin", is_staff=True)
grants.give(user, "organiser", "440000", by=None)
now, day = clock.now(), 86_400_000
contest = Contest.objects.create(code="GD26", title_zh="大赛", region_id="440000")
round_ = Round.objects.create(contest=contest, code="first", title_zh="初赛",
    format=plain(Format()), opens_at=now - 9 * day, closes_at=now + 9 * day)
cohorts = list(Cohort.objects.values_list("pk", flat=True))
n = 0
for k, county in enumerate(Region.objects.filter(kind="county").order_by("pk")[:30]):
    for i in range(100 + 7 * k):
        n += 1
        who = Contestant(contest=contest, nickname=f"选手{n}", region=county,
            cohort_id=cohorts[i % (1 + k % len(cohorts))], joined_at=now,
            token_hash=hashlib.sha256(str(n).encode()).hexdigest())
        who.path = county.path
        globals().setdefault("people", []).append(who)
people = Contestant.objects.bulk_create(people)
papers = Attempt.objects.bulk_create([Attempt(round=round_, contestant=who, try_no=0, book=0,
    form=0, region_path=who.region.path, cohort=who.cohort_id, opened_at=now - who.pk % 8 * day)
    for who in people])
Entry.objects.bulk_create([Entry(attempt=one, slot=10, kind=EntryKind.CLOSED, choice="",
    took_ms=60_000, points=one.pk * 7 % 11 * 10, received_at=one.opened_at + 1,
    stored_at=one.opened_at + 2) for one in papers])
BoardDefinition.objects.create(contest=contest, code="award", title_zh="优秀组织奖",
    region_id="440000", who="counties", formula="award", top=200, made_at=now)
"""
# Milliseconds of one change of a weight, with all ranks moved.
AT_ONCE_MS = 100
TIMED = """() => {
  const number = document.querySelector("#reach");
  const began = performance.now();
  for (let n = 0; n < 10; n++) {
    number.value = String(30 + n);
    number.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return (performance.now() - began) / 10;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    yield from bank.serving(tmp_path_factory.mktemp("award"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "lin") as page:
        yield page


async def names(page: Page) -> list[str]:
    return await page.locator("[data-band] .name").all_inner_texts()


async def ranked(page: Page) -> list[str]:
    """The names on the award's page, once its server has read the journal."""
    await page.goto("/desk/award/1/")
    async with asyncio.timeout(START_S):
        while not (found := await names(page)):
            await page.reload()
    return found


async def test_a_weight_moves_the_ranks_at_once_and_is_kept_when_told_so(lin: Page) -> None:
    before = await ranked(lin)
    await lin.fill("#reach", "0")
    await expect(lin.locator("#sum")).to_have_class("bad")
    await expect(lin.locator("button[form=keep]")).to_be_disabled()
    await lin.fill("#mean", "60")
    await expect(lin.locator("#sum")).to_have_text("合计 100 %")
    after = await names(lin)
    assert after != before
    assert sorted(after) == sorted(before)
    await expect(lin.locator(".moved.up").first).to_be_visible()
    await lin.click("[data-band] a.name >> nth=2")
    await expect(lin.locator("#why h2")).to_contain_text("为什么")
    figures = await lin.locator("#why tbody td.number").all_inner_texts()
    assert len(figures) == 15
    assert float(await lin.evaluate(TIMED)) < AT_ONCE_MS
    await lin.fill("#reach", "0")
    await lin.click("button[form=keep]")
    await expect(lin.locator(".said")).to_contain_text("成绩 60 %")
    assert await names(lin) == after
    assert await lin.locator(".moved.up:visible").count() == 0


async def test_the_pages_can_be_read_by_everybody(lin: Page) -> None:
    for path in ("/desk/boards/", "/desk/boards/new/", "/desk/award/1/"):
        await lin.goto(path)
        await expect(lin.locator("h1")).to_be_visible()
        await clean(lin)
        for width in (360, 1280):
            await lin.set_viewport_size({"width": width, "height": 800})
            await fits(lin)
