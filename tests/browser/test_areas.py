"""An author draws what counts as right on a picture: by mouse, by finger and by keys."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser import bank
from tests.browser.kinds_stage import drawn
from tests.browser.looks import clean
from tests.servers import WebServer

pytestmark = pytest.mark.browser
BUILD = """
from django.contrib.auth.models import User
from questionbank import grants
from tests.browser.bank import COUNTIES, path
for county in COUNTIES:
    chen = User.objects.create_user(f"chen{county}", is_staff=True)
    grants.give(chen, "author", path(county), by=None)
"""
SIZES = {"laptop": (1366, 768), "phone": (360, 740)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    yield from bank.serving(tmp_path_factory.mktemp("areas"), BUILD)


@pytest.fixture(scope="module")
def authors() -> Iterator[str]:
    """Each of a county of their own."""
    return (f"chen{county}" for county in bank.COUNTIES)


@pytest_asyncio.fixture(loop_scope="session", params=SIZES)
async def desk(
    chromium: Browser, server: WebServer, authors: Iterator[str], request: pytest.FixtureRequest
) -> AsyncIterator[BrowserContext]:
    """An author's browser, signed in; a broken script or a forbidden thing fails."""
    width, height = SIZES[request.param]
    size = {"width": width, "height": height}
    touch = request.param == "phone"
    name = next(authors)
    async with bank.signed_in(chromium, server, name, viewport=size, has_touch=touch) as page:
        yield page.context


async def opened(desk: BrowserContext, folder: Path) -> Page:
    """A new question that points at a picture with a red disc in its upper left quarter."""
    file = folder / "picture.png"
    file.write_bytes(drawn())
    page = await desk.new_page()
    await page.goto("/bank/new/")
    await expect(page.locator("#text")).to_be_focused()
    await page.wait_for_load_state()
    await page.locator("section.picture [data-picture]").set_input_files(file)
    await page.get_by_role("textbox", name="图片说明", exact=True).fill("红色圆")
    await page.locator("#fields > summary").press("Enter")
    await page.get_by_label("题型").select_option("hotspot")
    size = page.viewport_size
    assert size is not None
    # A bank takes no question twice.
    await page.locator("#f-stem-zh").fill(f"在 {size['width']} 点宽的页上点出红色的圆。")
    await expect(page.locator("#areas svg")).to_be_visible()
    await page.locator("#areas .board").scroll_into_view_if_needed()
    return page


async def drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """From one point to another, in thousandths of the picture."""
    board = page.locator("#areas svg")
    await board.hover()  # which waits until it stands still
    box = await board.bounding_box()
    assert box is not None
    points = [
        (box["x"] + x * box["width"] / 1000, box["y"] + y * box["height"] / 1000)
        for x, y in (start, end)
    ]
    await page.mouse.move(*points[0])
    await page.mouse.down()
    await page.mouse.move(*points[1], steps=4)
    await page.mouse.up()


async def numbers(page: Page) -> list[tuple[str, list[int]]]:
    """The areas as the form's field says them."""
    lines = (await page.locator("#f-areas").input_value()).splitlines()
    return [(one.split()[0], [int(n) for n in one.split()[1:]]) for one in lines]


def near(found: list[int], wanted: list[int]) -> bool:
    return all(abs(one - other) <= 6 for one, other in zip(found, wanted, strict=True))


async def photo(page: Page, name: str) -> None:
    if folder := os.environ.get("PHOTOS"):
        assert page.viewport_size is not None
        width = page.viewport_size["width"]
        await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


async def nothing_is_covered(page: Page) -> None:
    """At the end of the page the preview, which sticks to the top, lies over no tag."""
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    card = await page.locator(".read").bounding_box()
    tags = await page.locator(".tagging").bounding_box()
    assert card is not None
    assert tags is not None
    assert card["y"] + card["height"] <= tags["y"]


