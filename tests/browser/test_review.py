"""A reviewer works through the queue by keyboard: blind answer, key, verdict, next."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.browser.signed import sign_in
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from dataclasses import replace
from django.contrib.auth.models import User
from questionbank import desk, grants, images, workflow
from questionbank.desk import Wanted
from questionbank.rules.question import Area, Image, Text
from tests.questionbank.picture_files import halves, saved
from tests.browser.bank import COUNTIES, path
from tests.questionbank.test_workflow import TAGS, WORDS
from tests.rules import test_blind, test_question
chen = User.objects.create_user("chen", is_staff=True)
grants.give(User.objects.create_user("guo", is_staff=True), "approver", "440000", by=None)
picture = Image(images.store(saved(halves(400, 200), "PNG"), chen).digest, Text("一张图"))
kinds = {
    "台风的中心叫什么？": test_question.SINGLE,
    "哪些是哺乳动物？": test_question.MULTIPLE,
    "月亮自己会发光。": test_question.TRUEFALSE,
    "从小到大排列": test_question.ORDERING,
    "配对": test_blind.MATCHING,
    "两地相距多远？": test_question.ESTIMATE,
    "一千米又叫什么？": test_blind.TEXT,
    "点出圆心": replace(test_blind.HOTSPOT, picture=picture),
}
for county in COUNTIES[:10]:
    grants.give(chen, "author", path(county), by=None)
    lin = User.objects.create_user(f"lin{county}", is_staff=True)
    grants.give(lin, "reviewer", path(county), by=None)
    for stem, draft in kinds.items():
        words = replace(draft, stem=Text(stem), explanation=WORDS.explanation, source=WORDS.source)
        made = desk.create(Wanted(words, TAGS), by=chen, scope=path(county))
        workflow.act(made.pk, "submit", by=chen, revision=made.revision)
"""
STEPS = """SELECT act, blind FROM questionbank_step JOIN auth_user ON auth_user.id = by_id
WHERE username = '{name}'"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Counties' banks, each with a question of each kind in review."""
    yield from bank.serving(tmp_path_factory.mktemp("review"), BUILD)


@pytest.fixture(scope="module")
def reviewers() -> Iterator[str]:
    """Each of a county of their own."""
    return (f"lin{county}" for county in bank.COUNTIES)


@pytest.fixture
def name(reviewers: Iterator[str]) -> str:
    return next(reviewers)


@pytest_asyncio.fixture(loop_scope="session")
async def reviewer(chromium: Browser, server: WebServer, name: str) -> AsyncIterator[Page]:
    """Lin, signed in, at the queue; a broken script or a forbidden thing fails."""
    async with bank.signed_in(chromium, server, name) as page:
        await page.keyboard.press("g")
        await page.keyboard.press("r")
        await expect(page.locator("#stem")).to_have_text("台风的中心叫什么？")
        await page.wait_for_load_state()
        yield page


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def shown(page: Page, stem: str, verdict: str = "") -> None:
    await expect(page.locator("#stem")).to_have_text(stem)
    if verdict:
        await expect(page.locator(".verdict")).to_contain_text(verdict)


async def skip_to(page: Page, stem: str) -> None:
    while (now := await page.locator("#stem").inner_text()) != stem:
        await page.locator("[data-skip]").focus()
        await press(page, "Enter")
        await expect(page.locator("#stem")).not_to_have_text(now)


def steps(server: WebServer, name: str) -> list[tuple[str, Any]]:
    """What a reviewer did and had answered."""
    found = bank.ask(server, STEPS.format(name=name))
    return [(act, json.loads(blind or "null")) for act, blind in found]


async def test_questions_are_judged_without_a_mouse(
    reviewer: Page, server: WebServer, name: str
) -> None:
    await press(reviewer, "3", "Enter")
    await shown(reviewer, "台风的中心叫什么？", "✓ 与标准答案一致")
    await press(reviewer, "a")
    await shown(reviewer, "哪些是哺乳动物？")
    await press(reviewer, "1", "2", "Enter")
    await shown(reviewer, "哪些是哺乳动物？", "✗ 与标准答案不一致")
    await expect(reviewer.locator(".verdict b")).to_have_text(["A B", "A C"])
    await press(reviewer, "r", "Enter")
    await expect(reviewer.locator("#why")).to_contain_text("请写明理由")
    await press(reviewer, "1", "Enter")
    await shown(reviewer, "月亮自己会发光。")
    await expect(reviewer.locator(".waiting")).to_have_text("6 题待您审")
    await press(reviewer, "u")
    await shown(reviewer, "月亮自己会发光。", "未作答")
    await press(reviewer, "a")
    await shown(reviewer, "从小到大排列")
    for step in (("approve", [2]), ("send_back", [0, 1]), ("approve", [])):
        assert step in steps(server, name)


async def test_pairs_orders_and_numbers_are_answered_by_keyboard(reviewer: Page) -> None:
    await skip_to(reviewer, "从小到大排列")
    await press(reviewer, "2", "1", "4", "3", "Enter")
    await shown(reviewer, "从小到大排列", "甲 → 乙 → 丙 → 丁")
    await press(reviewer, "s")
    await shown(reviewer, "配对")
    await press(reviewer, "1")
    for target in ("丑", "子", "寅", "寅"):
        await reviewer.locator("select:focus").select_option(label=target)
        await press(reviewer, "Tab")
    await press(reviewer, "Enter")
    await shown(reviewer, "配对", "✓ 与标准答案一致")
    await press(reviewer, "s")
    await shown(reviewer, "两地相距多远？")
    await reviewer.keyboard.type("56")
    await press(reviewer, "Enter")
    await shown(reviewer, "两地相距多远？", "✓ 与标准答案一致")


