"""The organisers' desk in a real browser: reports, bulletins on one sheet, a team from end to end.

With SHOTS set to a folder the pages are kept there as pictures (docs/images).
"""

import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from leaderboard.reports.drawing import MOST_DAYS
from tests.browser import desk_stage
from tests.browser.looks import whole_tables
from tests.servers import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LANGUAGES = {"zh-CN": "zh-hans", "zh-TW": "zh-hant", "en": "en"}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    one = desk_stage.prepare(tmp_path_factory.mktemp("desk"))
    one.start()
    yield one
    one.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, province: WebServer) -> AsyncIterator[Page]:
    page = await desk_stage.signed_in(chromium, province, "lin")
    yield page
    await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def small(chromium: Browser, province: WebServer) -> AsyncIterator[Page]:
    page = await desk_stage.signed_in(chromium, province, "chen", wide=360)
    yield page
    await page.context.close()


async def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=str(Path(folder) / f"desk-{name}.png"), full_page=True)


async def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_on_a_phone_the_room_one_is_in_shows_and_that_there_are_more(
    small: Page, province: WebServer
) -> None:
    rooms = small.locator(".rooms")
    await small.goto(f"{province.url}/desk/")
    await expect(rooms).to_have_class("rooms more-after")
    await small.goto(f"{province.url}/desk/flags/")
    await expect(rooms.locator("[aria-current]")).to_be_in_viewport(ratio=1)
    await expect(rooms).to_have_class("rooms more-before more-after")
    await rooms.evaluate("(line) => line.scrollTo(line.scrollWidth, 0)")
    await expect(rooms).to_have_class("rooms more-before")
    await small.set_viewport_size({"width": 1440, "height": 900})
    await expect(rooms).to_have_class("rooms")
    await small.set_viewport_size({"width": 360, "height": 740})
    await small.goto(f"{province.url}/desk/flags/")
    await shot(small, "rooms")


async def test_the_desk_fits_a_phone(small: Page, province: WebServer) -> None:
    for path in (
        "",
        "reports/",
        "reports/?by=day",
        "bulletins/",
        "selections/",
        "reports/?by=unit",
    ):
        await small.goto(f"{province.url}/desk/{path}")
        assert await fits(small), path


