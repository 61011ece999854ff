"""A phone in a real browser, against a real server: joining, playing, a bad line, a reload."""

import re
import time
from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser.looks import clean
from tests.browser.phone_steps import QUESTION, answer, begin, join, on, open_phone, seconds
from tests.servers import WebServer

pytestmark = pytest.mark.browser

TEXTS = """() => [...document.querySelectorAll('#main *:not([aria-hidden])')]
  .filter((node) => node.offsetParent)
  .filter((node) => [...node.childNodes].some((kid) => kid.nodeType === 3 && kid.data.trim()))
  .map((node) => parseFloat(getComputedStyle(node).fontSize))"""
# What a tap on the first control would hit in the moment when a new question stands there.
UNDER_THE_FINGER = """() => {
  window.under = [];
  const look = () => {
    const first = document.querySelector('.options *');
    if (!first) return;
    first.scrollIntoView({block: 'center'});
    const {left, top, width, height} = first.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const number = document.querySelector('.kind').textContent.match(/[0-9]+/)[0];
    window.under.push(`${number} ${hit.tagName}`);
  };
  new MutationObserver(look).observe(document.getElementById('main'), {childList: true});
}"""
TARGETS = """() => [...document.querySelectorAll('button, input, select, summary')]
  .filter((node) => node.offsetParent)
  .map((node) => Math.min(node.offsetHeight, node.offsetWidth))"""


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, demo: WebServer) -> AsyncIterator[Page]:
    """A phone on the contest's page; a broken script or policy, or a foreign request, fails."""
    page = await open_phone(chromium, demo)
    problems: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Security Policy" in message.text:
            problems.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((demo.url, "data:")):
            problems.append(request.url)

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", hear)
    page.on("request", watch)
    await page.goto("/p/2026/")
    yield page
    await page.context.close()
    assert problems == []


# Lists of neighbours whose scores do not end at one line.
RAGGED = """() => [...document.querySelectorAll(".place ol")].map((list) => new Set(
  [...list.querySelectorAll("li > :last-child")].map((one) => one.getBoundingClientRect().right)))
  .filter((ends) => ends.size !== 1).map((ends) => [...ends])"""


async def test_from_the_link_to_the_result_and_every_explanation(phone: Page) -> None:
    await join(phone)
    await begin(phone)
    for number in range(1, 11):
        await on(phone, number)
        await answer(phone)
        await expect(phone.locator("#saved")).to_have_text(f"第 {number} 题已保存")
    await expect(phone.locator(".score .big")).to_have_text(re.compile(r"^\d+ / 100$"))
    await expect(phone.locator(".place .rank")).to_have_count(4)
    await expect(phone.locator(".mine")).to_have_count(4)
    assert await phone.evaluate(RAGGED) == []
    await phone.click("section > button.main")
    await expect(phone.locator(".review article")).to_have_count(10)
    await expect(phone.locator(".review h2")).to_be_focused()
    heading = await phone.locator(".review h2").bounding_box()
    assert heading
    assert 0 < heading["y"] < 200
    first = phone.locator(".review article").first
    await first.get_by_text("这道题有问题").click()
    await first.get_by_role("button", name="题意不清").click()
    said = first.get_by_role("status")
    await expect(said).to_have_text("这道题有问题 · 题意不清 · 已收到，谢谢。")
    await phone.get_by_role("button", name="再答一次").click()
    await expect(phone.locator(".ready")).to_contain_text("用掉一次机会")
    await phone.click(".ready .main")
    await on(phone, 1)


async def test_a_second_tap_on_a_question_never_answers_the_next_one(phone: Page) -> None:
    await join(phone)
    await begin(phone)
    await phone.evaluate(UNDER_THE_FINGER)
    await answer(phone)
    await on(phone, 2)
    assert await phone.evaluate("window.under") == ["2 HTML"]
    await answer(phone)
    await on(phone, 3)


async def test_practice_shows_each_key_before_going_on(phone: Page) -> None:
    await join(phone)
    await begin(phone, "练习")
    await expect(phone.locator("#timer")).to_be_hidden()
    await answer(phone)
    await expect(phone.locator(".key .verdict")).to_be_visible()
    await expect(phone.locator(QUESTION)).to_have_text(re.compile("^第 1 题"))
    await phone.get_by_text("这道题有问题").click()
    await phone.get_by_role("button", name="题意不清").click()
    # A question on a picture has a status of its own: where the mark is.
    status = phone.locator(".question").get_by_role("status")
    await expect(status.filter(has_text="已收到")).to_be_visible()
    await phone.get_by_role("button", name="下一题").click()
    await on(phone, 2)


async def test_practice_can_be_left_between_two_questions_and_gone_on_with(phone: Page) -> None:
    await join(phone)
    await begin(phone, "练习")
    await answer(phone)
    await phone.get_by_role("button", name="返回轮次").click()
    await expect(phone.locator("summary", has_text="我的数据")).to_be_visible()
    await phone.locator("article.card", has_text="练习").locator(".main").click()
    await expect(phone.get_by_role("button", name="返回轮次")).to_be_visible()
    await phone.get_by_role("button", name="继续作答").click()
    await on(phone, 2)


