"""What every page of staff has: a low bar, at any width in any language, and one loud heading."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import bank
from tests.browser.looks import fits
from tests.servers import WebServer

pytestmark = pytest.mark.browser
LONG = "maria.fernandes-oliveira"
BUILD = f"""
from django.contrib.auth.models import User
from questionbank import grants
from questionbank.models import Role
from quiz.models import Contest, Round
from quiz.rules.formats import Format, plain
maria = User.objects.create_user({LONG!r}, is_staff=True)
for role in Role.values:
    grants.give(maria, role, "440000", by=None)
contest = Contest.objects.create(
    code="GD26", title_zh="第七届广东省公民科学素质大赛总决赛暨颁奖活动", region_id="440000",
    title_en="Seventh Guangdong Citizen Science Literacy Contest and Grand Final",
)
Round.objects.create(
    contest=contest, code="first", title_zh="县（市、区）社区与农村专场线上初赛第一场",
    title_en="First online round for communities and villages of the counties",
    format=plain(Format()), opens_at=1, closes_at=2,
)
"""
# The highest that a bar may be: one line, two, or two with as many rooms as English takes.
ONE_PX, TWO_PX, THREE_PX = 70, 120, 160
HEIGHT = "document.querySelector('.bar').getBoundingClientRect().height"
BESIDE = """() => {
  const [name, me] = [".brand", ".me"].map((one) => document.querySelector(one));
  const [a, b] = [name, me].map((one) => one.getBoundingClientRect());
  return a.top < b.bottom && b.top < a.bottom && b.right <= innerWidth;
}"""

# Headings as loud as the page's own.
LOUD = """() => {
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const title = document.querySelector("h1:not(.for-ears)");
  const page = title ? size(title) : Infinity;
  return [...document.querySelectorAll("main :is(h2, h3)")]
    .filter((node) => node.getClientRects().length && !node.closest(".phone"))
    .filter((node) => size(node) >= page).map((node) => node.textContent.trim());
}"""
PAGES = (
    *("/bank/", "/bank/bulk/", "/bank/export/", "/desk/flags/", "/desk/reports/", "/desk/tokens/"),
    *("/bank/new/", "/bank/import/", "/bank/rulings/", "/bank/statistics/", "/bank/coverage/"),
    *("/desk/", "/desk/boards/", "/desk/selections/", "/desk/raffles/", "/desk/publish/", "/host/"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Somebody with a long name who may enter every room."""
    yield from bank.serving(tmp_path_factory.mktemp("bar"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def maria(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, LONG) as page:
        yield page


async def spoken_to(page: Page, lang: str) -> None:
    """All pages are in that language: a cookie of a page's own address is not for other rooms."""
    cookie = {"name": "django_language", "value": lang, "domain": "127.0.0.1", "path": "/"}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("lang", "width", "most"),
    [
        *(("zh-hans", 1440, ONE_PX), ("zh-hans", 1366, ONE_PX), ("zh-hans", 1024, TWO_PX)),
        *(("zh-hant", 1366, ONE_PX), ("en", 1440, TWO_PX), ("en", 1024, THREE_PX)),
        *(("zh-hans", 360, TWO_PX), ("en", 720, TWO_PX), ("en", 360, TWO_PX)),
    ],
)
async def test_the_bar_is_low_and_has_its_name_in_the_first_line(
    maria: Page, lang: str, width: int, most: int
) -> None:
    await spoken_to(maria, lang)
    await maria.set_viewport_size({"width": width, "height": 700})
    for address in ("/bank/tokens/", "/desk/tokens/", "/host/"):
        await maria.goto(address)
        assert await maria.evaluate(HEIGHT) <= most, address
        assert await maria.evaluate(BESIDE), address


async def test_no_part_of_a_page_is_said_louder_than_the_page(maria: Page) -> None:
    await maria.set_viewport_size({"width": 1024, "height": 700})
    for address in PAGES:
        await maria.goto(address)
        assert await maria.evaluate(LOUD) == [], address


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
async def test_no_page_is_pushed_sideways_on_a_phone(maria: Page, lang: str) -> None:
    await spoken_to(maria, lang)
    await maria.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES:
        await maria.goto(address)
        assert await maria.locator("html").get_attribute("lang") == lang
        await fits(maria)
