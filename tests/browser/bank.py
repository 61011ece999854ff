"""A bank for browser tests of the workbench, served once a file.

To start a server takes longer than most stories: those that would meet each other's questions have
each a county of their own.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from tests.browser.signed import STORE, sign_in
from tests.servers import WebServer

# For a story each.
COUNTIES = [
    *("440103", "440104", "440105", "440106", "440111", "440112", "440113", "440114", "440115"),
    *("440117", "440118", "440303", "440304", "440305", "440306", "440307", "440308"),
]
WIDE: ViewportSize = {"width": 1366, "height": 768}


def path(county: str) -> str:
    return f"440000/{county[:4]}00/{county}"


def serving(folder: Path, build: str) -> Iterator[WebServer]:
    """A server on regions, tags and what the lines of `build` store; ended with its stories."""
    yield from served(folder, ("load_regions",), ("load_taxonomy",), built(build))


def built(build: str) -> tuple[str, ...]:
    """The command that stores what these lines say, and has its staff signed in."""
    return ("shell", "-v0", "-c", build + STORE)


def served(folder: Path, *commands: tuple[str, ...]) -> Iterator[WebServer]:
    """A server on what these commands leave; ended with its stories."""
    one = WebServer(folder)
    one.prepare(*commands)
    one.start()
    yield one
    one.stop()


def ask(server: WebServer, question: str) -> list[tuple[Any, ...]]:
    """What a server's database answers, without a second for a process of its own."""
    database = server.folder / "contest.sqlite3"
    with closing(sqlite3.connect(database, timeout=10)) as line:
        return line.execute(question).fetchall()


@asynccontextmanager
async def signed_in(
    chromium: Browser, server: WebServer, name: str, **more: Any
) -> AsyncIterator[Page]:
    """A page of that editor's own browser, where signing in leads; `more` as a context takes it.

    At the end a script that broke, or a thing that the policy forbade, fails.
    """
    asked = {"viewport": WIDE, "locale": "zh-CN", "reduced_motion": "reduce", **more}
    context = await chromium.new_context(base_url=server.url, **asked)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda said: problems.append(said.text) if _wrong(said) else None)
    page = await context.new_page()
    await sign_in(page, server, name)
    await page.goto("/bank/")
    await expect(page.locator(".rooms")).to_be_visible()
    await page.wait_for_load_state()
    yield page
    await context.close()
    assert problems == []


def _wrong(said: ConsoleMessage) -> bool:
    """What a browser says of an answer such as 409 is no fault of the page."""
    return said.type == "error" and "Failed to load resource" not in said.text
