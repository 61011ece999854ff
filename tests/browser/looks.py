"""How a page looks to everybody: on a desk, in the dark and on a phone."""

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

# A folder for pictures of the pages, to be looked at; none without it.
PICTURES = os.environ.get("STORY_PICTURES", "")
DESK, SMALL = 1366, 360
ALL: dict[str, object] = {"resultTypes": ["violations"]}
# All that another colour scheme can break: what stands where is the same.
COLOURS: dict[str, object] = {
    **ALL,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
PUSHED = """() => [...document.querySelectorAll(".wide, .scroll")]
  .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.scrollWidth)"""
# Only what is broken comes back: to send all that axe knows of a page takes as long as to find it.
BROKEN = """options => axe.run(options).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]))"""


async def sound(page: Page, name: str = "", *, desk: int = DESK) -> None:
    """On a phone and at a desk, in light and in dark, nothing sticks out and axe finds nothing.

    The page is left as wide as a desk, and light. With a name it is kept as pictures for people.
    """
    for width in (SMALL, desk):
        await page.set_viewport_size({"width": width, "height": 740 if width == SMALL else 768})
        await fits(page)
        await clean(page)
        await keep(page, f"{name}-{width}")
        await page.emulate_media(color_scheme="dark")
        await clean(page, COLOURS)
        await keep(page, f"{name}-{width}-dark")
        await page.emulate_media(color_scheme="light")


async def small(page: Page, name: str = "") -> None:
    """Only on a phone, where the page is made for one."""
    await fits(page)
    await clean(page)
    await keep(page, name)


async def fits(page: Page) -> None:
    """Nothing sticks out to the side, once all that the page brings along is there."""
    await page.wait_for_load_state()
    size = page.viewport_size
    assert size is not None
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"], f"{page.url} scrolls sideways"


async def whole_tables(page: Page) -> None:
    """On a phone no table has to be pushed to be read. The page is left as wide as a phone."""
    await page.set_viewport_size({"width": SMALL, "height": 740})
    assert await page.evaluate(PUSHED) == [], page.url


async def clean(page: Page, options: dict[str, object] = ALL) -> None:
    """Axe finds nothing. Its script, half a megabyte, is brought to a page once."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    assert await page.evaluate(BROKEN, options) == [], page.url


async def keep(page: Page, name: str) -> None:
    """A picture of the whole page, if somebody wants to see it."""
    if PICTURES and name and not name.startswith("-"):
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
