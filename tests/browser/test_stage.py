"""The big screen of a hall, in a real browser and against a real server: a round, and accidents."""

import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import stage_hall
from tests.browser.host_stage import Hall, Phone, phone
from tests.browser.looks import clean
from tests.browser.stage_hall import Heard, Remote

pytestmark = pytest.mark.browser
COUNTS = "#question .count, #question .bar, #question .tick, #question .told > *"


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Hall]]:
    """Instead of those of tests of consoles: these have remotes."""
    yield from stage_hall.halls(tmp_path_factory.mktemp("halls"))


@pytest_asyncio.fixture(loop_scope="session")
async def host(hosted: Hall) -> AsyncIterator[Remote]:
    async with stage_hall.remote(hosted) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def screen(
    chromium: Browser, hosted: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Heard]]:
    page, heard = await stage_hall.opened(chromium, hosted, problems)
    yield page, heard
    await page.context.close()


async def shows(page: Page, face: str) -> None:
    await expect(page.locator("body")).to_have_attribute("data-face", face)


async def question(page: Page, host: Remote) -> None:
    """The next question: announced sealed, then open."""
    await host.do("show")
    await shows(page, "soon")
    await expect(page.locator("#soon .count")).to_have_text(re.compile("[123]"))
    await shows(page, "question")
    await expect(page.locator(COUNTS)).to_have_count(0)


SEEN = """() => [...document.querySelectorAll("body *")].filter((node) => !node.children.length
  && node.getClientRects().length && !node.closest(".ring, #names, #board, #final"))
  .map((node) => node.textContent.trim()).filter(Boolean).join("|")"""


async def same_after_reload(page: Page, face: str) -> None:
    await shows(page, face)
    before = await page.evaluate(SEEN)
    await page.reload()
    await shows(page, face)
    await expect(page.locator("#title")).to_have_text("图书馆专场")
    await page.wait_for_function(f"(before) => ({SEEN})() === before", arg=before)


async def first_question(page: Page, heard: Heard, host: Remote, phones: list[Phone]) -> None:
    """Asked, answered by all, locked by the clock: and nothing is told yet."""
    await question(page, host)
    await expect(page.locator("#question .option .mark")).to_have_count(4)
    await expect(page.locator("#ring")).to_be_visible()
    await same_after_reload(page, "question")
    for number, one in enumerate(phones):
        await one.answer(0, number)
    await expect(page.locator("#over")).to_have_text("作答结束")
    await expect(page.locator(COUNTS)).to_have_count(0)
    assert not [frame for frame in heard.frames if "told" in frame or "counts" in frame]
    assert all("key" not in frame for frame in heard.frames if frame["t"] != "unseal")
    await same_after_reload(page, "question")


async def told(page: Page, host: Remote) -> None:
    """Key, counts and reason, then the board."""
    await host.do("reveal")
    await expect(page.locator("#question .option.right .tick")).to_have_text("✓ 正确答案")
    await expect(page.locator("#question .count")).to_have_count(4)
    await expect(page.locator("#question .why")).to_contain_text("解析")
    await same_after_reload(page, "question")
    await host.do("board")
    await shows(page, "board")
    await expect(page.locator("#persons li")).to_have_count(2)
    await same_after_reload(page, "board")


async def breaks(page: Page, host: Remote) -> None:
    """A break between questions, and a clock that stands during one."""
    await host.do("pause")
    await expect(page.locator("#pause .big")).to_have_text("休息一下")
    await same_after_reload(page, "pause")
    await host.do("resume")
    await question(page, host)
    await host.do("pause")
    await expect(page.locator("#pause .big")).to_have_text("计时暂停")
    await host.do("resume")
    await shows(page, "question")


async def test_the_screen_follows_a_whole_round(
    screen: tuple[Page, Heard], host: Remote, hosted: Hall
) -> None:
    page, heard = screen
    await shows(page, "draft")
    await host.do("open")
    await shows(page, "lobby")
    await expect(page.locator(".way .code")).to_have_text(hosted.code)
    async with phone(hosted, "Mei") as mei, phone(hosted, "Bo") as bo:
        await expect(page.locator("#names bdi")).to_have_text(["Mei", "Bo"])
        await expect(page.locator("#people")).to_have_text("2")
        await same_after_reload(page, "lobby")
        await first_question(page, heard, host, [mei, bo])
        await told(page, host)
        await breaks(page, host)
        await host.do("close", sure=True)
        await shows(page, "final")
        # Whoever has no points stands in the list.
        await expect(page.locator("#final .step, #final .rest li")).to_have_count(2)
        await same_after_reload(page, "final")