async def test_an_area_is_drawn_by_mouse_another_by_keys_and_the_question_is_played(
    desk: BrowserContext, tmp_path: Path
) -> None:
    page = await opened(desk, tmp_path)
    await page.get_by_role("button", name="画圆").click()
    await drag(page, (250, 250), (375, 250))
    await page.get_by_role("button", name="画矩形").press("Enter")
    await expect(page.locator("#areas .area").nth(1)).to_be_focused()
    for key in ["ArrowRight"] * 3 + ["Control+ArrowDown"] * 2 + ["Shift+ArrowUp"]:
        await page.keyboard.press(key)
    (first, disc), second = await numbers(page)
    assert first == "circle"
    assert near(disc, [250, 250, 125])
    assert second == ("rect", [410, 382, 650, 612])
    await expect(page.locator("#areas .area").nth(1)).to_have_attribute(
        "aria-label", "区域 2，矩形，中心横向 53%，纵向 50%，点中算对"
    )
    await photo(page, "drawn")
    await nothing_is_covered(page)
    await page.keyboard.press("Control+s")
    await expect(page.locator("ul.said")).to_contain_text("已保存")
    await page.wait_for_load_state()  # it is seen before its script listens
    assert await numbers(page) == [("circle", disc), second]
    surface = page.locator("#typed .surface")
    box = await surface.bounding_box()
    assert box is not None
    tried = page.locator("#typed .tried")
    where = {"x": box["width"] / 4, "y": box["height"] / 4}
    await surface.click(position={"x": where["x"], "y": where["y"]})
    await expect(tried).to_have_text("✓ 点中了区域 1")
    for _ in range(12):
        await page.keyboard.press("ArrowDown")
    await expect(tried).to_have_text("✗ 没有点中任何区域")
    await photo(page, "played")


async def test_an_area_is_moved_resized_deleted_and_brought_back(
    desk: BrowserContext, tmp_path: Path
) -> None:
    page = await opened(desk, tmp_path)
    field = page.locator("#f-areas")
    await field.fill("rect 100 100 300 300")
    await drag(page, (200, 200), (400, 300))
    assert near((await numbers(page))[0][1], [300, 200, 500, 400])
    await drag(page, (500, 400), (250, 700))
    assert near((await numbers(page))[0][1], [250, 200, 300, 700])
    await page.keyboard.press("Delete")
    await expect(field).to_have_value("")
    await expect(page.locator("#areas-said")).to_have_text("区域 1：已删除")
    await page.get_by_role("button", name="撤销").click()
    assert near((await numbers(page))[0][1], [250, 200, 300, 700])
    await page.get_by_role("button", name="撤销").click()
    assert near((await numbers(page))[0][1], [300, 200, 500, 400])
    await page.get_by_role("button", name="撤销").click()
    await expect(field).to_have_value("rect 100 100 300 300")
    await expect(page.get_by_role("button", name="撤销")).to_be_disabled()


async def test_a_polygon_is_closed_at_its_first_corner(
    desk: BrowserContext, tmp_path: Path
) -> None:
    page = await opened(desk, tmp_path)
    await page.get_by_role("button", name="画多边形").click()
    for x, y in ((100, 100), (500, 100), (500, 600), (102, 101)):
        await drag(page, (x, y), (x, y))
    ((shape, corners),) = await numbers(page)
    assert shape == "poly"
    assert near(corners, [100, 100, 500, 100, 500, 600])
    await expect(page.locator("#areas .handle")).to_have_count(3)


async def test_a_finger_draws_and_a_tap_makes_an_area(desk: BrowserContext, tmp_path: Path) -> None:
    page = await opened(desk, tmp_path)
    await page.get_by_role("button", name="画圆").click()
    await page.locator("#areas svg").dispatch_event("pointerdown", await finger(page, 500, 500))
    await page.locator("#areas svg").dispatch_event("pointerup", await finger(page, 500, 500))
    ((shape, circle),) = await numbers(page)
    assert shape == "circle"
    assert near(circle, [500, 500, 120])


async def finger(page: Page, x: int, y: int) -> dict[str, object]:
    box = await page.locator("#areas svg").bounding_box()
    assert box is not None
    return {
        "pointerId": 1,
        "pointerType": "touch",
        "isPrimary": True,
        "bubbles": True,
        "clientX": box["x"] + x * box["width"] / 1000,
        "clientY": box["y"] + y * box["height"] / 1000,
    }


async def test_axe_finds_nothing_while_areas_are_drawn(
    desk: BrowserContext, tmp_path: Path
) -> None:
    page = await opened(desk, tmp_path)
    await page.locator("#f-areas").fill("rect 0 0 300 300\ncircle 600 600 100\nnonsense")
    await expect(page.locator("#areas .area")).to_have_count(2)
    await expect(page.locator("#typed .error")).to_contain_text("图上区域 3")
    await clean(page)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
