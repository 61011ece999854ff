"""Pages of hosts on tablets and phones, for readers of every kind."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.host_stage import Hall, opened, signed_in
from tests.browser.looks import clean

pytestmark = pytest.mark.browser
CORNERS = """() => {
  const [w, h] = [innerWidth, innerHeight];
  const spots = [];
  for (const x of [12, 60, 120]) for (const y of [8, 30]) spots.push([x, h - y], [w - x, h - y]);
  return spots.map(([x, y]) => document.elementFromPoint(x, y))
    .filter((node) => node && node.closest("button, a, input, summary, select"))
    .map((node) => node.outerHTML.slice(0, 60));
}"""
# What the chosen line of a list leaves free beside its arrow.
ROOM = """(list) => {
  const text = document.createElement("span");
  text.style.font = getComputedStyle(list).font;
  text.style.whiteSpace = "nowrap";
  text.textContent = list.selectedOptions[0].text;
  document.body.append(text);
  const wide = text.getBoundingClientRect().width;
  text.remove();
  return list.clientWidth - 48 - wide;
}"""
WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-GB"])
async def test_no_control_is_where_thumbs_rest_and_nothing_sticks_out(
    chromium: Browser, hosted: Hall, problems: list[str], locale: str
) -> None:
    page = await signed_in(chromium, hosted, "lin", problems, locale=locale)
    await expect(page.locator("#next")).to_be_enabled()
    for width, height in [(1024, 768), (768, 1024), (360, 740)]:
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate(WIDE) <= 0, (width, height)
        for drawer in (False, True):
            if drawer:
                await page.click("#more")
            if width > 700:
                assert await page.evaluate(CORNERS) == [], (width, height, drawer)
            await clean(page)
        await page.click("#less")
    await page.context.close()


async def test_the_list_and_the_log_can_be_used_by_readers_of_every_kind(
    lin: Page, hosted: Hall
) -> None:
    await opened(lin)
    for page in ("/host/", f"/host/sittings/{hosted.pk}/log/"):
        await lin.goto(page)
        assert await lin.evaluate(WIDE) <= 0
        await clean(lin)


async def test_what_is_chosen_to_be_played_is_not_cut_and_told_in_whole_words(lin: Page) -> None:
    await lin.goto("/host/")
    for width, height in [(1440, 900), (360, 740)]:
        await lin.set_viewport_size({"width": width, "height": height})
        chosen = lin.locator("#chosen")
        for index in (0, 3):
            await lin.select_option("#what", index=index)
            words = "(list) => list.selectedOptions[0].dataset.whole"
            assert await lin.locator("#what").evaluate(ROOM) >= 0
            await expect(chosen).to_have_text(await lin.locator("#what").evaluate(words))
            cut = "(node) => node.scrollWidth > node.clientWidth"
            assert not await chosen.evaluate(cut)
        assert await lin.evaluate(WIDE) <= 0


async def test_a_long_title_is_whole_on_a_wide_screen_and_lets_the_bar_be_low(lin: Page) -> None:
    await lin.evaluate(
        "title.textContent = '珠三角片区社区与农村专场复赛第二场（下午场）暨颁奖典礼'"
    )
    cut = "title.scrollWidth > title.clientWidth"
    for width, whole in [(1920, True), (1366, False)]:
        await lin.set_viewport_size({"width": width, "height": 768})
        assert await lin.evaluate(cut) is not whole
        assert await lin.evaluate("document.querySelector('.bar').offsetHeight") < 70
        assert await lin.evaluate(WIDE) <= 0
