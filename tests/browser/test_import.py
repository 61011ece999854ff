"""An editor brings files in: by keyboard alone, a large one in the background, on a phone, dark."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.questionbank.import_files import lines, table
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
chen = User.objects.create_user("chen", is_staff=True)
grants.give(chen, "author", "440000/440100/440106", by=None)
"""
COUNT = "SELECT count(*) FROM questionbank_question"
PASTED = """1. 【单选题】月球绕地球一周大约需要多少天？
A. 二十七
B. 七
C. 三百六十五
D. 一百
答案：A
解析：因为如此。

2. 【单选题】下列哪种气体会使石灰水变浑浊？
A. 二氧化碳
B. 氢
答案：E
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A county's bank with nothing in it; its stories leave nothing."""
    yield from bank.serving(tmp_path_factory.mktemp("import"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def editor(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """Chen, signed in, where files come in; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, "chen") as page:
        await page.keyboard.press("g")
        await page.keyboard.press("i")
        await expect(page.locator("h1")).to_have_text("导入试题")
        await page.wait_for_load_state()
        yield page


async def test_pasted_questions_come_in_by_keyboard_alone(editor: Page, server: WebServer) -> None:
    page = editor
    await sound(page, "import")
    await page.locator("#text").focus()
    await page.keyboard.insert_text(PASTED)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("[data-row]")).to_have_count(2)
    await page.wait_for_load_state()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".unfolded textarea")).to_be_visible()
    await sound(page, "batch")
    box = page.locator(".unfolded textarea")
    await box.focus()
    text = await box.input_value()
    assert "答案：" in text
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(text.replace("答案：", "答案：A"))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".outcome.new")).to_have_count(2)
    await page.locator("#accept button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".said")).to_contain_text("新增 2")
    assert bank.ask(server, COUNT) == [(2,)]
    await sound(page, "stored")
    await taken_back(page)
    assert bank.ask(server, COUNT) == [(0,)]


async def taken_back(page: Page) -> None:
    """The two stored questions are looked at, and undone after asking."""
    await page.locator(".said a").click()
    await expect(page.locator("[data-row]")).to_have_count(2)
    await page.locator(".undo summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".undo")).to_contain_text("将撤销 2 题")
    await page.locator('[value="undo"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".said")).to_contain_text("已撤销 2 题")


async def test_a_large_file_is_read_while_its_editor_watches(
    editor: Page, server: WebServer, tmp_path: Path
) -> None:
    rows = [
        [cell.replace("？", f"（第{number}问）？") for cell in row]
        for number in range(400)
        for row in lines(5)
    ]
    file = tmp_path / "题库.csv"
    file.write_bytes(table(rows))
    page = editor
    await page.locator("#file").set_input_files(file)
    await page.locator("#import button").click()
    await expect(page.locator("h1")).to_contain_text("待确认", timeout=120_000)
    await expect(page.locator(".tabs")).to_contain_text("2,000")
    await sound(page, "large")
    await page.goto("/bank/export/?format=aiken")
    await sound(page, "export")
