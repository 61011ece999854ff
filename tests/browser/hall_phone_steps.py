"""What a test does with a phone in a hall, step by step."""

from playwright.async_api import Browser, ConsoleMessage, Page, expect

from tests.browser import looks
from tests.browser.hall_phone_stage import Host, Stage

OVERFLOW = "document.documentElement.scrollWidth > innerWidth"
SMALL = """() => [...document.querySelectorAll('.option, .main')]
  .filter((node) => node.offsetParent)
  .filter((node) => Math.min(node.offsetHeight, node.offsetWidth) < 48).length"""


async def open_phone(
    chromium: Browser, stage: Stage, problems: list[str], width: int = 360
) -> Page:
    """A new phone, its storage empty."""
    context = await chromium.new_context(
        viewport={"width": width, "height": 740},
        locale="zh-CN",
        base_url=stage.server.url,
        reduced_motion="reduce",
    )
    page = await context.new_page()

    def hear(message: ConsoleMessage) -> None:
        if "Security Policy" in message.text:
            problems.append(message.text)

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", hear)
    return page


async def join(page: Page, code: str) -> None:
    """Three taps: the suggested name stays."""
    await page.goto(f"/h/{code}/")
    await page.select_option("#city", "440100")
    await page.click("form.card .main")


async def inside(page: Page) -> None:
    await expect(page.locator(".wait h2")).to_have_text("您已进场")


async def tap(page: Page, place: int = 0) -> None:
    await page.locator(".option").nth(place).click()
    await expect(page.locator("#saved")).to_have_class("saved")


async def clean(page: Page) -> None:
    """Nothing for axe, nothing wider than the page, no target that is too small."""
    await looks.clean(page)
    assert not await page.evaluate(OVERFLOW)
    assert await page.evaluate(SMALL) == 0


async def reveal(host: Host, page: Page) -> None:
    if host.stage["state"] == "shown":
        await host.do("lock")
    await host.do("reveal")
    await expect(page.locator(".told:not(.wait)")).to_be_visible()
