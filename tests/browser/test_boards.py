"""The public pages of the boards in a real browser, on a phone and on a desk."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.hall import Hall, halls
from tests.browser.looks import COLOURS, SMALL, clean

pytestmark = pytest.mark.browser
REGION = "440000/440100/440106"
PAGES = [
    *("", "?tab=regions", "440100/why/"),
    *("440100/days/", "440000/find/?q=%E7%94%B2"),
    *("440106/versus/?with=440305", "census/"),
    *("440100/?tab=regions", "rules/"),
    "?tab=regions&map=rate",
]
DEFINE = """
from leaderboard.models import BoardDefinition
from quiz.models import Contest
for code, who, formula in (("best", "persons", "standing"), ("cities", "cities", "mean")):
    BoardDefinition.objects.create(
        contest=Contest.objects.get(code="{contest}"), code=code, title_zh="专题" + code,
        region_id="440000", who=who, formula=formula, made_at=0, public_from=0)
"""
KEEP = "([contest, token]) => localStorage.setItem(`token:${contest}`, token)"
# A table that is pushed sideways, and a word that goes on in the next line.
PUSHED = """() => [...document.querySelectorAll(".table-card")]
  .map((card) => card.scrollWidth - card.clientWidth).filter((more) => more > 0)"""
BROKEN = """() => {
  const nodes = document.createTreeWalker(document.querySelector("table.board"), 4);
  const broken = [];
  for (let node = nodes.nextNode(); node; node = nodes.nextNode())
    for (const { 0: word, index } of node.data.matchAll(/[A-Za-z0-9.]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const [first, ...more] = range.getClientRects();
      if (more.some((box) => box.top > first.top + 5)) broken.push(word);
    }
  return broken;
}"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


# City names that stick out of their hexagons, and those too small to be read.
OUTSIDE = """() => [...document.querySelectorAll(".tile")].flatMap((tile) => {
  const name = tile.querySelector(".tile-name");
  const box = name.getBoundingClientRect();
  const ground = tile.querySelector(".ground").getBoundingClientRect();
  const size = parseFloat(getComputedStyle(name).fontSize) * tile.getScreenCTM().a;
  const inside = box.left > ground.left && box.right < ground.right
    && 0 <= ground.left && ground.right <= innerWidth;
  return inside && size >= 9 ? [] : [[name.textContent, box.width, size]];
})"""


@pytest.fixture(scope="module")
def contests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    yield from halls(tmp_path_factory.mktemp("boards"), BOARD_LEAST_PEOPLE="10")


def cities(one: Hall) -> Hall:
    """Two cities with enough people to be ranked."""
    for number, name in enumerate(["甲", "乙", "丙"]):
        one.close(one.join(name), 90 - 10 * number)
    for number in range(24):
        region = REGION if number % 2 else "440000/440300/440305"
        one.close(one.join(f"选手{number}", region), 20 + number)
    return one


@pytest.fixture(scope="module")
def still(contests: Iterator[Hall]) -> Hall:
    """For those who only look; with a guest, whom no region counts."""
    one = cities(next(contests))
    one.close(one.join("来宾", "810000"), 50)
    return one


@pytest.fixture
def hall(contests: Iterator[Hall]) -> Hall:
    """For those who change something."""
    return cities(next(contests))


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, still: Hall) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=still.server.url
    )
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(phone: BrowserContext) -> AsyncIterator[Page]:
    """A page on which no script breaks and nothing forbidden is loaded."""
    made = await phone.new_page()
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("console", lambda said: problems.append(said.text) if "Policy" in said.text else None)
    yield made
    assert problems == []


async def ready(page: Page) -> None:
    """Wait until this process has read the names, too."""
    rows = page.locator("table.board tbody tr")
    while not await rows.count():
        await page.reload()
        await asyncio.sleep(0.2)


async def test_every_page_fits_a_phone_and_axe_finds_nothing(page: Page, still: Hall) -> None:
    await page.goto(still.boards + PAGES[4])
    await ready(page)
    for address in PAGES:
        await page.emulate_media(color_scheme="light")
        await page.goto(still.boards + address)
        assert not await page.evaluate(WIDER), address
        await clean(page)
        await page.emulate_media(color_scheme="dark")
        await clean(page, COLOURS)


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-US"])
async def test_on_a_phone_no_table_of_ranks_is_pushed_and_no_word_is_broken(
    chromium: Browser, still: Hall, locale: str
) -> None:
    small: ViewportSize = {"width": 360, "height": 740}
    context = await chromium.new_context(viewport=small, locale=locale, base_url=still.server.url)
    page = await context.new_page()
    await page.goto(still.boards)
    await ready(page)
    for address in ("", "?tab=regions", "440100/?tab=regions", "440000/find/?q=%E7%94%B2"):
        await page.goto(still.boards + address)
        assert await page.evaluate(PUSHED) == [], address
        assert await page.evaluate(BROKEN) == [], address
    await context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-US"])
async def test_a_desk_shows_every_page_in_each_language(
    chromium: Browser, still: Hall, locale: str
) -> None:
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale=locale, base_url=still.server.url
    )
    page = await context.new_page()
    for address in PAGES:
        answer = await page.goto(still.boards + address)
        assert answer is not None
        assert answer.status == 200
        assert not await page.evaluate(WIDER), address
        assert await page.locator("h1").count() == 1
    await context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
