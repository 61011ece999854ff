"""An organiser makes a contest and a ranked round, previews and prepares it; a phone joins and
answers, and the round gets more time. Every page is fit for a phone, a desk, the keyboard and a
screen reader."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser import desk_stage
from tests.browser.looks import sound
from tests.browser.phone_steps import answer, begin, join, on, open_phone
from tests.browser.signed import STORE
from tests.servers import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WIDE = 1440
# Of each date in a part: in how many lines it stands.
DATES = r"""(part) => {
  const nodes = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const found = [];
  while (nodes.nextNode())
    for (const { 0: date, index } of nodes.currentNode.data.matchAll(/\d{4}-\d\d-\d\d/g)) {
      const range = document.createRange();
      range.setStart(nodes.currentNode, index);
      range.setEnd(nodes.currentNode, index + date.length);
      found.push(new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size);
    }
  return found;
}"""
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from tests.quiz import world
lin = User.objects.create_user("lin", is_staff=True)
grants.give(lin, "organiser", "440000", by=None)
world.make_bank(kinds=["single", "truefalse"])
"""
# The hour has come.
OPEN = """
from quiz import clock
from quiz.models import Round
Round.objects.update(opens_at=clock.now())
"""
# A round that nobody has played.
TO_DROP = """
from quiz import clock, setting_up
from quiz.setting_up import Wanted
now = clock.now()
setting_up.make_contest("DROP26", "不办了", region="440000")
wanted = Wanted("drop26-1", now + 3_600_000, now + 7_200_000)
setting_up.make_round("DROP26", "nanjing2018", wanted, now=now)
"""


@pytest.fixture
def province(tmp_path: Path) -> Iterator[WebServer]:
    """Each story begins without any contest."""
    one = WebServer(tmp_path)
    one.prepare(("load_regions",), ("load_taxonomy",), ("shell", "-c", BUILD + STORE))
    one.start()
    yield one
    one.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, province: WebServer) -> AsyncIterator[Page]:
    page = await desk_stage.signed_in(chromium, province, "lin", wide=WIDE)
    yield page
    await page.context.close()


async def make_contest(lin: Page, server: WebServer) -> None:
    await lin.goto(f"{server.url}/desk/rounds/")
    await sound(lin, "rounds-empty", desk=WIDE)
    await lin.click("text=建第一个大赛")
    await expect(lin.locator("#code")).to_have_value("GUAN2026")
    await lin.select_option("#region", "440000/440300")
    await expect(lin.locator("#code")).to_have_value("SHEN2026")
    await lin.select_option("#region", "440000")
    await expect(lin.locator("#code")).to_have_value("GUAN2026")
    await lin.fill("#code", "gd")
    await expect(lin.locator("#wrong-code")).to_contain_text("大写字母")
    await lin.fill("#code", "GD26")
    await expect(lin.locator("#wrong-code")).to_be_empty()
    await lin.fill("#title_zh", "广东省公民科学素质大赛")
    await sound(lin, "rounds-contest", desk=WIDE)
    await lin.click("button.main")


async def make_round(lin: Page) -> None:
    await expect(lin.locator("h1")).to_contain_text("新的轮次")
    await sound(lin, "rounds-presets", desk=WIDE)
    await lin.click("text=排名赛：十题，每题二十秒")
    for cell in ("knowledge", "method", "spirit", "application"):
        await lin.fill(f"#cell-{cell}", "")
    await lin.fill("#blueprint", "")
    await lin.fill("#questions", "30")
    await lin.locator(".facet summary >> nth=0").click()
    await lin.fill("#cell-single", "30")
    await expect(lin.locator("#short")).to_contain_text("需要 30 题，题库只有 12 题")
    await sound(lin, "rounds-short", desk=WIDE)
    await lin.fill("#questions", "4")
    await expect(lin.locator("#sum")).to_contain_text("合计 30 题，每卷 4 题")
    await lin.fill("#cell-single", "4")
    await expect(lin.locator("#sum")).to_have_text("合计 4 题，每卷 4 题")
    await expect(lin.locator("#short")).to_be_empty()
    await lin.fill("#title_zh", "初赛")
    await lin.locator("summary", has_text="其他设置").click()
    await sound(lin, "rounds-new", desk=WIDE)
    await lin.click("button.main")
    await expect(lin.locator("h1")).to_contain_text("未备卷")


