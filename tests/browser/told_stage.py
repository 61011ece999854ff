"""A big screen whose frames are told by the test: any hall, without anybody in it."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.browser.host_stage import Hall, watch

NOW = 1_700_000_000_000
HALL = {"code": "123456", "title": "决赛", "questions": 2, "question_ms": 20_000, "lives": 0}
# What of these is seen less than whole in their places.
CUT = """([words, place]) => [...document.querySelectorAll(words)].filter((node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const [text, own, room] =
    [range, node, node.closest(place)].map((one) => one.getBoundingClientRect());
  const { display, fontSize } = getComputedStyle(node);
  const held = display === "inline" ? room : own;
  // A font's box is higher than its letters; a line that is lost is a whole one.
  const air = parseFloat(fontSize) / 4;
  return text.right > held.right + 1 || text.bottom > room.bottom + air;
}).map((node) => node.textContent)"""


class Feed:
    """Speaks to the page as the server does."""

    def __init__(self) -> None:
        self.line: WebSocketRoute | None = None
        self.v = 0

    def opened(self, line: WebSocketRoute) -> None:
        self.line = line
        line.on_message(self._heard)

    def _heard(self, text: str | bytes) -> None:
        said = json.loads(text)
        if said["t"] == "screen":
            self.tell({"t": "showing", "version": 1, "now": NOW, "hall": HALL})
            self.stage("lobby", slot=-1)
        elif said["t"] == "ping":
            self.tell({"t": "pong", "c": said["c"], "now": NOW, "n": 1})

    def tell(self, frame: dict[str, Any]) -> None:
        assert self.line
        self.line.send(json.dumps(frame))

    def stage(self, state: str, **more: Any) -> None:
        self.v += 1
        usual = {"slot": 1, "of": 2, "door": True, "paused": False, "frozen": False}
        frame = {**usual, "rehearsal": False, "people": 9, "state": state, **more}
        self.tell({"t": "stage", "v": self.v, "now": NOW, **frame})

    def board(self, ranks: list[tuple[str, int | None]], cities: str, **more: Any) -> None:
        """`ranks` = names and earlier ranks, best first; `cities` = their signs, best first."""
        rows = [
            {"id": ord(name), "rank": rank, "was": was, "name": name, "place": ""}
            | {"score": 90 - rank, "right": 1, "took_ms": 1000, "out": False}
            for rank, (name, was) in enumerate(ranks, 1)
        ]
        regions = [
            {"path": city, "name": city, "people": 3, "rank": rank, "was": rank}
            | {"mean_x100": 9000 - rank}
            for rank, city in enumerate(cities, 1)
        ]
        frame = {"slot": 1, "people": 9, "final": False, "frozen": False, "teams": [], **more}
        self.tell({"t": "board", "v": self.v, "rows": rows, "regions": regions, **frame})


@contextlib.asynccontextmanager
async def told_screen(
    chromium: Browser, hall: Hall, problems: list[str]
) -> AsyncIterator[tuple[Page, Feed]]:
    """The real page of a hall, in its lobby, and who speaks to it."""
    page = await chromium.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    watch(page, problems)
    feed = Feed()
    await page.route_web_socket("**/ws/stage/", feed.opened)
    await page.goto(f"{hall.url}/stage/{hall.screen}/")
    await expect(page.locator("body")).to_have_attribute("data-face", "lobby")
    yield page, feed
    await page.close()
