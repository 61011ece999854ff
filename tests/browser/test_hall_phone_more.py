"""A phone in a hall: verdicts, questions for the audience, a point on a picture, a wrong clock."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.browser.hall_phone_stage import Host, Stage
from tests.browser.hall_phone_steps import clean, inside, join, open_phone, reveal, tap
from tests.servers import WebServer

pytestmark = pytest.mark.browser
RULED, WATCHED, POINT, WRONG, SHORT = "121212", "232323", "343434", "454545", "565656"
LENT = "676767"
BUILD = """
from dataclasses import replace
from quiz import clock
from quiz.rules.formats import LateJoin
from quiz.sittings import host
from tests.quiz import hall_world, kinds, world
world.make_bank()
kinds.make_bank("hotspot")
contest = world.make_contest()
quick = replace(hall_world.TWO, lead_ms=1_500)
halls = {
    "121212": quick,
    "232323": replace(quick, late_join=LateJoin.WATCH, audience=(1,)),
    "343434": replace(quick, questions=1, blueprint={"hotspot": 1}),
    **dict.fromkeys(("454545", "676767"), quick),
    "565656": replace(quick, question_ms=6_000),
}
for code, form in halls.items():
    round_ = world.make_round(form, contest, code=f"more{code[0]}")
    made = host.make(round_, f"场次{code[0]}", None, rehearsal=False, teams=[], now=clock.now())
    made.code = code
    made.save(update_fields=["code"])
    print(code, host.new_remote(made))