async def prepare(lin: Page) -> str:
    """The promise of the prepared round."""
    await lin.click("text=预览试卷")
    await expect(lin.locator("#preview")).to_be_visible()
    await sound(lin, "rounds-preview", desk=WIDE)
    await lin.click("text=备卷，定下承诺")
    await expect(lin.locator("h1")).to_contain_text("已备卷")
    await lin.click("[data-copy=seed]")
    await expect(lin.locator("[data-copy=seed]")).to_have_text("已复制")
    await sound(lin, "rounds-promise", desk=WIDE)
    return await lin.inner_text("#seed")


async def give_more_time(lin: Page) -> None:
    """Two hours more; first without the code typed out rightly."""
    await lin.click("text=初赛")
    await lin.click("text=延长这一轮")
    end = await lin.input_value("#extend-closes")
    await lin.fill("#extend-closes", end.replace("T18:", "T20:"))
    await lin.fill("#extend-zh", "因台风停电")
    await lin.fill("#extend-typed", "gd26")
    await lin.click("form[action$=extend\\/] button")
    await expect(lin.locator("#wrong-extend-typed")).to_contain_text("gd26-1")
    await sound(lin, "rounds-extend", desk=WIDE)
    await lin.fill("#extend-typed", "gd26-1")
    await lin.click("form[action$=extend\\/] button")
    await expect(lin.locator("section", has_text="延长").first).to_contain_text("因台风停电")
    await sound(lin, "rounds-extended", desk=WIDE)


async def test_a_contest_is_made_and_played_without_a_command(
    chromium: Browser, province: WebServer, lin: Page
) -> None:
    await make_contest(lin, province)
    await make_round(lin)
    promised = await prepare(lin)
    await lin.click("text=公众看到承诺的页面")
    await expect(lin.locator("main")).to_contain_text(promised)
    await sound(lin, "rounds-public", desk=WIDE)
    province.manage("shell", "-c", OPEN)
    phone = await open_phone(chromium, province)
    await phone.goto("/p/GD26/")
    await join(phone)
    await begin(phone, "初赛")
    await answer(phone)
    await on(phone, 2)
    await lin.goto(f"{province.url}/desk/rounds/")
    row = lin.locator(".line li")
    await expect(row).to_contain_text("进行中")
    await lin.set_viewport_size({"width": 320, "height": 740})
    assert await row.evaluate(DATES) == [1, 1]
    await expect(row).to_contain_text("1 人次")
    await lin.locator("summary").click()
    await sound(lin, "rounds-list", desk=WIDE)
    await give_more_time(lin)
    await phone.context.close()


async def test_a_region_that_was_chosen_before_the_script_came_has_its_code_proposed(
    lin: Page, province: WebServer
) -> None:
    chosen = asyncio.Event()

    async def hold(route: Route) -> None:
        await chosen.wait()
        await route.continue_()

    await lin.route("**/desk/contest*.js", hold)
    await lin.goto(f"{province.url}/desk/rounds/contest/", wait_until="commit")
    await lin.select_option("#region", "440000/440300")
    chosen.set()
    await expect(lin.locator("#code")).to_have_value("SHEN2026")


async def test_without_a_script_a_contest_is_made_too(
    chromium: Browser, province: WebServer, lin: Page
) -> None:
    context = await chromium.new_context(java_script_enabled=False, locale="en")
    await context.add_cookies(await lin.context.cookies())  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{province.url}/desk/rounds/contest/")
    await page.fill("#title_zh", "练习赛")
    await page.fill("#code", "PLAY26")
    await page.click("button.main")
    await page.click(".presets h2 a >> nth=7")
    await page.click("button.main")
    await expect(page.locator("h1")).to_contain_text("Practice")
    await context.close()


async def keyed(page: Page, wanted: str) -> None:
    """Go on by the Tab key to what is wanted."""
    for _press in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("(what) => document.activeElement.matches(what)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached")


async def test_a_round_is_deleted_by_the_keyboard(lin: Page, province: WebServer) -> None:
    province.manage("shell", "-c", TO_DROP)
    await lin.goto(f"{province.url}/desk/rounds/of/drop26-1/")
    await keyed(lin, "details summary")
    await lin.keyboard.press("Enter")
    await keyed(lin, "#typed")
    await lin.keyboard.type("drop26-1")
    await lin.keyboard.press("Enter")
    await expect(lin.locator(".said")).to_contain_text("已删除轮次")
