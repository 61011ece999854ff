"""A certificate is taken and checked by a stranger; a raffle is drawn, checked and claimed."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import small
from tests.leaderboard.cast import token
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from leaderboard.raffle import holding
from leaderboard.rules.raffle import DAY_MS
from questionbank import grants
from quiz import clock
from quiz.models import Attempt, Entry, Round
from tests.leaderboard.cast import scene
from tests.leaderboard.raffle.conftest import changed
lin = User.objects.create_user("lin", is_staff=True)
grants.give(lin, "organiser", "44", by=None)
stage, now = scene(), clock.now()
for n in range(6):
    stage.close(f"选手{n}", 60 + n)
Round.objects.update(opens_at=now - 3 * DAY_MS, closes_at=now - DAY_MS)
Attempt.objects.update(opened_at=now - 2 * DAY_MS)
Entry.objects.update(received_at=now - 2 * DAY_MS, stored_at=now - 2 * DAY_MS)
form = changed(closes_at=now - DAY_MS, delete_at=now + 60 * DAY_MS)
row = holding.make(stage.contest, "44", form, lin, now - 2 * DAY_MS)
holding.seal(row, now)
"""
WINNER = """SELECT nickname FROM leaderboard_win JOIN leaderboard_ticket
ON leaderboard_ticket.id = ticket_id JOIN quiz_contestant
ON quiz_contestant.id = contestant_id WHERE leaderboard_win.place = 1"""

SCROLLED = """() => [...document.querySelectorAll(".prizes, #winners, #winners li")]
  .filter((one) => one.scrollTop || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 80))"""
LETTERS = "(node) => parseFloat(getComputedStyle(node).fontSize)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    yield from bank.served(tmp_path_factory.mktemp("prizes"), bank.built(BUILD))


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    """A small phone that is nobody's yet."""
    made = await chromium.new_context(
        base_url=server.url,
        locale="zh-CN",
        viewport={"width": 360, "height": 740},
        reduced_motion="reduce",
    )
    page = await made.new_page()
    yield page
    await made.close()


async def become(page: Page, name: str) -> None:
    """From now on this is that contestant's phone."""
    await page.goto("/v/")
    await page.evaluate("one => localStorage.setItem('token:GD26', one)", token(name))


async def test_a_certificate_is_taken_once_and_checked_by_a_stranger(
    phone: Page,
) -> None:
    await phone.goto("/c/GD26/")
    await phone.get_by_role("button", name="领取证书").click()
    await expect(phone.locator(".told")).to_contain_text("没有参赛记录")
    await become(phone, "选手5")
    await phone.goto("/c/GD26/")
    await phone.get_by_role("button", name="领取证书").click()
    image = phone.locator(".got img")
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("complete", value=True)
    assert await image.evaluate("one => one.naturalWidth") == 1080
    await small(phone, "prize-own")
    code = await phone.locator("b.code").inner_text()
    await phone.evaluate("localStorage.clear()")
    await phone.goto("/v/")
    await phone.get_by_label("验证码").fill(code.lower())
    await phone.get_by_role("button", name="查验").click()
    await expect(phone.get_by_role("heading", name="证书有效")).to_be_visible()
    await expect(phone.get_by_text("取得 65 分")).to_be_visible()
    await small(phone, "prize-check")
    field, button = await phone.locator("form.card :is(input, button)").evaluate_all(WIDTHS)
    assert field == button
    await on_paper(phone)
    await phone.get_by_label("验证码").fill("abcd")
    await phone.get_by_role("button", name="查验").click()
    await expect(phone.get_by_role("alert")).to_contain_text("没有这张证书")


async def on_paper(page: Page) -> None:
    """One sheet for the files: what was found, the certificate, and nothing to press."""
    await page.emulate_media(media="print")
    await expect(page.locator("img.sheet")).to_be_visible()
    for part in ("form.card", "footer"):
        await expect(page.locator(part)).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", await page.pdf(format="A4"))) == 1
    await page.emulate_media(media="screen")


# The widths of a field and of the button that sends it.
WIDTHS = "([...all]) => all.map((one) => one.getBoundingClientRect().width)"
# Of each number of a ticket: the signs of its lines.
LINES = """(codes) => codes.map((code) => [...code.childNodes].filter((part) => part.data)
  .map((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return [part.data.length, range.getClientRects().length];
  }))"""


