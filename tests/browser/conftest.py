"""What browser tests of hosts share: a server with a hall, two consoles, a remote."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import host_stage
from tests.browser.host_stage import signed_in, watch
from tests.servers import WebServer


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[WebServer]:
    one = host_stage.prepare(tmp_path)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Broken scripts and forbidden things: none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, hosted: WebServer, problems: list[str]) -> AsyncIterator[Page]:
    page = await signed_in(chromium, hosted, "lin", problems)
    yield page
    await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chen(chromium: Browser, hosted: WebServer, problems: list[str]) -> AsyncIterator[Page]:
    """A second console, of another host."""
    page = await signed_in(chromium, hosted, "chen", problems)
    yield page
    await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def remote(chromium: Browser, problems: list[str]) -> AsyncIterator[Page]:
    """A phone that is nobody yet."""
    small = await chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = await small.new_page()
    watch(page, problems)
    yield page
    await small.close()
