"""Who is in, on the console: names are pressed, found, renamed, removed; the page stands still."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.host_stage import Hall, opened, phone, press

pytestmark = pytest.mark.browser
# As many names and regions as a full hall has, and as many that were found.
FULL = """() => {
  const kinds = [["names", "一个特别特别长的名字看看"], ["regions", "广州市 8"], ["found", "东山"]];
  for (const [id, text] of kinds) for (let n = 0; n < 30; n++) {
    const item = document.createElement("li");
    item.textContent = text;
    document.getElementById(id).append(item);
  }
}"""
BEYOND = "() => document.documentElement.scrollHeight - innerHeight"


async def test_a_name_in_sight_is_pressed_renamed_and_removed(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei") as mei, phone(hosted, "Bo"):
        names = lin.locator("#names button")
        await expect(names).to_have_text(["Bo", "Mei"])
        await names.get_by_text("Mei").click()
        await expect(lin.locator("#person-name")).to_have_text("Mei")
        await lin.click("#person-rename")
        await lin.fill("#new-name", "梅花")
        await lin.keyboard.press("Enter")
        await expect(names).to_have_text(["Bo", "梅花"])
        await names.get_by_text("梅花").click()
        await lin.click("#person-remove")
        await mei.hear("mine", removed=True)
        await expect(names).to_have_text(["Bo"])


async def test_who_only_looked_at_a_name_has_the_big_button_again(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei"):
        await lin.locator("#names button").click()
        await expect(lin.locator("#person-stay")).to_be_focused()
        await lin.keyboard.press("Escape")
        await expect(lin.locator("#person")).to_be_hidden()
        await lin.wait_for_function("document.activeElement === document.body")
        await press(lin, "Space", "准备：即将开题")


async def test_a_full_hall_scrolls_its_lists_and_never_the_page(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    await lin.click("#manage summary")
    await lin.evaluate(FULL)
    for width, height in [(1440, 900), (1024, 768)]:
        await lin.set_viewport_size({"width": width, "height": height})
        assert await lin.evaluate(BEYOND) <= 0, (width, height)
        await expect(lin.locator("#find")).to_be_in_viewport(ratio=1)
    async with phone(hosted, "Mei"):
        await expect(lin.locator("#next")).to_be_enabled()
        await lin.click("#next")
        await expect(lin.locator("#side #find")).to_be_visible()
        assert await lin.evaluate(BEYOND) <= 0


async def test_who_types_a_name_while_the_question_opens_gives_no_command(
    lin: Page, hosted: Hall
) -> None:
    await opened(lin)
    async with phone(hosted, "Mei"):
        await lin.click("#manage summary")
        await lin.focus("#find")
        await expect(lin.locator("#next")).to_be_enabled()
        await lin.locator("#next").dispatch_event("click")
        await expect(lin.locator("#state")).to_have_text("正在作答")
        await lin.keyboard.type("p l")
        await expect(lin.locator("#find")).to_have_value("p l")
        await expect(lin.locator("#state")).to_have_text("正在作答")
