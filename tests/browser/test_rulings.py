"""Two editors correct a key in a running round, by keyboard only."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import bank
from tests.browser.looks import sound, whole_tables
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from quiz import plan
from django.conf import settings
from questionbank.models import QuestionVersion
from tests.leaderboard.test_effect import FORM, asked, crowd
from tests.quiz import world
for name in ("lin", "chen"):
    user = User.objects.create_user(name, is_staff=True)
    grants.give(user, "approver", "440000", by=None)
world.make_bank()
world.make_round(FORM, world.make_contest())
crowd(plan.load("demo"), 120)
found = QuestionVersion.objects.get(pk=asked(plan.load("demo")))
(settings.DATA_DIR / "asked").write_text(found.question.ref)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A round with 120 closed papers, in a bank with two approvers."""
    yield from bank.served(tmp_path_factory.mktemp("rulings"), bank.built(BUILD))


@pytest.fixture
def ref(server: WebServer) -> str:
    """The name of a question that everybody was asked."""
    return (server.folder / "asked").read_text(encoding="utf-8")


@pytest_asyncio.fixture(loop_scope="session")
async def two(chromium: Browser, server: WebServer) -> AsyncIterator[tuple[Page, Page]]:
    """Lin and Chen, signed in; a broken script or a forbidden thing fails."""
    async with (
        bank.signed_in(chromium, server, "lin") as lin,
        bank.signed_in(chromium, server, "chen") as chen,
    ):
        yield lin, chen


async def press(page: Page, *keys: str) -> None:
    await page.wait_for_load_state()  # a new page is seen before its script listens
    for key in keys:
        await page.keyboard.press(key)


async def proposed(lin: Page, ref: str) -> None:
    """Lin proposes that B is right, without a mouse."""
    await press(lin, "g", "c")
    await expect(lin.locator("h1")).to_have_text("裁定")
    await press(lin, "/")
    await lin.keyboard.type(ref)
    await press(lin, "Enter")
    await expect(lin.locator("h1")).to_contain_text(ref)
    await lin.locator("[name=key][value=B]").focus()
    await press(lin, "Space", "Tab", "Space", "Enter")  # B is right, C is not; then look
    await expect(lin.locator("#effect")).to_contain_text("含此题的答卷")
    await lin.get_by_role("button", name="提出").focus()
    await press(lin, "Enter")
    await expect(lin.locator(".said")).to_contain_text("请另一人确认")


async def test_one_proposes_another_confirms_and_all_papers_are_marked_again(
    two: tuple[Page, Page], ref: str
) -> None:
    lin, chen = two
    await proposed(lin, ref)
    await expect(lin.get_by_role("button", name="确认并重判")).to_have_count(0)
    await press(chen, "g", "c")
    await chen.locator(".wait a").focus()
    await press(chen, "Enter")
    await chen.get_by_role("button", name="确认并重判").focus()
    await press(chen, "Enter")
    await expect(chen.locator(".said")).to_contain_text("已确认")
    total = await chen.locator("#total").text_content()
    assert int(total or 0) > 0
    await expect(chen.locator("#done")).to_have_text(total or "")


async def test_rulings_can_be_read_and_reached_by_everybody(
    two: tuple[Page, Page], ref: str
) -> None:
    lin, _chen = two
    await lin.goto(f"/bank/rulings/?ref={ref}")
    await sound(lin, "wizard")
    await lin.locator("[name=what][value=void_all]").check()
    await expect(lin.locator("[name=key]").first).to_be_hidden()
    await lin.locator("[name=what][value=keys]").check()
    await lin.locator("[name=key][value=B]").check()
    await lin.get_by_role("button", name="看影响").click()
    await expect(lin.locator("#effect")).to_be_visible()
    await sound(lin, "effect")
    await lin.get_by_role("button", name="提出").click()
    await expect(lin.locator(".said")).to_contain_text("请另一人确认")
    await sound(lin, "ruling")
    await lin.goto("/bank/rulings/")
    await sound(lin, "rulings")
    await whole_tables(lin)