async def test_keys_work_where_a_number_is_asked_for(
    reviewer: Page, server: WebServer, name: str
) -> None:
    await skip_to(reviewer, "两地相距多远？")
    await expect(reviewer.get_by_role("spinbutton")).to_be_focused()
    await press(reviewer, "5", "u")
    await shown(reviewer, "两地相距多远？", "未作答")
    await press(reviewer, "a")
    await shown(reviewer, "一千米又叫什么？")
    assert ("approve", []) in steps(server, name)
    await expect(reviewer.get_by_role("textbox", name="您的答案")).to_be_focused()
    await press(reviewer, "u", "Escape", "u")
    await shown(reviewer, "一千米又叫什么？", "未作答")


async def test_words_points_and_comments_are_given_by_keyboard(
    reviewer: Page, server: WebServer, name: str
) -> None:
    await skip_to(reviewer, "一千米又叫什么？")
    await reviewer.keyboard.type("一公里")
    await press(reviewer, "Enter")
    await shown(reviewer, "一千米又叫什么？", "✓ 与标准答案一致")
    await press(reviewer, "c")
    await reviewer.keyboard.type("请注明出处")
    await press(reviewer, "Enter")
    await expect(reviewer.locator(".comments")).to_contain_text("请注明出处")
    await press(reviewer, "Escape", "a")
    await shown(reviewer, "点出圆心")
    await reviewer.keyboard.type("500")
    await press(reviewer, "Tab")
    await reviewer.keyboard.type("500")
    await press(reviewer, "Enter")
    await shown(reviewer, "点出圆心", "✓ 与标准答案一致")
    await press(reviewer, "a")
    await expect(reviewer.locator("[data-again]")).to_have_text("再看跳过的 6 题")
    assert ("approve", [500, 500]) in steps(server, name)


async def test_a_long_queue_is_counted_down_with_its_thousands_apart(reviewer: Page) -> None:
    await press(reviewer, "u")
    await shown(reviewer, "台风的中心叫什么？", "未作答")
    counts = reviewer.locator(".waiting b, .rooms [aria-current] .count")
    await counts.evaluate_all("(all) => all.forEach((one) => (one.textContent = '1,200'))")
    await press(reviewer, "a")
    await shown(reviewer, "哪些是哺乳动物？")
    await expect(counts).to_have_text(["1,199", "1,199"])
    await press(reviewer, "s")
    await shown(reviewer, "月亮自己会发光。")
    await expect(counts).to_have_text(["1,199", "1,199"])


async def test_holding_a_key_down_approves_one_question_only(
    reviewer: Page, server: WebServer, name: str
) -> None:
    await press(reviewer, "3", "Enter")
    await shown(reviewer, "台风的中心叫什么？", "✓")
    for _repeat in range(4):
        await reviewer.keyboard.down("a")
    await shown(reviewer, "哪些是哺乳动物？")
    assert [act for act, _ in steps(server, name)].count("approve") == 1


async def test_a_lost_line_is_told_and_the_same_key_goes_on(reviewer: Page) -> None:
    await press(reviewer, "3", "Enter")
    await shown(reviewer, "台风的中心叫什么？", "✓")
    await reviewer.context.set_offline(True)
    await press(reviewer, "a")
    await expect(reviewer.locator("#why")).to_contain_text("连接中断")
    await reviewer.context.set_offline(False)
    await press(reviewer, "a")
    await shown(reviewer, "哪些是哺乳动物？")


async def test_the_card_stays_when_the_session_has_ended(reviewer: Page) -> None:
    await reviewer.context.clear_cookies(name="sessionid")
    await press(reviewer, "3", "Enter")
    await expect(reviewer.get_by_role("alert")).to_contain_text("您已退出登录")
    await shown(reviewer, "台风的中心叫什么？")
    await expect(reviewer.locator("#why")).to_have_text("")


async def test_it_works_without_scripts(chromium: Browser, server: WebServer, name: str) -> None:
    context = await chromium.new_context(
        java_script_enabled=False, base_url=server.url, locale="zh-CN"
    )
    page = await context.new_page()
    await sign_in(page, server, name)
    await page.goto("/bank/review/")
    for _question in range(7):
        await page.click("[data-skip]")
    await shown(page, "点出圆心")
    await page.locator(".spot").click(position={"x": 135, "y": 67})
    await shown(page, "点出圆心", "✓ 与标准答案一致")
    await page.get_by_role("button", name="通过").click()
    await expect(page.locator(".waiting")).to_have_text("7 题待您审")
    await context.close()


async def test_the_card_can_be_read_and_reached_by_everybody(reviewer: Page) -> None:
    for key in ("1", "Enter"):
        await sound(reviewer)
        await press(reviewer, key)
    await shown(reviewer, "台风的中心叫什么？", "✗")
    await press(reviewer, "r")
    await expect(reviewer.locator("[name=why]").first).to_be_visible()
    await sound(reviewer)