async def test_a_reload_keeps_the_question_and_the_honest_time(phone: Page) -> None:
    await join(phone)
    await begin(phone)
    await answer(phone)
    await on(phone, 2)
    stem = await phone.inner_text(".stem")
    await expect(phone.locator("#seconds")).to_have_text(re.compile("^1[0-7]$"))
    await phone.reload()
    await on(phone, 2)
    assert await phone.inner_text(".stem") == stem
    assert await seconds(phone) <= 17


async def test_a_tap_without_a_network_is_kept_and_sent_later(phone: Page) -> None:
    await join(phone)
    await begin(phone)
    await phone.context.set_offline(True)
    await phone.evaluate("dispatchEvent(new Event('online'))")
    await answer(phone)
    await expect(phone.locator("#saved")).to_have_class("warn")
    await expect(phone.locator("#saved")).to_contain_text("还在手机上")
    await expect(phone.locator("#unsent")).to_be_visible()
    await expect(phone.locator("#timer")).to_be_visible()
    left = await seconds(phone)
    await expect(phone.locator("#seconds")).not_to_have_text(str(left))
    await phone.context.set_offline(False)
    await on(phone, 2)
    await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
    await expect(phone.locator("#unsent")).to_be_hidden()


async def test_a_phone_that_cannot_store_warns_and_still_plays(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() {throw new Error('no')}})"
    )
    await page.goto("/p/2026/")
    await expect(page.locator("#notice")).to_contain_text("不能保存")
    await join(page)
    await begin(page)
    await answer(page)
    await on(page, 2)
    await page.context.close()


async def test_a_phone_whose_clock_is_a_year_off_counts_right(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.add_init_script("const now = Date.now; Date.now = () => now() - 31536000000")
    await page.goto("/p/2026/")
    await join(page)
    before = time.monotonic()
    await begin(page)
    left = await seconds(page)
    assert 20 - (time.monotonic() - before) <= left <= 20
    await page.context.close()


async def test_everything_can_be_deleted(phone: Page) -> None:
    await join(phone)
    await expect(phone.locator("h2")).to_have_text(re.compile(r"^您好，\S+$"))
    await phone.click("summary:has-text('我的数据')")
    await phone.get_by_role("button", name="删除我的数据").click()
    await phone.get_by_role("button", name="确认删除").click()
    await expect(phone.locator("#nickname")).to_be_visible()
    assert await phone.evaluate("localStorage.getItem('token:2026')") is None


async def test_a_token_that_none_can_be_is_taken_for_none(phone: Page) -> None:
    """Its hello would be refused for ever, and the page would say that it is connecting."""
    await phone.evaluate("localStorage.setItem('token:2026', '令牌'.repeat(16))")
    await phone.evaluate("localStorage.setItem('round:2026', 'demo10')")
    await phone.reload()
    await expect(phone.locator("#nickname")).to_be_visible()
    await join(phone)
    await begin(phone)


async def test_a_refused_name_is_explained_beside_its_field(phone: Page) -> None:
    await phone.fill("#nickname", "主持人")
    await phone.select_option("#city", "810000")
    await phone.click("form.card .main")
    await expect(phone.locator("#problem")).to_contain_text("工作人员")
    await expect(phone.locator("#nickname")).to_be_focused()


async def test_a_paper_can_be_played_with_the_keyboard_alone(phone: Page) -> None:
    await join(phone)
    await begin(phone)
    await expect(phone.locator(".stem")).to_be_focused()
    kind = str(await phone.get_attribute(".options", "class")).split()[-1]
    await phone.keyboard.press("Tab")
    if await phone.locator(".picture").count():  # it comes before the options
        await phone.keyboard.press("Tab")
    if kind == "estimate":
        await phone.keyboard.press("Tab")
        await phone.keyboard.type("50")
    elif kind == "text":
        await phone.keyboard.type("50")
    elif kind == "matching":
        for _ in await phone.locator("select").all():
            await phone.keyboard.press("ArrowDown")
            await phone.keyboard.press("Tab")
    else:
        await phone.keyboard.press("Enter")
    if kind not in ("single", "truefalse"):
        await phone.focus(".question > .main")
        await phone.keyboard.press("Enter")
    await on(phone, 2)


async def test_elder_mode_is_large_asks_twice_and_is_remembered(phone: Page) -> None:
    await phone.click("#elder")
    await join(phone)
    await begin(phone)
    assert min(await phone.evaluate(TEXTS)) >= 24
    assert min(await phone.evaluate(TARGETS)) >= 48
    await phone.reload()
    await on(phone, 1)
    await expect(phone.locator("#elder")).to_have_attribute("aria-pressed", "true")
    await expect(phone.locator(".question > .main")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_phone(
    chromium: Browser, demo: WebServer, scheme: Literal["light", "dark"]
) -> None:
    context = await chromium.new_context(
        viewport={"width": 320, "height": 640},
        locale="zh-CN",
        base_url=demo.url,
        color_scheme=scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await check(page)
    await join(page)
    await check(page)
    await begin(page, "练习")
    await check(page)
    await answer(page)
    await expect(page.locator(".key")).to_be_visible()
    await check(page)
    await context.close()


async def check(page: Page) -> None:
    await clean(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
