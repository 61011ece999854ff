"""What browser tests share: the demo's server; of hosts a server with halls, consoles, a remote."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import host_stage
from tests.browser.host_stage import Hall, signed_in, watch
from tests.servers import WebServer


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """The demo's contest: a ranked round of 10 x 20 s and a practice round."""
    one = WebServer(tmp_path_factory.mktemp("demo"))
    one.start("demo")
    yield one
    one.stop()


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    yield from host_stage.halls(tmp_path_factory.mktemp("halls"))


@pytest.fixture
def hosted(halls: Iterator[Hall]) -> Hall:
    """A hall that nobody was in; its server runs, even when the test before has killed it."""
    one = next(halls)
    if not one.server.running:
        one.server.start()
    return one


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """Broken scripts and forbidden things: none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest_asyncio.fixture(loop_scope="session")
async def lin(chromium: Browser, hosted: Hall, problems: list[str]) -> AsyncIterator[Page]:
    page = await signed_in(chromium, hosted, "lin", problems)
    yield page
    await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chen(chromium: Browser, hosted: Hall, problems: list[str]) -> AsyncIterator[Page]:
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