async def in_halves(phone: Page) -> None:
    """Drawn, it says. Each ticket's number is two lines of eight, as on the wall; the field fills
    its card."""
    await expect(phone.get_by_text("已开奖", exact=True)).to_be_visible()
    codes = await phone.locator(".winners code").evaluate_all(LINES)
    assert codes == [[[8, 1], [8, 1]]] * 4
    field, button = await phone.locator("#claim :is(input, button)").evaluate_all(WIDTHS)
    assert field == button


async def drawn(lin: Page) -> None:
    """It is drawn beside the server; the page comes to the result by itself."""
    await expect(lin.locator("code.ticket")).to_have_count(4, timeout=60_000)
    await expect(lin.locator("#far")).to_have_count(0)


# Of each value that is a moment: in how many lines it stands.
MOMENTS = """(values) => values.filter((one) => /\\d:\\d\\d:/.test(one.textContent)).map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
})"""


async def in_room(lin: Page) -> None:
    """On a phone a ticket's number is two lines on the desk, too, and a moment one."""
    await small(lin, "prize-raffle")
    await lin.set_viewport_size({"width": 320, "height": 740})
    assert await lin.locator("code.ticket").evaluate_all(LINES) == [[[8, 1], [8, 1]]] * 4
    assert await lin.locator(".draw-steps dd").evaluate_all(MOMENTS) == [1, 1]


async def filled(hall: Page) -> None:
    """All is uncovered; the wall holds what is on it, and that is large."""
    await expect(hall.locator("#left")).to_have_text("0")
    assert await hall.evaluate(SCROLLED) == []
    assert await hall.locator("#winners code").first.evaluate(LETTERS) > 60
    await small(hall, "prize-screen")


async def test_a_raffle_is_drawn_on_the_desk_checked_by_anybody_claimed_and_shown_in_a_hall(
    chromium: Browser, server: WebServer, phone: Page
) -> None:
    hall = await phone.context.new_page()
    await hall.set_viewport_size({"width": 1920, "height": 1080})
    await hall.goto("/raffle/first-raffle/screen/")
    await expect(hall.locator("#stage")).to_have_text("名单已固定，等待开奖。")
    await expect(hall.locator("#goods li")).to_have_count(2)
    await small(hall, "prize-screen-before")
    async with bank.signed_in(chromium, server, "lin") as lin:
        await lin.goto("/desk/raffles/")
        await small(lin, "prize-raffles")
        await lin.get_by_role("link", name="初赛抽奖").click()
        for name in ("公共数字", "再输入一次"):
            await lin.get_by_label(name).fill("03-11-19-24-28-31+07")
        await lin.get_by_role("button", name="开奖（只有一次）").click()
        await drawn(lin)
        await in_room(lin)
        await become(phone, bank.ask(server, WINNER)[0][0])
        await phone.goto("/raffle/first-raffle/")
        await expect(phone.locator("#luck")).to_contain_text("科普图书")
        await phone.get_by_label("联系方式").fill("13800138000")
        await phone.get_by_role("button", name="提交").click()
        await expect(phone.locator("#claimed")).to_contain_text("已登记")
        await phone.get_by_role("button", name="在这台设备上重算").click()
        await expect(phone.locator("#verdict")).to_contain_text("重算一致：6 张奖券，开出 4 张")
        await small(phone, "prize-public")
        await in_halves(phone)
        await lin.reload()
        await lin.get_by_role("button", name="查看（留记录）").first.click()
        await expect(lin.get_by_text("13800138000")).to_be_visible()
    await expect(hall.locator("#winners li.shown")).to_have_count(3)
    await expect(hall.locator("#stage")).to_have_text("公共数字：03-11-19-24-28-31+07")
    await filled(hall)


async def test_many_winners_stand_on_one_picture_after_another(phone: Page) -> None:
    many = [f"{n:016x}" for n in range(40)]
    told = {"prizes": [["科普图书", 40]], "tickets": 40, "beacon": "7", "drawn": many}
    hall = await phone.context.new_page()
    await hall.set_viewport_size({"width": 1920, "height": 1080})
    await hall.clock.install()
    await hall.route("**/draw.json", lambda route: route.fulfill(json=told))
    await hall.goto("/raffle/first-raffle/screen/")
    for on_wall, left in ((8, 32), (16, 16), (16, 0)):
        await expect(hall.locator("#winners li.shown")).to_have_count(on_wall)
        await expect(hall.locator("#left")).to_have_text(str(left))
        assert await hall.evaluate(SCROLLED) == []
        await hall.clock.fast_forward(20_000)
    await expect(hall.locator("#winners code").first).to_have_text("0000 0000 0000 0000")
    await hall.close()
