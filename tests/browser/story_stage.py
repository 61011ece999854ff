"""Two halls for whole stories: one of three questions, and a rehearsal of two to be filled."""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from tests.browser.host_stage import watch
from tests.browser.signed import STORE
from tests.servers import WebServer

THREE, FILLED = "123456", "234567"
SCREENS = {THREE: "abcdefghjkmn", FILLED: "bcdefghjkmnp"}
BUILD = """
from dataclasses import replace
from django.contrib.auth.models import User
from quiz import clock
from quiz.models import Contest, Sitting
from quiz.sittings import host
from questionbank import grants
from tests.quiz import hall_world, world
lin = User.objects.create_user("lin", is_staff=True)
grants.give(lin, "organiser", "440000", by=None)
world.make_bank()
contest = Contest.objects.create(code="C26", title_zh="科学素质大赛", region_id="440000")
for count, code, screen in ((3, "123456", "abcdefghjkmn"), (2, "234567", "bcdefghjkmnp")):
    form = replace(hall_world.TWO, questions=count, blueprint={"single": count})
    live = world.make_round(form, contest, code=f"live{count}")
    made = host.make(
        live, f"第{count}现场", lin, rehearsal=count == 2, teams=[], now=clock.now())
    Sitting.objects.filter(pk=made.pk).update(code=code, screen_code=screen)
"""


def prepare(folder: Path) -> WebServer:
    """A server on both halls, not started yet."""
    one = WebServer(folder)
    # Bots live all over the real province.
    one.prepare(("load_regions",), ("shell", "-c", BUILD + STORE))
    return one


async def opened(
    chromium: Browser, server: WebServer, problems: list[str], path: str, **context: Any
) -> Page:
    """A page with a storage of its own; a broken script or a forbidden thing joins `problems`."""
    wanted = {"locale": "zh-CN", "reduced_motion": "reduce", **context}
    made = await chromium.new_context(base_url=server.url, **wanted)
    page = await made.new_page()
    watch(page, problems)
    await page.goto(path)
    return page
