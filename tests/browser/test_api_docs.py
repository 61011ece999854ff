"""The description of the REST API is a page that our own policy lets be as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser import bank
from tests.servers import WebServer

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    yield from bank.served(tmp_path)


async def test_the_description_of_the_api_opens_without_a_complaint(
    chromium: Browser, server: WebServer
) -> None:
    context = await chromium.new_context(base_url=server.url)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    await page.goto("/api/docs/")
    await expect(page.locator(".opblock").first).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert said == []
    await context.close()