async def test_english_fits_the_hexagons_and_pushes_no_table(
    chromium: Browser, still: Hall, width: int
) -> None:
    size: ViewportSize = {"width": width, "height": 900}
    context = await chromium.new_context(viewport=size, locale="en", base_url=still.server.url)
    page = await context.new_page()
    await page.goto(still.boards)
    await ready(page)
    names = await page.locator(".below a").evaluate_all(
        "(all) => all.map((one) => one.getClientRects().length)"
    )
    assert max(names) == 1
    await page.goto(f"{still.boards}?tab=regions")
    await expect(page.locator(".tile", has_text="Guangzhou")).to_be_visible()
    assert await page.evaluate(OUTSIDE) == []
    await expect(page.locator("tfoot .small")).to_be_visible()
    assert await page.evaluate(PUSHED) == []
    await page.goto(f"{still.boards}440100/days/")
    assert await page.evaluate(PUSHED) == []
    await context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
async def test_on_a_phone_a_field_and_its_button_share_a_line(
    chromium: Browser, still: Hall, locale: str
) -> None:
    small: ViewportSize = {"width": SMALL, "height": 740}
    context = await chromium.new_context(viewport=small, locale=locale, base_url=still.server.url)
    page = await context.new_page()
    for address, field in (("", "select"), ("440000/find/", "input[type=search]")):
        await page.goto(still.boards + address)
        box = await page.locator(f".filters {field}").bounding_box()
        button = await page.locator(".filters button").bounding_box()
        assert box
        assert button
        assert (box["y"], box["height"]) == (button["y"], button["height"]), address
        assert box["width"] > SMALL / 2, address
    label = await page.locator(".find label").bounding_box()
    assert label
    assert label["width"] > SMALL * 0.8
    await context.close()


async def test_one_goes_from_the_province_to_a_county_by_the_map(page: Page, still: Hall) -> None:
    await page.goto(f"{still.boards}?tab=regions")
    await expect(page.locator(".tile")).to_have_count(21)
    await page.locator(".tile", has_text="广州").click()
    await page.get_by_role("link", name="天河区").first.click()
    await page.get_by_role("link", name="个人").click()
    await expect(page.locator("#rows tr").first).to_contain_text("甲")


async def test_a_defined_board_moves_while_it_is_looked_at(page: Page, hall: Hall) -> None:
    hall.server.manage("shell", "-c", DEFINE.format(contest=hall.code))
    address = f"{hall.boards}b/best/"
    answer = await page.goto(address)
    while answer is None or answer.status != 200:
        await asyncio.sleep(0.2)
        answer = await page.goto(address)
    await expect(page.locator("#state")).to_have_text("实时更新中")
    hall.close(hall.join("新秀"), 100)
    await expect(page.locator("#rows tr").first).to_contain_text("新秀")
    await page.goto(f"{hall.boards}b/cities/")
    await expect(page.locator("#state")).to_have_text("实时更新中")
    row = page.locator("#rows tr", has_text="广州市")
    await expect(row.locator("td").nth(2)).to_have_text("16")
    hall.close(hall.join("又一人"), 100)
    await expect(row.locator("td").nth(2)).to_have_text("17")
    assert not await page.evaluate(WIDER)


async def test_map_and_table_move_while_they_are_looked_at(page: Page, hall: Hall) -> None:
    await page.goto(f"{hall.boards}?tab=regions")
    tile = page.locator(".tile", has_text="深圳")
    await expect(tile.locator(".tile-rank")).to_have_text("2")
    await expect(page.locator("#state")).to_have_text("实时更新中")
    for number in range(12):
        hall.close(hall.join(f"高手{number}", "440000/440300/440305"), 100)
    await expect(tile.locator(".tile-rank")).to_have_text("1")
    await expect(page.locator("#rows tr").first).to_contain_text("深圳市")
    await page.locator("#rows tr").first.get_by_role("link").last.click()
    await expect(page.locator(".lead")).to_have_text("深圳市在广东省的地区榜上排第 1 名。")


async def test_one_finds_oneself_and_sees_why_by_keyboard_and_without_a_script(
    chromium: Browser, still: Hall
) -> None:
    context = await chromium.new_context(
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        base_url=still.server.url,
        java_script_enabled=False,
    )
    page = await context.new_page()
    await page.goto(f"{still.boards}440000/find/")
    await page.get_by_role("searchbox").focus()
    await page.keyboard.type("乙")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/find/?*q=*")
    await ready(page)
    await page.get_by_role("link", name="乙").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".told")).to_contain_text("乙在广东省排第 2 名，共 27 人。")
    await expect(page.locator(".told")).to_contain_text("与前一名甲相比：得分少 10 分。")
    await context.close()


async def test_a_phone_that_plays_is_shown_its_own_place(page: Page, hall: Hall) -> None:
    await page.goto(hall.boards)
    joined = await page.request.post(
        "/api/join",
        data={"contest": hall.code, "nickname": "我", "region": "440106", "cohort": "youth"},
        headers={"origin": hall.server.url},
    )
    body = await joined.json()
    assert "token" in body, body
    token = body["token"]
    await page.evaluate(KEEP, [hall.code, token])
    await page.reload()
    await expect(page.locator("#mine")).to_be_hidden()
    hall.close(hall.who("我"), 95)
    await expect(page.locator("#rows tr").first).to_contain_text("我")
    await page.reload()
    await expect(page.locator("#mine")).to_have_text("我的名次：第 1 名（共 28 人）")
    await page.locator("#mine a").click()
    await expect(page.locator(".me")).to_contain_text("我")
