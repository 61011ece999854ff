"""What browser tests share: the demo's server; one with contests; of hosts one with halls.

To start a server takes longer than most stories: these are started once a run.
"""

from collections.abc import AsyncIterator, Iterator, Sequence

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import demo_stage, hall, host_stage
from tests.browser.host_stage import Hall, signed_in, watch
from tests.servers import WebServer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each process has a part of all stories, one after the other: those of the demo come first and
    those of halls last, so that few processes need the server of either."""
    items.sort(key=lambda item: ("demo" not in _needs(item)) + ("halls" in _needs(item)))


def _needs(item: pytest.Item) -> Sequence[str]:
    if isinstance(item, pytest.Function) and item.get_closest_marker("browser"):
        return item.fixturenames
    return ()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """The demo's contest: a ranked round of 10 x 20 s and a practice round. Others play there, too:
    whoever changes it for all has one of their own."""
    yield from demo_stage.served(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def contests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[hall.Hall]]:
    yield from hall.halls(tmp_path_factory.mktemp("contests"))


@pytest.fixture(scope="session")
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
