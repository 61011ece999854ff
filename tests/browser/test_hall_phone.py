"""A phone in a hall, in a real browser and against a real server: answers, reloads, cuts, moves."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.hall_phone_stage import (
    CUT,
    KINDS,
    LIVES,
    MOVED,
    PLAIN,
    SLOW,
    STAKES,
    Host,
    Stage,
)
from tests.browser.hall_phone_steps import OVERFLOW, clean, inside, join, open_phone, reveal, tap

pytestmark = pytest.mark.browser
LOSSES = 3


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    one = Stage(tmp_path_factory.mktemp("hall"))
    one.server.start()
    yield one
    one.server.stop()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What pages of a test complain about; nothing is expected."""
    found: list[str] = []
    yield found
    assert found == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, stage: Stage, problems: list[str]) -> AsyncIterator[Page]:
    page = await open_phone(chromium, stage, problems)
    yield page
    await page.context.close()


async def test_the_code_is_typed_and_the_page_asks_for_a_name(phone: Page) -> None:
    await phone.goto("/")
    await phone.click("text=现场赛")
    await phone.fill("#code", "12")
    await phone.click("form .main")
    await expect(phone.locator("#problem")).to_contain_text("六位数字")
    await phone.fill("#code", "１１１ 111")
    await phone.click("form .main")
    await expect(phone.locator("h2")).to_have_text("报名进场")
    await clean(phone)


async def test_a_whole_sitting_with_a_reload_in_the_middle(stage: Stage, phone: Page) -> None:
    async with stage.host(PLAIN) as host:
        await join(phone, PLAIN)
        await expect(phone.locator("h2")).to_contain_text("尚未开始")
        await expect(phone.locator(".wait p")).to_contain_text("开场后会自动进入")
        await host.do("open")
        await inside(phone)
        await clean(phone)
        await host.do("show")
        await expect(phone.locator(".digits")).to_have_text(re.compile("[12]"))
        await expect(phone.locator(".option")).to_have_count(4)
        await clean(phone)
        await phone.reload()
        await expect(phone.locator(".option")).to_have_count(4)
        stem = await phone.inner_text(".stem")
        await phone.keyboard.press("b")
        await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
        await phone.reload()
        await expect(phone.locator(".stem")).to_have_text(stem)
        await expect(phone.locator(".option").nth(1)).to_have_attribute("aria-pressed", "true")
        await expect(phone.locator(".option").nth(0)).to_be_disabled()
        await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
        await expect(phone.locator(".note")).to_contain_text("您的作答")
        await told(host, phone)
        await ended(host, phone)


async def told(host: Host, phone: Page) -> None:
    """The key, the board, a break."""
    await host.until("locked")
    await expect(phone.locator(".note")).to_contain_text("作答结束，等待公布答案。")
    await expect(phone.locator(".note")).to_contain_text("您的作答")
    await reveal(host, phone)
    await expect(phone.locator("#said")).to_contain_text("得")
    await expect(phone.locator(".why")).to_contain_text("解析")
    await expect(phone.locator(".told")).to_contain_text("网络")
    await clean(phone)
    await host.do("board")
    await expect(phone.locator(".rank")).to_contain_text("第 1 名")
    await expect(phone.locator(".wait")).to_contain_text("请等下一题。")
    await clean(phone)
    await host.do("pause")
    await expect(phone.locator(".wait h2")).to_have_text("休息一下")
    await host.do("resume")


async def ended(host: Host, phone: Page) -> None:
    """The last question is skipped, and the end."""
    await host.do("show")
    await host.do("skip")
    await expect(phone.locator("h2")).to_have_text("这一题跳过")
    await expect(phone.locator(".wait")).to_contain_text("请等主持人宣布结果")
    await host.do("close", sure=True)
    await expect(phone.locator(".score h2")).to_have_text("本场结束")
    await phone.click("text=分享我的成绩")
    await expect(phone.locator(".share span")).to_have_text("已复制")
    line = await phone.locator(".share p").inner_text()
    assert await phone.evaluate("getSelection().toString()") == line
    await phone.click("text=查看解析")
    await expect(phone.locator(".review article")).to_have_count(1)
    await expect(phone.locator(".review h2")).to_be_focused()
    await clean(phone)
    await phone.evaluate("localStorage.clear()")
    await join(phone, PLAIN)
    await expect(phone.locator(".wait h2")).to_have_text("这一场已经结束。")
    await expect(phone.locator(".wait .main")).to_have_text("换一个入场码")
    await clean(phone)


async def test_a_tap_without_a_network_is_kept_and_sent_later(stage: Stage, phone: Page) -> None:
    async with stage.host(CUT) as host:
        await host.do("open")
        await join(phone, CUT)
        await inside(phone)
        await host.do("show")
        await expect(phone.locator(".option")).to_have_count(4)
        await phone.context.set_offline(True)
        await phone.evaluate("dispatchEvent(new Event('online'))")
        await phone.locator(".option").first.click()
        await expect(phone.locator("#saved")).to_contain_text("还在手机上", timeout=15_000)
        await expect(phone.locator("#unsent")).to_be_visible()
        await phone.context.set_offline(False)
        await expect(phone.locator("#saved")).to_have_text("第 1 题已保存")
        await expect(phone.locator("#unsent")).to_be_hidden()