# Figures that stand outside of their table's part of the page, or not below their row's name.
OUTSIDE = """(part) => [...part.querySelectorAll("tbody td")].filter((cell) => {
  const [a, b] = [cell.getBoundingClientRect(), part.getBoundingClientRect()];
  const name = cell.closest("tr").querySelector("th").getBoundingClientRect();
  return a.left < b.left || a.right > b.right || a.top < name.bottom;
}).length"""
# How large the letters of a picture are that are seen, in pixels of the screen.
LETTERS = """(texts) => texts.filter((one) => one.getClientRects().length).map((one) =>
  parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""


async def test_on_a_phone_a_long_name_leaves_the_figures_room(
    small: Page, province: WebServer
) -> None:
    await small.goto(f"{province.url}/desk/reports/?by=unit")
    part = small.locator(".wide")
    for name in ("W" * 40, "广州市某某职业技术学院附属科学实验学校" * 2):
        await part.locator("tbody bdi").last.evaluate("(of, name) => of.textContent = name", name)
        assert await part.evaluate(OUTSIDE) == 0, name
    for by in ("unit", "region", "day", "cohort"):
        await small.goto(f"{province.url}/desk/reports/?by={by}")
        await whole_tables(small)


async def test_the_days_of_a_report_are_read_on_a_phone(small: Page, province: WebServer) -> None:
    await small.goto(f"{province.url}/desk/reports/?by=day")
    days = small.locator(".days text")
    assert min(await days.evaluate_all(LETTERS)) >= 12
    assert await days.locator("visible=true").count() == MOST_DAYS
    names = await days.locator("visible=true").all_text_contents()
    rows = await small.locator("tbody bdi").all_inner_texts()
    assert [names[0], names[-1]] == [rows[1][5:], rows[-1][5:]]
    assert await fits(small)


async def test_one_goes_from_the_province_down_to_a_county(lin: Page, province: WebServer) -> None:
    await lin.goto(f"{province.url}/desk/")
    await shot(lin, "home")
    await lin.click(".mine a >> nth=0")
    await shot(lin, "reports")
    await lin.click("table >> text=广州市")
    await expect(lin.locator("h1")).to_contain_text("广州市")
    await lin.click("text=按日期")
    await expect(lin.locator(".days figcaption")).to_be_visible()
    async with lin.expect_download() as got:
        await lin.click("text=下载 XLSX")
    assert (await got.value).suggested_filename == "report-GD26-440100-day.xlsx"


async def newest_whole_week(lin: Page, province: WebServer) -> str:
    await lin.goto(f"{province.url}/desk/bulletins/")
    return str(await lin.locator("select[name=week] option >> nth=1").get_attribute("value"))


@pytest.mark.parametrize(("locale", "lang"), LANGUAGES.items())
async def test_a_bulletin_is_one_sheet(
    chromium: Browser, lin: Page, province: WebServer, locale: str, lang: str
) -> None:
    week = await newest_whole_week(lin, province)
    page = await desk_stage.signed_in(chromium, province, "lin", locale=locale)
    for region in ("440000", "440100", "440106", "441900"):
        await page.goto(f"{province.url}/desk/bulletins/GD26/{region}/{week}/")
        await expect(page.locator("html")).to_have_attribute("lang", lang)
        await lengthen(page)
        sheet = await page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, region
    await page.context.close()


async def lengthen(page: Page) -> None:
    """As much as a bulletin can hold: eight weeks, six sentences twice as long, long names."""
    await page.evaluate(
        """() => {
            for (const one of document.querySelectorAll(".lead p")) {
                one.textContent += one.textContent;
            }
            const lead = document.querySelector(".lead");
            while (lead.children.length < 6) lead.append(lead.lastElementChild.cloneNode(true));
            for (const one of document.querySelectorAll(".top bdi, .topics li, .cohorts span")) {
                one.prepend("欧阳文丰文丰文丰文丰文丰文丰文丰");
            }
        }"""
    )


CUT = """() => [...document.querySelectorAll(".top .who")]
  .filter((who) => who.scrollWidth > who.clientWidth).map((who) => who.textContent)"""


async def test_on_a_phone_the_bulletin_cuts_no_name(lin: Page, province: WebServer) -> None:
    await lin.set_viewport_size({"width": 360, "height": 740})
    await lin.goto(f"{province.url}/desk/bulletins/")
    week = await lin.locator("select[name=week] option").first.get_attribute("value")
    await lin.goto(f"{province.url}/desk/bulletins/GD26/440000/{week}/")
    await expect(lin.locator(".top .who")).to_have_count(10)
    assert await lin.evaluate(CUT) == []
    assert await fits(lin)


async def test_the_bulletin_as_it_is_read(lin: Page, province: WebServer) -> None:
    week = await newest_whole_week(lin, province)
    await lin.goto(f"{province.url}/desk/bulletins/GD26/440100/{week}/")
    await expect(lin.locator(".lead")).to_contain_text("人参加")
    await shot(lin, "bulletin")


async def test_a_team_is_chosen_locked_and_changed(lin: Page, province: WebServer) -> None:
    await lin.goto(f"{province.url}/desk/selections/")
    await lin.fill("input[name=title]", "广州队")
    await lin.select_option("select[name=round]", "online")
    await lin.select_option("select[name=scope]", "440000/440100")
    await lin.fill("input[name=women]", "2")
    await lin.fill("input[name=men]", "2")
    await lin.click("text=取成绩，列出候选人")
    await expect(lin.locator("text=组不成队")).to_be_visible()
    selects = lin.locator("select[name^=sex-]")
    for at in range(await selects.count()):
        await selects.nth(at).select_option("f" if at % 3 == 1 else "m")
    await lin.click("text=保存候选人信息")
    await shot(lin, "selection")
    await lin.locator("input[name=team]").first.check()
    await lin.fill("input[name=reason]", "并列者抽签决定")
    await lin.click("text=确定名单")
    await expect(lin.locator(".team li")).to_have_count(5)
    await lin.locator("summary").first.click()
    await lin.locator("details[open] input[name=reason]").fill("出差")
    await lin.locator("details[open] button").click()
    await expect(lin.locator(".record li")).to_have_count(2)
    await shot(lin, "team")
    await lin.click("text=打印名单")
    await expect(lin.locator("tbody tr")).to_have_count(5)
