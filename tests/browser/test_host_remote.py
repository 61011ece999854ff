"""A phone as the host's remote, beside the console."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.host_stage import LOCKED, REVEALED, Hall, opened, phone
from tests.browser.looks import clean

pytestmark = pytest.mark.browser
# By how much the sign's own box ends above the line below it.
ABOVE = """(clock) => {
  const range = document.createRange();
  range.selectNodeContents(clock);
  const below = document.querySelector("#answered").getBoundingClientRect().top;
  return below - range.getBoundingClientRect().bottom;
}"""


async def new_remote(lin: Page) -> str:
    """The address of the code that the console shows."""
    await lin.click("#remote-new")
    await lin.click("#ask-yes")
    await expect(lin.locator("#remote-qr svg")).to_be_visible()
    address = await lin.locator("#remote-address").text_content() or ""
    await lin.click("#remote [data-shut]")
    return address


async def test_a_remote_steps_beside_the_console(lin: Page, remote: Page, hosted: Hall) -> None:
    await opened(lin)
    await remote.goto(await new_remote(lin))
    async with phone(hosted, "Mei") as mei:
        await expect(remote.locator("#answered")).to_have_text("已答 0 / 在线 1")
        await remote.click("#next")
        await expect(lin.locator("#state")).to_have_text("正在作答")
        await expect(remote.locator("#undo")).to_be_disabled()
        await expect(remote.locator("#undo")).to_have_css("border-style", "dashed")
        await expect(remote.locator("#pause")).to_have_css("border-style", "solid")
        await remote.click("#pause")
        await expect(lin.locator("#state")).to_have_text("已暂停")
        # The two bars of a pause are as high as the line that they stand in.
        assert await remote.locator("#clock").evaluate(ABOVE) > 0
        # To go on is one button, the big one, on both.
        for page in (lin, remote):
            await expect(page.get_by_role("button", name="继续", exact=True)).to_have_count(1)
        await expect(remote.locator("#pause")).to_be_disabled()
        await remote.click("#next")
        await expect(lin.locator("#state")).to_have_text("正在作答")
        put = await remote.locator("#next").bounding_box()
        await mei.answer(0, 0)
        await expect(remote.locator("#state")).to_have_text(LOCKED)
        # Longer words above it do not push the button from under the thumb.
        await remote.set_viewport_size({"width": 320, "height": 740})
        locked = await remote.locator("#next").bounding_box()
        assert put
        assert locked
        assert put["y"] == locked["y"]
        await remote.click("#next")
        await expect(lin.locator("#state")).to_have_text(REVEALED)
        await expect(lin.locator("#lines")).to_contain_text("手机遥控：公布答案")
        await remote.click("#undo")
        await expect(lin.locator("#state")).to_have_text(LOCKED)
    await clean(remote)


async def test_an_old_remote_is_over_and_says_so(lin: Page, remote: Page) -> None:
    await opened(lin)
    await remote.goto(await new_remote(lin))
    await expect(remote.locator("#link")).to_have_text("已连接")
    await new_remote(lin)
    # Whether this comes before or after the news: it is not done.
    await remote.locator("#next").dispatch_event("click")
    await expect(remote.locator("#link")).to_contain_text("遥控码已失效")
    await expect(remote.locator("#next")).to_be_disabled()
    await expect(lin.locator("#state")).to_have_text("候场：正在入场")
    await remote.reload()
    await expect(remote.locator("#link")).to_contain_text("遥控码已失效")
