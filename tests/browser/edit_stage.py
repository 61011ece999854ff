"""An author's desk for browser tests: a bank in each county, a question to paste, and how."""

from playwright.async_api import BrowserContext, Page, expect

BUILD = """
from django.contrib.auth.models import User
from questionbank import desk, grants
from questionbank.desk import Wanted
from tests.browser.bank import COUNTIES, path
from tests.questionbank.test_workflow import TAGS, WORDS
for county in COUNTIES:
    chen = User.objects.create_user(f"chen{county}", is_staff=True)
    grants.give(chen, "author", path(county), by=None)
    desk.create(Wanted(WORDS, TAGS), by=chen, scope=path(county))
"""
PASTED = """下列哪个是哺乳动物？
A. 鲨鱼
B. 鲸
C. 章鱼
D. 海星
答案：B
解析：鲸用肺呼吸，胎生哺乳。
来源：中国大百科全书"""
# A bank takes no question twice.
CORALS, JELLIES = PASTED.replace("海星", "珊瑚"), PASTED.replace("海星", "水母")
PASTE = """text => {
  const box = document.activeElement;
  box.setRangeText(text, 0, box.value.length, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}"""


async def opened(desk: BrowserContext, path: str = "/bank/new/") -> Page:
    page = await desk.new_page()
    await page.goto(path)
    await expect(page.locator("#text")).to_be_focused()
    return page


async def paste(page: Page, text: str = PASTED) -> None:
    await page.wait_for_load_state()  # the box has the focus before the page's script listens
    await page.evaluate(PASTE, text)
    await expect(page.locator("#typed .phone")).to_be_visible()
