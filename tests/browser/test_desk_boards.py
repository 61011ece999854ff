"""The desk's form of a board follows what is chosen; a freeze is asked about before it is done."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.browser.test_desk_publish import BUILD
from tests.servers import WebServer

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    yield from bank.served(tmp_path, bank.built(BUILD))


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "lin") as page:
        yield page


async def fields(page: Page) -> list[str]:
    """Which of the fields that not every board uses are seen."""
    names = ("cohort", "best", "units", "reach")
    return [name for name in names if await page.locator(f"#{name}").is_visible()]


async def test_a_boards_form_shows_what_its_rows_and_order_use(lin: Page) -> None:
    await lin.goto("/desk/boards/new/")
    assert await fields(lin) == ["cohort"]
    await sound(lin, "board-form")
    for who, formula, seen in (
        ("counties", "award", ["reach"]),
        ("counties", "best", ["best"]),
        ("units", "mean", ["units"]),
        ("persons", "standing", ["cohort"]),
    ):
        await lin.select_option("#who", who)
        await lin.select_option("#formula", formula)
        assert await fields(lin) == seen
    await lin.get_by_role("button", name="保存").click()
    await expect(lin.locator(".said")).to_contain_text("尚未公开")
    await sound(lin, "board-saved")


async def test_a_freeze_of_now_is_asked_about_first(lin: Page) -> None:
    await lin.goto("/desk/boards/")
    await lin.get_by_role("button", name="封榜").click()
    await expect(lin.locator("#sure")).to_contain_text("现在就封榜吗")
    await sound(lin, "freeze-sure")
    await lin.get_by_role("link", name="不封").click()
    await expect(lin.locator("main")).to_contain_text("实时")
    await lin.get_by_role("button", name="封榜").click()
    await lin.get_by_role("button", name="确认封榜").click()
    await expect(lin.locator(".said")).to_contain_text("已封榜")
