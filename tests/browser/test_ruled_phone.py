"""After a ruling a phone tells each key that counts by its own letters."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.test_kinds import begin, open_phone
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from datetime import UTC, datetime
from django.contrib.auth.models import User
from questionbank import rulings
from questionbank.models import QuestionVersion
from tests.browser import kinds_stage
kinds_stage.build()
version = QuestionVersion.objects.get(stem_zh="图上有没有红色？")
both = [User.objects.create_superuser(name) for name in ("lin", "chen")]
note = ("“图上有没有红色？”一题，答“有红色”、“不知道”均算对，已交的答卷全部重判。", "")
row = rulings.propose(version, "accept", [[0], [2]], note=note, by=both[0])
rulings.confirm(row.pk, by=both[1], at=datetime.now(UTC))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    one = WebServer(tmp_path_factory.mktemp("ruled"))
    one.prepare(("load_regions",), ("shell", "-c", BUILD))
    one.start()
    yield one
    one.stop()


async def test_what_counts_beside_the_key_has_the_letters_of_the_paper(
    chromium: Browser, server: WebServer
) -> None:
    phone = await open_phone(chromium, server)
    await begin(phone, "pictures")
    other = phone.locator(".question .option", has_text="不知道")
    face = (await other.text_content() or "").strip()
    await other.click()
    await expect(phone.locator(".verdict")).to_have_text("✓ 10 分")
    # At once, and again in the review: a phone that tells one key of two calls an answer wrong.
    told = phone.locator(".key .ruled")
    await expect(told).to_have_text(re.compile(rf"^也算对：{face[0]} 不知道$"))
    await phone.click("main > .main")
    await phone.get_by_role("button", name="查看解析").click()
    ruled = phone.locator(".review .ruled")
    await expect(ruled).to_have_count(2)
    await expect(told).to_have_text(re.compile(rf"^也算对：{face[0]} 不知道$"))
    await expect(ruled.last).to_contain_text("均算对")
    await phone.context.close()