async def test_who_comes_late_on_a_bad_line_still_answers_and_may_be_shown_out(
    stage: Stage, phone: Page
) -> None:
    """The module of questions is lost three times, the line is cut over the opening."""
    lost: list[str] = []

    async def lose(route: Route) -> None:
        lost.append(route.request.url)
        await (route.abort() if len(lost) <= LOSSES else route.continue_())

    await phone.route("**/h/later/**", lose)
    async with stage.host(SLOW) as host:
        await host.do("open")
        await host.ask()
        await join(phone, SLOW)
        await expect(phone.locator(".option")).to_have_count(4)
        assert int(await phone.inner_text("#seconds")) < 20
        assert len(lost) == LOSSES + 1
        await host.do("skip")
        await expect(phone.locator("h2")).to_have_text("这一题跳过")
        await phone.context.set_offline(True)
        await phone.evaluate("dispatchEvent(new Event('online'))")
        await host.ask()
        await phone.context.set_offline(False)
        await tap(phone, 3)
        await host.until("locked")
        await host.do("remove", number=await host.somebody())
        await expect(phone.locator("h2")).to_have_text("主持人已请您离场")


async def test_another_phone_goes_on_where_this_one_was(
    chromium: Browser, stage: Stage, phone: Page, problems: list[str]
) -> None:
    async with stage.host(MOVED) as host:
        await host.do("open")
        await join(phone, MOVED)
        await inside(phone)
        name = await phone.inner_text(".name")
        await host.do("show")
        await expect(phone.locator(".option")).to_have_count(4)
        await tap(phone, 2)
        await phone.click("#move")
        await phone.click("text=显示二维码")
        link = await phone.get_attribute("#moving a", "href")
        await clean(phone)
        other = await open_phone(chromium, stage, problems)
        await other.goto(str(link))
        await other.click(".wait .main")
        await expect(other.locator(".option").nth(2)).to_have_attribute("aria-pressed", "true")
        assert "move" not in other.url
        await host.until("locked")
        await reveal(host, other)
        assert await other.evaluate("JSON.parse(localStorage.me).nickname") == name
        for _ in range(2):
            await expect(phone.locator("h2")).to_have_text(["已换到另一部手机"])
            await phone.reload()
        await phone.click("text=另一位选手加入")
        await expect(phone.locator("h2")).to_have_text("报名进场")
        await other.context.close()


async def test_a_team_is_chosen_and_points_are_staked(stage: Stage, phone: Page) -> None:
    async with stage.host(STAKES) as host:
        await host.do("open")
        await join(phone, STAKES)
        await phone.click("text=荔枝队")
        await inside(phone)
        await expect(phone.locator(".wait")).to_contain_text("荔枝队")
        await host.do("show")
        await phone.check("#sure")
        await tap(phone)
        await expect(phone.locator(".note")).to_contain_text("有把握")
        await host.until("locked")
        await reveal(host, phone)
        await expect(phone.locator(".points")).to_have_text(re.compile("得 12 分|扣 2 分"))
        await expect(phone.locator(".stand")).to_contain_text("荔枝队")


async def test_who_is_out_watches_on(stage: Stage, phone: Page) -> None:
    async with stage.host(LIVES) as host:
        await host.do("open")
        await join(phone, LIVES)
        await inside(phone)
        await host.ask()
        await expect(phone.locator(".option").first).to_be_enabled()
        await reveal(host, phone)
        await expect(phone.locator(".verdict")).to_contain_text("没有作答")
        await expect(phone.locator(".told")).to_contain_text("您已出局")
        await host.do("board")
        await host.ask()
        await expect(phone.locator(".option").first).to_be_disabled()
        await expect(phone.locator(".note")).to_contain_text("可以跟着看")
        await clean(phone)


async def test_every_kind_is_answered_on_a_narrow_phone_with_big_type(
    chromium: Browser, stage: Stage, problems: list[str]
) -> None:
    page = await open_phone(chromium, stage, problems, width=320)
    async with stage.host(KINDS) as host:
        await host.do("open")
        await join(page, KINDS)
        await inside(page)
        await page.click("#elder")
        for _ in range(5):
            await host.ask()
            await answer_by_kind(page)
            assert not await page.evaluate(OVERFLOW)
            await host.until("locked")
            await reveal(host, page)
            await clean(page)
            await host.do("board")
        await expect(page.locator(".wait")).to_contain_text("请等主持人宣布结果")
        await host.do("close", sure=True)
        await reread(page)
    await page.context.close()


async def reread(page: Page) -> None:
    """After a reload the page knows no kind but the plain ones, and reads them all the same."""
    await page.reload()
    await page.click("text=查看解析")
    review = page.locator(".review")
    await expect(review.locator("article")).to_have_count(5)
    await expect(review).to_contain_text("标准答案：光合作用")
    await expect(review).to_contain_text("您的作答：光合作用")
    await expect(review).to_contain_text(re.compile(r"\d → . · \d → "))
    assert not await page.evaluate(OVERFLOW)


async def answer_by_kind(page: Page) -> None:
    await expect(page.locator(".question")).to_be_visible()
    if await page.locator(".typed").count():
        await page.fill(".typed", "光合作用")
    elif await page.locator(".number input").count():
        await page.fill(".number input", "５０")
    for select in await page.locator(".options select").all():
        await select.select_option(index=1)
    for option in (await page.locator("button.option").all())[:2]:
        await option.click()
    await page.click(".question .main")
    await expect(page.locator("#saved")).to_have_class("saved")
    await expect(page.locator(".note")).to_contain_text("您的作答")
    await expect(page.locator(".question .main")).to_be_hidden()
