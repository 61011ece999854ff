"""A host's console whose frames are told by the test: any hall, however it stands."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.browser.host_stage import Hall, signed_in

EXAMPLES = Path(__file__).parent.parent / "protocol" / "hall"
NOW = 1_789_776_005_400


def example(name: str) -> dict[str, Any]:
    """A frame as docs/halls.md has it."""
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text())
    return found


class Desk:
    """Speaks to the console as the server does."""

    def __init__(self) -> None:
        self._line: WebSocketRoute | None = None
        self._v = 100

    def opened(self, line: WebSocketRoute) -> None:
        self._line = line
        line.on_message(self._heard)

    def _heard(self, text: str | bytes) -> None:
        said = json.loads(text)
        if said["t"] == "host":
            self._tell({**example("hosting"), "now": NOW})
            self.stands({}, {})
        elif said["t"] == "ping":
            self._tell({"t": "pong", "c": said["c"], "now": NOW, "n": 1})

    def _tell(self, frame: dict[str, Any]) -> None:
        assert self._line
        self._line.send(json.dumps(frame))

    def stands(self, stage: dict[str, Any], desk: dict[str, Any]) -> None:
        """The frames of the examples, with these fields."""
        self._v += 1
        usual = {"v": self._v, "now": NOW}
        self._tell({**example("stage_revealed"), **usual, **stage})
        self._tell({**example("desk"), **usual, **desk})


async def told_console(chromium: Browser, hall: Hall, problems: list[str]) -> tuple[Page, Desk]:
    """The real page, and who speaks to it."""
    page = await signed_in(chromium, hall, "lin", problems)
    desk = Desk()
    await page.route_web_socket("**/ws/host/", desk.opened)
    await page.reload()
    await expect(page.locator("#link")).to_have_class("link online")
    return page, desk
