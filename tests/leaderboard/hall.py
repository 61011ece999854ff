"""One process with live boards, and the pages that watch them over the real consumer."""

import json
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator

from leaderboard import consumers
from leaderboard import live as live_module
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.live import LiveBoards
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from quiz.hub import hub
from quiz.rules.called import Names
from quiz.rules.formats import Format
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, TIANHE

PROVINCE = "final:persons:44"


def catalogue() -> Catalogue:
    ranked = RankedRound(
        7, "final", "GD26", "决赛", "", "大赛", "", "44", Format(), OPENS_AT, OPENS_AT + 86_400_000
    )
    paths = ["44", "44/4401", "44/4403", TIANHE]
    places = {path: Place(path[-4:], path, f"地区{path}", path, "city") for path in paths}
    return Catalogue(
        rounds={7: ranked},
        places=places,
        cohorts={"youth": Names("青少年", "青少年", "youth")},
        codes={"final": ranked},
        children={"44": (places["44/4401"], places["44/4403"])},
    )


class Hall:
    """A process: its projector without a journal, its live boards, and its pages."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
        self.clock = clock
        self.projector = Projector(MemoryShelf())
        self.projector.catalogue = catalogue()
        self.projector.as_of = clock.now()
        self.live = LiveBoards(self.projector, hub)
        monkeypatch.setattr(live_module, "live", self.live)

    @property
    def store(self) -> Any:
        return self.projector.store(self.projector.catalogue.rounds[7])

    async def count(self, *events: Any) -> None:
        self.projector.as_of = self.clock.tick(250)
        self.store.apply(events)
        await self.live.tick()


class Page:
    """One browser page on the boards' socket."""

    def __init__(self, *more: tuple[bytes, bytes]) -> None:
        headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"), *more]
        app: Any = consumers.BoardSocket.as_asgi()
        self._line = WebsocketCommunicator(app, "/ws/boards/", headers=headers)

    async def enter(self) -> "Page":
        connected, _ = await self._line.connect()
        assert connected
        return self

    async def say(self, text: str | None = None, **frame: Any) -> None:
        await self._line.send_to(text_data=json.dumps(frame) if text is None else text)

    async def hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(await self._line.receive_from())
        return heard

    async def ask(self, text: str | None = None, **frame: Any) -> dict[str, Any]:
        await self.say(text, **frame)
        return await self.hear()

    async def silent(self) -> bool:
        return await self._line.receive_nothing(timeout=0.02, interval=0.005)

    async def leave(self) -> None:
        await self._line.disconnect()
