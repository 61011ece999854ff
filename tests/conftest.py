"""Fixtures every test may use. Servers are in servers.py, people and papers in quiz/world.py."""

import asyncio
import inspect
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from asgiref.sync import SyncToAsync
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.async_api import Browser, expect

from quiz import children, clock, end_looks, keys, threads
from quiz.hub import hub
from quiz.journal.queue import journal
from tests.browsers import chromium_browser
from tests.emptying import empty
from tests.fakes import FakeClock
from tests.made import migrated
from tests.servers import PostgreSQL, Redis, WebServer

pytest_plugins = ["tests.collector", "tests.late"]

# Of a busy machine nothing follows: an example that took long is no fault.
hypothesis_settings.register_profile(
    "house",
    parent=hypothesis_settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")


@pytest.fixture
def fake_clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """A clock that stands still until told; all code asks it through `clock.now()`."""
    fake = FakeClock()
    monkeypatch.setattr(clock, "now", fake.now)
    return fake


@pytest.fixture(autouse=True)
def own_hub() -> Iterator[None]:
    """No test waits for a timer of an event loop that is over: frames for slow readers would stay
    where they are."""
    yield
    hub.forget()


@pytest.fixture(autouse=True)
def own_ends() -> Iterator[None]:
    """No test knows when another one's rounds end: they have the same numbers there."""
    yield
    end_looks.forget()


@pytest.fixture(autouse=True)
def own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test marks by another one's rulings: questions have the same numbers there."""
    monkeypatch.setattr(keys, "_stamp", None)
    monkeypatch.setattr(keys, "_held", keys.Rulings())


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """No test speaks the language in which another one asked for a page."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def own_rank() -> Iterator[None]:
    """A command that a test calls leaves the processor to others, and so would all tests after it:
    nobody but root gets a rank back. Commands in processes of their own are as polite as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "be_polite", lambda: None)
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A private PostgreSQL server, fsync on; `.url(name)` makes an empty database."""
    server = PostgreSQL(tmp_path_factory.mktemp("pg"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A private redis-server; `.url` names it. Each test that writes should use keys of its own."""
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def web_server(tmp_path: Path) -> Iterator[Callable[..., WebServer]]:
    """Makes real web servers, each with a folder of its own; all are ended after the test.

    `web_server(**environment)` returns one that is not started yet.
    """
    made: list[WebServer] = []

    def make(**environment: str) -> WebServer:
        made.append(WebServer(tmp_path / f"web{len(made)}", environment))
        return made[-1]

    yield make
    for server in made:
        server.stop()


# A page is waited for this long before a test fails: two browsers share a machine's two cores.
PATIENCE_MS = 20_000


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """A real Chromium, shared by all tests marked `browser`: open a context for each person."""
    expect.set_options(timeout=PATIENCE_MS)
    async with chromium_browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def pytest_configure() -> None:
    """A shell has what it starts in the background ignore Ctrl-C, and so all that this starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The shared browser lives on the session's event loop, so its tests must run there too."""
    for item in items:
        is_async = inspect.iscoroutinefunction(getattr(item, "function", None))
        if is_async and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_unconfigure() -> None:
    """Remove the folder that tests/settings.py made for this process."""
    folder = Path(os.environ.get("DATA_DIR", ""))
    if folder.name.startswith("contest-tests-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_threads() -> Iterator[None]:
    """For tests whose code uses the database threads: gives their connections back afterwards."""
    yield
    _let_go()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Tests on SQLite begin with a copy of what the migrations made once, and elsewhere with what
    MIGRATED says is there (tests/faults/test_on_postgresql.py)."""
    wanted = settings.DATABASES["default"]
    if "sqlite" not in wanted["ENGINE"]:
        return "MIGRATED" in os.environ
    shutil.copy(migrated(), wanted["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The database of the tests; whatever thread still has a line to it lets go before its end.

    A test with transactions of its own leaves it empty (tests/emptying.py).
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty())
        yield
    _let_go()


def _let_go() -> None:
    threads.close_all()
    asyncio.run(journal.writer.end())
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()
