"""Leaving a running paper: the first way back only tells, and lists lead into it again."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looks import clean
from tests.browser.phone_steps import answer, begin, join, on, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser


async def test_the_first_way_back_tells_that_time_runs_and_the_second_leads_out(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.goto("/")
    await expect(page.locator("#running a")).to_have_count(0)
    await page.goto("/p/2026/")
    await join(page)
    await begin(page)
    await page.evaluate("history.back()")
    await expect(page.locator("#saved")).to_contain_text("再按一次离开")
    await on(page, 1)
    await answer(page)
    await on(page, 2)
    await expect(page.locator("#saved")).to_contain_text("已保存")
    await page.evaluate("history.back()")
    await expect(page.locator("#saved")).to_contain_text("再按一次离开")
    await page.go_back()
    await page.wait_for_url(f"{demo.url}/")
    await expect(page.locator("#running a")).to_have_text("您有一份答卷还没答完，继续作答")
    await clean(page)
    await page.click("#running a")
    await on(page, 2)
    await page.context.close()


async def test_the_list_of_rounds_marks_the_paper_that_is_open(
    chromium: Browser, demo: WebServer
) -> None:
    page = await open_phone(chromium, demo)
    await page.goto("/p/2026/")
    await join(page)
    await begin(page, "练习")
    await answer(page)
    await page.get_by_role("button", name="返回轮次").click()
    card = page.locator("article.card", has_text="练习")
    await expect(card.locator(".badge")).to_have_text("练习 · 还没答完")
    await expect(page.locator("article.card", has_text="还没答完")).to_have_count(1)
    await page.goto("/")
    await page.click("#running a")
    await page.get_by_role("button", name="继续作答").click()
    await on(page, 2)
    await page.context.close()
