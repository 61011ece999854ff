"""The list and its questions as an author meets them: all is seen at any width, in any language."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from dataclasses import replace
from django.contrib.auth.models import User
from questionbank import desk, grants, workflow
from questionbank.desk import Wanted
from questionbank.rules.question import Text
from tests.questionbank.test_workflow import CITY, TAGS, WORDS
chen = User.objects.create_user("chen", is_staff=True)
grants.give(chen, "author", CITY, by=None)
more = {("topic", "T1.2"), ("benchmark", "B1"), ("audience", "youth"), ("sensitivity", "medical")}
words = replace(WORDS, stem=Text("人工智能怎样帮助医生看片子？", "How does AI help to read scans?"))
one = desk.create(Wanted(words, TAGS | more), by=chen, scope=CITY)
two = desk.create(Wanted(replace(WORDS, stem=Text("台风怎样旋转？")), TAGS), by=chen, scope=CITY)
newer = Wanted(replace(words, stem=Text("人工智能帮得了医生吗？", "Does AI help?")), TAGS | more)
desk.revise(one.pk, newer, by=chen, revision=0)
lin = User.objects.create_user("lin", is_staff=True)
grants.give(lin, "reviewer", CITY, by=None)
workflow.act(two.pk, "submit", by=chen, revision=0)
workflow.act(two.pk, "send_back", by=lin, revision=1, reason="出处不清，请补上标准号。")
"""
# Chips that do not stand whole, in one line, where they are seen.
CUT = """() => [...document.querySelectorAll(".questions .tag")].filter((tag) => {
  const [chip, seen] = [tag, tag.closest("td")].map((one) => one.getBoundingClientRect());
  return chip.bottom > seen.bottom + 1 || chip.right > seen.right + 1 || chip.height > 26;
}).map((tag) => tag.textContent)"""
BROKEN = """() => [...document.querySelectorAll(".questions th")]
  .filter((cell) => cell.getBoundingClientRect().height > 45).map((cell) => cell.textContent)"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A city's bank with a question that has many tags."""
    yield from bank.serving(tmp_path_factory.mktemp("list"), BUILD)


@pytest_asyncio.fixture(loop_scope="session")
async def chen(chromium: Browser, server: WebServer) -> AsyncIterator[Page]:
    async with bank.signed_in(chromium, server, "chen") as page:
        yield page


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [390, 1024, 1366, 1440])
async def test_all_tags_of_a_question_are_seen_in_the_list(
    chen: Page, width: int, lang: str
) -> None:
    await chen.context.add_cookies([{"name": "django_language", "value": lang, "url": chen.url}])
    await chen.set_viewport_size({"width": width, "height": 800})
    await chen.goto("/bank/?sort=ref")
    await expect(chen.locator(".questions .tag")).to_have_count(12)
    assert await chen.evaluate(CUT) == []
    assert await chen.evaluate(BROKEN) == []


async def test_the_list_can_be_read_by_everybody(chen: Page) -> None:
    await sound(chen, "editor-list", desk=1024)


async def test_the_questions_of_a_list_are_read_one_after_the_other(chen: Page) -> None:
    await chen.set_viewport_size({"width": 1024, "height": 800})
    await chen.goto("/bank/?sort=ref&kind=single")
    rows = chen.locator("[data-row]")
    first, second = [await rows.nth(n).get_attribute("href") for n in (0, 1)]
    await rows.first.click()
    await expect(chen.locator("#along-at")).to_have_text("1 / 2")
    await expect(chen.locator("[data-before]")).to_be_hidden()
    await chen.keyboard.press("j")
    await chen.wait_for_url(f"**{second}")
    await expect(chen.locator("#along-at")).to_have_text("2 / 2")
    await chen.keyboard.press("k")
    await chen.wait_for_url(f"**{first}")
    await chen.get_by_role("link", name="回到列表").click()
    await chen.wait_for_url("**/bank/?sort=ref&kind=single")


async def test_an_author_finds_what_came_back_and_reads_why(chen: Page) -> None:
    await chen.goto("/bank/")
    await chen.keyboard.press("3")
    await expect(chen.locator(".tabs [aria-current]")).to_contain_text("退回给我的 1")
    await expect(chen.locator(".questions tbody tr")).to_have_count(1)
    await expect(chen.locator(".questions .state.change")).to_have_text("被退回")
    await chen.keyboard.press("j")
    await chen.keyboard.press("Enter")
    await expect(chen.locator(".returned")).to_contain_text("出处不清，请补上标准号。")
    await sound(chen, "editor-sent-back")
    await chen.keyboard.press("e")
    await expect(chen.locator("#text")).to_be_visible()
    await expect(chen.locator(".returned")).to_contain_text("出处不清，请补上标准号。")
    await sound(chen, "editor-sent-back-edit")


async def test_an_earlier_version_is_taken_up_as_a_new_one(chen: Page) -> None:
    await chen.goto("/bank/?sort=ref")
    await chen.get_by_role("link", name="人工智能帮得了医生吗？").click()
    await chen.locator(".history").get_by_role("link", name="看版本 1").first.click()
    await expect(chen.locator(".earlier")).to_contain_text("这是版本 1，最新的是版本 2。")
    await expect(chen.locator(".act-row")).to_have_count(0)
    await sound(chen, "editor-earlier")
    await chen.get_by_role("link", name="以这一版为新版本").click()
    await expect(chen.locator("#text")).to_have_value(re.compile("人工智能怎样帮助医生看片子？"))
    await expect(chen.locator(".earlier")).to_contain_text("表单里是版本 1 的文字")
    await sound(chen, "editor-earlier-edit")
    await chen.get_by_role("button", name="保存 Ctrl S").click()
    await expect(chen.locator("#text")).to_be_visible()
    await expect(chen.locator(".earlier")).to_have_count(0)
    await chen.locator(".title a").click()
    await expect(chen.locator(".which")).to_contain_text("版本 3")