"""


class More(Stage):
    """A server with these sittings."""

    def __init__(self, folder: Path) -> None:
        self.server = WebServer(folder)
        said = self.server.prepare(("shell", "-v0", "-c", BUILD))
        self.remotes = dict(line.split() for line in said.splitlines() if line[:1].isdigit())


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    one = More(tmp_path_factory.mktemp("hall"))
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


@pytest_asyncio.fixture(loop_scope="session")
async def other(chromium: Browser, stage: Stage, problems: list[str]) -> AsyncIterator[Page]:
    """A second phone."""
    page = await open_phone(chromium, stage, problems)
    yield page
    await page.context.close()


async def opened(host: Host, phone: Page, code: str) -> None:
    """The lobby, with this phone in it."""
    await host.do("open")
    await join(phone, code)
    await inside(phone)


async def test_a_verdict_is_told_on_the_phone_and_so_is_its_end(stage: Stage, phone: Page) -> None:
    async with stage.host(RULED) as host:
        await opened(host, phone, RULED)
        await host.ask()
        await tap(phone, 0)
        await host.until("locked")  # everybody has answered
        await reveal(host, phone)
        ruled = phone.locator(".ruled")
        await expect(ruled).to_have_count(0)
        key = host.stage["told"]["key"][0]
        other_key = next(number for number in range(4) if number != key)
        for kind, keys, words in [
            ("void_all", [], "更正：这一题人人得分"),
            ("void_none", [], "更正：这一题作废，不计分"),
            ("new_key", [[other_key]], "更正：答案改为"),
            ("accept", [[key], [other_key]], "更正：以下都算对："),
        ]:
            await host.do("rule", slot=0, kind=kind, keys=keys)
            await expect(ruled).to_contain_text(words)
        await clean(phone)
        await host.do("restore", slot=0)
        await expect(ruled).to_have_count(0)


async def test_who_comes_late_watches_and_answers_what_is_asked_of_the_audience(
    stage: Stage, phone: Page, other: Page
) -> None:
    async with stage.host(WATCHED) as host:
        await opened(host, phone, WATCHED)
        await host.ask()
        await tap(phone, 0)
        await host.until("locked")  # everybody has answered
        await reveal(host, phone)
        await join(other, WATCHED)
        await expect(other.locator(".badge").first).to_have_text(
            "您是中途入场，本场只观看、不计分。"
        )
        await clean(other)
        await host.do("board")
        await host.ask()
        await expect(phone.locator("main")).to_contain_text("这一题只供场外观众作答")
        await expect(phone.locator(".option").first).to_be_disabled()
        await expect(other.locator("main")).to_contain_text("观众题")
        await tap(other, 1)
        await host.until("locked")
        await reveal(host, other)


async def test_a_point_on_a_picture_is_tapped_in_a_hall(stage: Stage, phone: Page) -> None:
    async with stage.host(POINT) as host:
        await opened(host, phone, POINT)
        await host.ask()
        box = await phone.locator(".surface").bounding_box()
        assert box is not None
        # (200, 321) of a thousandth each is within the area of every question here.
        await phone.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
        await expect(phone.locator(".said")).to_have_text("横向 20%，纵向 20%")
        await phone.locator(".question > .main").click()
        await expect(phone.locator("#saved")).to_have_class("saved")
        await host.until("locked")
        await reveal(host, phone)
        await expect(phone.locator(".verdict")).to_contain_text("答对了")


async def test_row_36_a_phone_whose_clock_is_a_year_off_and_jumps_counts_right(
    stage: Stage, phone: Page
) -> None:
    await phone.clock.set_fixed_time(datetime(2027, 12, 1, tzinfo=UTC))
    async with stage.host(WRONG) as host:
        await opened(host, phone, WRONG)
        await host.do("show")
        await expect(phone.locator(".digits")).to_have_text(re.compile("^[12]$"))
        await expect(phone.locator(".option")).to_have_count(4)
        await expect(phone.locator("#seconds")).to_have_text(re.compile("^(20|1[5-9])"))
        await phone.clock.set_fixed_time(datetime(2025, 1, 1, tzinfo=UTC))
        await expect(phone.locator("#seconds")).to_have_text(re.compile("^1[2-4]"))
        await tap(phone, 0)
        await host.until("locked")  # everybody has answered
        await reveal(host, phone)
        # What it took is measured without any clock of days.
        await expect(phone.locator(".told")).to_contain_text("网络")


async def test_a_question_that_does_not_come_is_not_said_to_come_any_moment(
    stage: Stage, phone: Page
) -> None:
    """The line falls silent while the seconds count down; nobody has noticed it yet."""
    silent = False

    def through(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda text: None if silent else server.send(text))
        server.on_message(lambda text: None if silent else line.send(text))

    await phone.route_web_socket("**/ws/hall/", through)
    async with stage.host(SHORT) as host:
        await opened(host, phone, SHORT)
        await host.ask()
        await expect(phone.locator("#said")).to_have_text("还有 5 秒")
        await tap(phone, 0)
        await host.until("locked")  # everybody has answered
        await expect(phone.locator(".note")).to_contain_text("作答结束")
        await expect(phone.locator("#said")).to_have_text("")
        await reveal(host, phone)
        await host.do("board")
        await host.do("show")
        await expect(phone.locator(".digits")).to_have_text(re.compile("^[12]$"))
        silent = True
        await expect(phone.locator(".wait")).to_contain_text("题目已开始，正在重连")
        await expect(phone.locator(".digits")).to_be_hidden()
        await expect(phone.locator("#said")).to_contain_text("正在重连")


GO_ON = """async () => {
  const send = async (method, body, more) => (await fetch("/api/move", { method,
    headers: { "Content-Type": "application/json", ...more },
    body: JSON.stringify(body) })).json();
  const mine = { Authorization: `Bearer ${localStorage["token:2026"]}` };
  const { url } = await send("POST", { sitting: "676767" }, mine);
  await send("PUT", { ticket: url.split("#move=")[1], token: "0123456789abcdef".repeat(2) });
}"""


async def test_what_was_chosen_here_before_is_not_the_next_person_s(
    stage: Stage, phone: Page
) -> None:
    """Mei's tap finds no network, and she goes on with another phone; Bo comes in on this one."""
    cut = False

    def through(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda text: None if cut and '"answer"' in str(text) else server.send(text))

    await phone.route_web_socket("**/ws/hall/", through)
    async with stage.host(LENT) as host:
        await opened(host, phone, LENT)
        await host.ask()
        cut = True
        await phone.locator(".option").first.click()
        await expect(phone.locator("#saved")).to_have_class("sending")
        await phone.evaluate(GO_ON)
        await expect(phone.locator("main h2")).to_have_text("已换到另一部手机")
        cut = False
        await phone.get_by_role("button", name="另一位选手加入").click()
        await phone.fill("#nickname", "Bo")
        await phone.click("form.card .main")
        await expect(phone.locator(".option").first).to_be_enabled()
        await expect(phone.locator(".option[aria-pressed=true]")).to_have_count(0)
        await expect(phone.locator("#unsent")).to_be_hidden()
        assert await phone.evaluate("Object.keys(localStorage).join().includes('outbox')") is False
        await tap(phone, 1)
        await host.until("locked")  # everybody has answered


# A page as it is beside a question, with the longest word of the line.
ASKED = """() => {
  const question = document.createElement("section");
  question.className = "question";
  document.getElementById("main").replaceChildren(question);
  const line = document.getElementById("line");
  line.textContent = "Connected";
  line.className = "online";
  line.hidden = false;
}"""


async def test_the_smallest_phone_in_english_has_room_for_its_line(
    chromium: Browser, stage: Stage
) -> None:
    context = await chromium.new_context(
        viewport={"width": 320, "height": 568}, locale="en", base_url=stage.server.url
    )
    page = await context.new_page()
    await page.goto(f"/h/{RULED}/")
    await page.evaluate(ASKED)
    line = await page.locator("#line").bounding_box()
    header = await page.locator("header").bounding_box()
    assert line
    assert header
    assert line["height"] < 40
    assert line["y"] >= header["y"] + header["height"] or line["x"] + line["width"] <= header["x"]
    await context.close()


async def test_in_english_both_switches_stand_beside_the_title(phone: Page) -> None:
    await phone.goto(f"/h/{RULED}/")
    await phone.get_by_role("button", name="English").click()
    await expect(phone.locator("#only")).to_have_text("Options only")
    title, only, elder = [
        await phone.locator(one).bounding_box() for one in ("h1", "#only", "#elder")
    ]
    assert title
    assert only
    assert elder
    assert only["y"] == elder["y"]
    assert title["x"] + title["width"] <= only["x"]
