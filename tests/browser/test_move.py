"""A contestant on another phone, by a link that works once, or in another place."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.looks import clean
from tests.browser.phone_steps import answer, begin, join, on, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser
MARKUP = "() => { try { document.body.innerHTML = ''; } catch (error) { return error.name; } }"


async def link(page: Page) -> str:
    """What the old phone shows for the new one."""
    await page.get_by_role("button", name="显示二维码").click()
    await expect(page.locator(".qr")).to_be_visible()
    return await page.inner_text(".link a")


async def test_a_paper_goes_on_with_another_phone_and_the_old_one_is_out(
    chromium: Browser, demo: WebServer
) -> None:
    old, new = await open_phone(chromium, demo), await open_phone(chromium, demo)
    await old.goto("/p/2026/")
    await join(old)
    await begin(old)
    await answer(old)
    await on(old, 2)
    stem = await old.inner_text(".stem")
    await old.get_by_role("button", name="换一部手机").click()
    assert await old.evaluate(MARKUP) == "TypeError", "the browser holds us to trusted types"
    await expect(old.locator("#move")).to_contain_text("换手机时计时不停")
    address = await link(old)
    await clean(old)
    await expect(old.locator("#move")).to_contain_text("换手机时计时不停")
    await new.goto(address)
    await expect(new.locator("#move")).to_contain_text("换手机时计时不停")
    await new.get_by_role("button", name="在这部手机上继续").click()
    await new.wait_for_url("**/p/2026/")
    await on(new, 2)
    assert await new.inner_text(".stem") == stem
    # The link is used: it goes from the old phone's page by itself.
    await expect(old.locator("#move")).to_have_text("已换到另一部手机")
    await expect(old.locator(".qr")).to_have_count(0)
    await old.goto("/p/2026/")
    await is_left(old)
    for page in (old, new):
        await page.context.close()


async def test_a_page_that_was_left_open_is_told_at_once(
    chromium: Browser, demo: WebServer
) -> None:
    old, new = await open_phone(chromium, demo), await open_phone(chromium, demo)
    await old.goto("/p/2026/")
    await join(old)
    await begin(old)
    beside = await old.context.new_page()
    await beside.goto("/p/2026/move/")
    await new.goto(await link(beside))
    await new.get_by_role("button", name="在这部手机上继续").click()
    await is_left(old)
    await clean(old)
    await old.reload()
    await is_left(old)
    await old.get_by_role("button", name="另一位选手加入").click()
    await join(old)
    await expect(old.locator(".badge", has_text="还没答完")).to_have_count(0)
    for page in (old, new):
        await page.context.close()


async def is_left(page: Page) -> None:
    """It says where the paper went, and nothing there looks like a way to play on."""
    await expect(page.locator("main h2")).to_have_text("已换到另一部手机")
    await expect(page.locator("form.card, #timer:not([hidden]), .question")).to_have_count(0)
    for dead in ("更改地区", "换一部手机"):
        await expect(page.get_by_role("button", name=dead)).to_be_hidden()


async def test_what_cannot_be_moved_is_explained(chromium: Browser, demo: WebServer) -> None:
    phone = await open_phone(chromium, demo)
    await phone.goto("/p/2026/move/")
    await expect(phone.locator("#told")).to_have_text("这部手机还没有加入本次大赛。")
    await phone.goto("/p/2026/")
    await join(phone)
    await phone.evaluate("localStorage.setItem('outbox:2026:1', '[]')")
    await phone.goto("/p/2026/move/")
    await phone.get_by_role("button", name="显示二维码").click()
    await expect(phone.locator("#told")).to_contain_text("还有没发出的答案")
    await phone.goto("/p/2026/move/#move=made:up:ticket")
    await phone.reload()
    await expect(phone.locator("#move .problem")).to_contain_text("已有一位选手")
    await phone.get_by_role("button", name="在这部手机上继续").click()
    await expect(phone.locator("#told")).not_to_be_empty()
    assert await phone.evaluate("localStorage.getItem('token:2026')")
    await phone.context.close()


async def test_somebody_who_moved_says_so_once(chromium: Browser, demo: WebServer) -> None:
    phone = await open_phone(chromium, demo)
    await phone.goto("/p/2026/")
    await join(phone)
    await phone.get_by_role("button", name="更改地区").click()
    await expect(phone.locator("#region")).to_have_value("440106")
    await phone.get_by_role("button", name="确定更改").click()
    await expect(phone.locator("#told")).to_have_text("和原来一样，没有更改。")
    await phone.select_option("#region", "440305")
    await phone.get_by_role("button", name="确定更改").click()
    await expect(phone.locator("#told")).to_have_text("已更改。")
    await phone.select_option("#region", "440106")
    await phone.get_by_role("button", name="确定更改").click()
    await expect(phone.locator("#told.problem")).not_to_be_empty()
    await clean(phone)
    await phone.context.close()


async def test_a_paper_that_may_be_closed_by_now_is_not_said_to_be_open(
    chromium: Browser, demo: WebServer
) -> None:
    """The phone was off when the server closed it: it only knows that a paper was begun here."""
    phone = await open_phone(chromium, demo)
    await phone.goto("/p/2026/")
    await join(phone)
    await phone.evaluate("localStorage.setItem('open:2026', 'demo')")
    await phone.goto("/p/2026/move/")
    said = phone.locator("#move .problem")
    await expect(said).to_have_text("如有限时的题目正在作答，换手机时计时不停，请尽快。")
    await link(phone)
    await expect(said).to_have_text("如有限时的题目正在作答，换手机时计时不停，请尽快。")
    await phone.context.close()


async def test_a_link_that_is_too_old_goes_from_the_page(
    chromium: Browser, demo: WebServer
) -> None:
    phone = await open_phone(chromium, demo)
    await phone.clock.install()
    await phone.goto("/p/2026/")
    await join(phone)
    await phone.goto("/p/2026/move/")
    await link(phone)
    await expect(phone.locator("#move")).not_to_contain_text("计时不停")
    await phone.clock.fast_forward(299_000)
    await expect(phone.locator(".qr")).to_be_visible()
    await phone.clock.run_for(6_000)
    await expect(phone.locator("#move")).to_contain_text("二维码已过期")
    await link(phone)
    await phone.context.close()