async def test_a_projector_that_slept_with_a_wrong_clock_dials_again_and_counts_right(
    chromium: Browser, host: Remote, hosted: Hall, problems: list[str]
) -> None:
    page, heard = await stage_hall.opened(chromium, hosted, problems)
    await host.do("open")
    await shows(page, "lobby")
    async with phone(hosted, "Mei"):
        await question(page, host)
        await page.wait_for_timeout(3100)  # a line this young is not dialled anew
        lines = heard.lines
        async with page.expect_websocket():
            await page.evaluate("(real => Date.now = () => real() + 600000)(Date.now.bind(Date))")
        assert heard.lines == lines + 1
        await shows(page, "question")
        left = int(await page.locator("#ring b").inner_text())
        assert 0 < left <= 20
    await page.context.close()


async def test_it_survives_the_death_of_the_server_with_no_hand_on_it(
    screen: tuple[Page, Heard], host: Remote, hosted: Hall
) -> None:
    page, _heard = screen
    await host.do("open")
    await shows(page, "lobby")
    await page.evaluate("window.sameDocument = true")
    hosted.server.kill9()
    await expect(page.locator("#status")).to_be_visible()
    await shows(page, "lobby")
    hosted.server.start()
    async with stage_hall.remote(hosted) as again:
        await again.do("show")
        await shows(page, "question")
    await expect(page.locator("#status")).to_be_hidden()
    assert await page.evaluate("window.sameDocument")


OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((node) => !node.closest(".ring, svg, .for-ears") && node.getClientRects().length)
  .map((node) => [node.getBoundingClientRect(), node])
  .filter(([box]) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
  .map(([, node]) => node.outerHTML.slice(0, 80))"""
CUT = """() => [...document.querySelectorAll(".paper, .told, .way")]
  .filter((node) => node.scrollHeight > node.clientHeight + 2
    || node.scrollWidth > node.clientWidth + 2).map((node) => node.className)"""
SIZES = [(1920, 1080), (3840, 2160), (2880, 960), (1280, 720), (1080, 1920)]


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
async def test_everything_is_on_the_picture(
    chromium: Browser, host: Remote, hosted: Hall, problems: list[str], lang: str
) -> None:
    page, _heard = await stage_hall.opened(chromium, hosted, problems, f"?lang={lang}")
    await expect(page.locator("html")).to_have_attribute("lang", lang)
    await host.do("open")
    for do, face in [
        ("", "lobby"),
        ("show", "question"),
        ("lock", "question"),
        ("reveal", "question"),
    ]:
        if do:
            await host.do(do)
        await shows(page, face)
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            await page.wait_for_function(f"() => ({CUT})().length + ({OUTSIDE})().length === 0")
    await page.context.close()


async def test_readers_of_every_kind_can_use_it(screen: tuple[Page, Heard], host: Remote) -> None:
    page, _heard = screen
    await host.do("open")
    await shows(page, "lobby")
    await clean(page)


async def test_an_overlay_paints_its_part_and_nothing_else(
    chromium: Browser, host: Remote, hosted: Hall, problems: list[str]
) -> None:
    page, _heard = await stage_hall.opened(chromium, hosted, problems, "overlay/")
    clock, _ = await stage_hall.opened(chromium, hosted, problems, "overlay/?part=clock")
    await host.do("open")
    for name in ("html", "body", "main"):
        background = f"getComputedStyle(document.querySelector('{name}')).background"
        assert "rgba(0, 0, 0, 0)" in await page.evaluate(background)
    await expect(page.locator("main > *:visible")).to_have_count(0)
    await host.do("show")
    await expect(page.locator("#lower .option")).to_have_count(4)
    await expect(page.locator("#ring")).to_be_visible()
    await expect(clock.locator("#ring")).to_be_visible()
    await expect(clock.locator("main > *:visible")).to_have_count(1)
    await expect(page.locator("#lower .count")).to_have_count(0)
    await host.do("lock")
    await host.do("reveal")
    await expect(page.locator("#lower .option.right")).to_have_count(1)
    await page.context.close()
    await clock.context.close()
