"""After several papers: which of them counts, the way to each, and what was answered about it."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.browser import demo_stage
from tests.browser.phone_steps import join, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """One of their own: its ranked round is ended here."""
    yield from demo_stage.served(tmp_path_factory.mktemp("demo"))


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, demo: WebServer) -> AsyncIterator[Page]:
    """Somebody who has joined."""
    page = await open_phone(chromium, demo)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto("/p/2026/")
    await join(page)
    yield page
    await page.context.close()
    assert problems == []


def happens(server: WebServer, *calls: str) -> None:
    lines = "; ".join(f"papers_stage.{call}" for call in calls)
    server.manage("shell", "-c", f"from tests.browser import papers_stage; {lines}")


async def result(page: Page) -> None:
    await page.locator("article.card", has_text="排名赛").locator(".main").click()
    await expect(page.locator(".score .big")).to_be_visible()


async def test_the_paper_that_counts_is_named_and_each_is_one_tap_away(
    phone: Page, demo: WebServer
) -> None:
    happens(demo, "close(90, 9_100)", "close(0, 80_000)", "answer_report(0, '已经更正，谢谢')")
    await result(phone)
    await expect(phone.locator(".score .big")).to_have_text("0 / 100")
    line = phone.get_by_role("button", name="计入成绩：第 1 次，90 分 · 用时 9.1 秒")
    await expect(line).to_be_visible()
    # One's own row is known by who one is, not by the score of the paper on the page.
    await expect(phone.locator(".place .mine")).to_have_count(4)
    await expect(phone.locator(".mine").first).to_contain_text("90")
    await phone.get_by_text("我的答卷（2 份）").click()
    rows = phone.locator("details", has_text="我的答卷").locator("button")
    await expect(rows).to_have_text(
        [
            "第 2 次 · 0 分 · 用时 1 分 20 秒",
            "第 1 次 · 90 分 · 用时 9.1 秒 · 计入成绩 · 有答复",
        ]
    )
    # A line may end with a dot or a slash, and never begins with one.
    assert [one for one in await phone.locator(".whole").all_inner_texts() if one[0] in "/·"] == []
    await rows.last.click()
    await expect(phone.locator(".review h2")).to_have_text("第 1 次 · 90 分")
    await expect(phone.locator(".review h2")).to_be_focused()
    await expect(phone.locator(".review article")).to_have_count(10)
    await expect(phone.locator(".review")).to_contain_text("已经更正，谢谢")
    await phone.get_by_role("button", name="查看解析").click()
    await expect(phone.locator(".review h2")).to_have_text("查看解析")
    await line.click()
    await expect(phone.locator(".review h2")).to_have_text("第 1 次 · 90 分")


async def test_a_single_paper_has_no_list(phone: Page, demo: WebServer) -> None:
    happens(demo, "close(50, 30_000)")
    async with phone.expect_response("**/attempts"):
        await result(phone)
    await expect(phone.locator(".mine").first).to_contain_text("50")
    await expect(phone.get_by_text("计入成绩")).to_have_count(0)
    await expect(phone.get_by_text("我的答卷")).to_have_count(0)


async def test_who_reads_a_result_goes_on_reading_when_it_is_told_once_more(
    phone: Page, demo: WebServer
) -> None:
    happens(demo, "close(50, 30_000)")
    lines: list[WebSocketRoute] = []
    welcomed = asyncio.Event()

    def between(line: WebSocketRoute) -> None:
        def tell(said: str | bytes) -> None:
            line.send(said)
            if '"welcome"' in str(said):
                welcomed.set()

        line.connect_to_server().on_message(tell)
        lines.append(line)

    await phone.route_web_socket("**/ws/play/", between)
    await phone.reload()
    await result(phone)
    await phone.get_by_role("button", name="查看解析").click()
    await expect(phone.locator(".review article")).to_have_count(10)
    await phone.locator(".review article").nth(5).scroll_into_view_if_needed()
    reading = await phone.locator(".review article").nth(5).element_handle()
    at = await phone.evaluate("scrollY")
    welcomed.clear()
    await lines[-1].close(code=1012)
    await welcomed.wait()
    await expect(phone.locator("#line")).to_have_text("已连接")
    assert await reading.evaluate("(one) => one.isConnected")
    assert await phone.evaluate("scrollY") == at
    # What leads on from here knows the round as it was told last.
    await phone.get_by_role("button", name="再答一次").click()
    await expect(phone.locator(".ready .main")).to_be_visible()


async def test_a_granted_appeal_stays_with_its_answer(phone: Page, demo: WebServer) -> None:
    happens(demo, "close(90, 9_100)", "annul(0)")
    await result(phone)
    told = phone.locator(".void")
    await expect(told).to_contain_text("本次成绩已作废，不计入任何榜单")
    await expect(told).to_contain_text("串通作答")
    happens(demo, "grant(0, '核实后：作废有误，已恢复。')")
    # The phone is told within a second, and shows it without being loaded anew.
    await expect(told).to_contain_text("曾作废，现已恢复")
    await expect(told).to_contain_text("申诉成立")
    await expect(told).to_contain_text("答复：核实后：作废有误，已恢复。")
    await expect(told).not_to_contain_text("不计入任何榜单")
    await expect(told.get_by_role("button")).to_be_hidden()
    await expect(phone.locator(".mine").first).to_contain_text("90")


async def test_after_the_end_nothing_is_offered_that_would_be_refused(
    phone: Page, demo: WebServer
) -> None:
    happens(demo, "close(90, 9_100)")
    await result(phone)
    again = phone.get_by_role("button", name="再答一次")
    certificate = phone.get_by_role("link", name="我的证书")
    await expect(again).to_be_visible()
    await expect(certificate).to_be_visible()
    happens(demo, "annul(0)", "end()")
    # By now the phone was told of the annulment, and what it offers is asked anew.
    await expect(phone.locator(".void")).to_contain_text("串通作答")
    await expect(certificate).to_be_hidden()
    demo.term()  # a new process knows the round's new end at once
    demo.start()
    await phone.reload()
    await expect(phone.locator(".void")).to_contain_text("串通作答")
    await expect(again).to_have_count(0)
    await phone.goto("/c/2026/")
    card = phone.locator(".certificate", has_text="排名赛")
    await expect(card.get_by_role("status")).to_have_text(
        "您在本轮次没有计入成绩的答卷，没有证书。"
    )
    await expect(card.get_by_role("button")).to_be_hidden()
    happens(demo, "close(60, 30_000)")
    await phone.reload()
    await expect(card.get_by_role("button", name="领取证书")).to_be_visible()
