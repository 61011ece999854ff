"""An organiser looks at a flag, sees what annulling would change, and annuls; the contestant reads
why."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import keep, sound, whole_tables
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from quiz import clock, counting, plan
from quiz.flags import flagging
from quiz.models import Cohort, Region
from tests.quiz import test_flagging as cast
from tests.quiz import world
user = User.objects.create_user("lin", is_staff=True)
grants.give(user, "organiser", "440000", by=None)
world.make_bank(16)
contest = world.make_contest()
world.make_round(cast.FORM, contest)
for n in range(26):
    world.make_contestant(contest, f"选手{n}" if n else "Mei")
people = cast.people()
for n, who in enumerate(people[2:]):
    times = [took + 137 * (n * 7 % 11) for took in cast.HUMAN]
    cast.play(who, times, wrong=[n % 8, n * 3 % 8])
cast.play(people[0], cast.RACER)
cast.play(people[1], cast.RACER, wrong=[5])
counting.catch_up()
flagging.raise_for("demo", clock.now())
"""
ANNUL = """
from django.contrib.auth.models import User
from quiz import annulling, clock
from quiz.models import Attempt
paper = Attempt.objects.get(contestant__nickname="Mei")
why = annulling.Why("program", "逐题用时均不到一秒")
annulling.annul({paper.pk: 1}, why, User.objects.get(), clock.now())
print(paper.pk)
"""
STILL_OPEN = """
from quiz.models import Entry, EntryKind
from tests.quiz import test_flagging as cast
paper = cast.play(cast.people()[0], cast.HUMAN)
Entry.objects.filter(attempt=paper, kind=EntryKind.CLOSED).delete()
print(paper.pk)
"""
RESTORE = """
from django.contrib.auth.models import User
from quiz import annulling, clock
from quiz.models import Attempt
paper = Attempt.objects.get(contestant__nickname="Mei")
annulling.restore({paper.pk: 2}, annulling.Why("appeal"), User.objects.get(), clock.now())
"""


KEEP = "localStorage.setItem('token:2026', 'token-of-Mei-0123456789')"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    yield from bank.served(tmp_path, bank.built(BUILD))


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "lin") as page:
        yield page


async def test_flags_attempts_and_effects_can_be_read_by_everybody(lin: Page) -> None:
    await lin.goto("/desk/flags/")
    await expect(lin.locator(".flags .flag")).to_have_count(2)
    await sound(lin, "flags")
    await lin.locator(".flags .flag a").first.click()
    await expect(lin.locator("svg rect.middle").first).to_be_visible()
    await lin.get_by_text("全部流水").click()
    await sound(lin, "attempt")
    await whole_tables(lin)
    await keep(lin, "attempt-rows")
    await lin.select_option("#reason", "program")
    await lin.fill("#act textarea", "逐题用时均不到一秒")
    await lin.get_by_role("button", name="看看有什么影响").click()
    await expect(lin.locator("#effect")).to_contain_text("名次上升")
    await sound(lin, "effect")
    await lin.get_by_role("button", name="确认作废").click()
    await expect(lin.locator(".said")).to_contain_text("已作废 1 份答卷")
    await expect(lin.locator("h1")).to_contain_text("已作废")
    await sound(lin, "annulled")
    await lin.goto("/desk/annulments/")
    await sound(lin, "record")
    await whole_tables(lin)


async def test_who_annuls_all_of_a_person_reads_that_one_is_still_open(
    lin: Page, server: WebServer
) -> None:
    paper = server.manage("shell", "-v0", "-c", STILL_OPEN).strip()
    await lin.goto(f"/desk/attempts/{paper}/")
    await lin.select_option("#whole", "round")
    await lin.select_option("#reason", "program")
    await lin.get_by_role("button", name="看看有什么影响").click()
    await expect(lin.locator("#effect")).to_contain_text("另有 1 份还在作答")
    await sound(lin, "effect-open")
    await lin.get_by_role("button", name="确认作废").click()
    await expect(lin.locator(".said")).to_contain_text("交卷时随即作废")
    await expect(lin.locator("h1")).to_contain_text("未交卷，交卷即作废")
    await sound(lin, "annulled-open")


async def test_a_name_on_the_board_leads_to_its_papers(lin: Page) -> None:
    await lin.goto("/desk/boards/both/demo/")
    await lin.get_by_role("link", name="Mei").first.click()
    await expect(lin.locator("#found tbody tr")).to_have_count(1)
    await sound(lin, "found")
    await lin.fill("#attempt", "选手1")
    await lin.get_by_role("button", name="查找").first.click()
    await lin.locator("#found a").click()
    await expect(lin.locator(".facts")).to_contain_text("选手1")


async def test_a_flag_is_cleared_by_keyboard_with_a_reason(lin: Page) -> None:
    await lin.goto("/desk/flags/")
    await lin.locator(".flags .flag a").first.focus()
    await lin.keyboard.press("Enter")
    await lin.locator("#flags textarea").focus()
    await lin.keyboard.type("已核实，本人熟悉题目")
    await lin.get_by_role("button", name="排除").focus()
    await lin.keyboard.press("Enter")
    await expect(lin.locator(".said")).to_contain_text("已记下")
    await expect(lin.locator("#flags .state")).to_have_text("已排除")
    await expect(lin.locator("#flags")).to_contain_text("lin：已核实")


async def test_a_contestant_reads_why_and_appeals(chromium: Browser, server: WebServer) -> None:
    server.manage("shell", "-v0", "-c", ANNUL)
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=server.url
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await page.evaluate(KEEP)
    await page.reload()
    await page.locator("article button.main").first.click()
    await expect(page.locator(".void")).to_contain_text("用程序作答 · 逐题用时均不到一秒")
    await keep(page, "annul-phone")
    await page.locator(".void summary").click()
    await page.fill(".void textarea", "是我自己答的")
    await page.locator(".void button").click()
    await expect(page.locator(".void")).to_contain_text("等候答复")
    await keep(page, "annul-appealed")
    await context.close()


async def test_a_connected_phone_shows_each_step_without_being_touched(
    chromium: Browser, server: WebServer
) -> None:
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=server.url
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await page.evaluate(KEEP)
    await page.reload()
    await page.locator("article button.main").first.click()
    await expect(page.locator(".score")).to_be_visible()
    await expect(page.locator(".void")).to_have_count(0)
    server.manage("shell", "-v0", "-c", ANNUL)
    await expect(page.locator(".void")).to_contain_text("用程序作答 · 逐题用时均不到一秒")
    await keep(page, "annul-phone")
    server.manage("shell", "-v0", "-c", RESTORE)
    await expect(page.locator(".void")).to_contain_text("曾作废，现已恢复")
    await expect(page.locator(".void")).not_to_contain_text("用程序作答")
    await expect(page.locator(".score")).to_be_visible()
    await keep(page, "annul-back")
    await context.close()
