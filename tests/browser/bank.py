"""A bank for browser tests of the workbench: made once a file, served afresh to each test."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from tests.browser.signed import STORE, sign_in
from tests.servers import WebServer

WIDE: ViewportSize = {"width": 1366, "height": 768}


def prepare(folder: Path, build: str) -> Path:
    """The folder, with regions and tags and what the lines of `build` store."""
    one = WebServer(folder)
    one.prepare(("load_regions",), ("load_taxonomy",), ("shell", "-c", build + STORE))
    return folder


def serving(prepared: Path, folder: Path) -> Iterator[WebServer]:
    """A server on a copy of a prepared bank; ended when the test is."""
    shutil.copytree(prepared, folder / "bank")
    one = WebServer(folder / "bank")
    one.start()
    yield one
    one.stop()


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
