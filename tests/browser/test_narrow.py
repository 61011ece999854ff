"""The workbench on a phone: what is tapped is large enough, and no table has to be pushed."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import bank
from tests.browser.looks import whole_tables
from tests.browser.signed import STORE
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from questionbank.models import Status
from tests.questionbank.counted import answered, counts, keep
from tests.questionbank.test_grants import CITY, stored
chen = User.objects.create_user("chen", is_staff=True)
for role in ("author", "reviewer", "approver"):
    grants.give(chen, role, CITY, by=None)
keep(answered(CITY, 6000), counts(stored(CITY, Status.APPROVED), 4000, slope=-1.2))
"""
LEAST_PX = 44
SMALL = """(least) => [...document.querySelectorAll(
    ".bar a, .bar button, .tabs a, main button, main select, main summary, main textarea,"
    + "main input:not([type=hidden], [type=checkbox], [type=radio]), main fieldset label")]
  .filter((node) => node.getClientRects().length && node.getBoundingClientRect().height < least)
  .map((node) => node.outerHTML.slice(0, 90))"""
PAGES = (
    *("", "bulk/", "acts/", "duplicates/", "coverage/", "statistics/", "reports/", "rulings/"),
    *("tokens/", "review/", "import/", "export/"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A city's bank with questions that were answered, one of which misleads."""
    one = WebServer(tmp_path_factory.mktemp("narrow"))
    one.prepare(("load_regions",), ("load_taxonomy",), ("shell", "-v0", "-c", BUILD + STORE))
    one.start()
    yield one
    one.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    phone = {"width": 360, "height": 740}
    async with bank.signed_in(chromium, server, "chen", viewport=phone) as page:
        yield page


async def test_what_is_tapped_is_large_enough(editor: Page) -> None:
    for name in PAGES:
        await editor.goto(f"/bank/{name}")
        assert await editor.evaluate(SMALL, LEAST_PX) == [], name


async def test_the_tables_of_statistics_and_coverage_fit(editor: Page) -> None:
    await editor.goto("/bank/statistics/")
    await whole_tables(editor)
    assert await editor.locator("tbody tr").count() == 1
    await editor.goto("/bank/coverage/")
    await whole_tables(editor)
    assert await editor.locator("thead th").count() == 6
