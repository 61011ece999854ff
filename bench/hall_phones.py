"""Phones, a host and a screen of one hall for the load client: thin, as in bench.phones."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from picows import WSFrame, WSTransport

from bench.frames import token
from bench.phones import Gathering, Phone


@dataclass
class Sums:
    """What all phones of a hall have heard and said."""

    entered: Gathering = field(default_factory=Gathering)
    opened: Gathering = field(default_factory=Gathering)
    stored: Gathering = field(default_factory=Gathering)
    mine: Gathering = field(default_factory=Gathering)
    waits: list[float] = field(default_factory=list)
    heard: int = 0
    said: int = 0
    refused: str = ""


class HallPhone(Phone):
    """One person. The kind of a frame is read from its first bytes only."""

    def __init__(self, number: int, code: str, sums: Sums) -> None:
        self._number, self._code, self._sums = number, code, sums
        self._sent_at = 0.0

    def on_ws_connected(self, transport: WSTransport) -> None:
        super().on_ws_connected(transport)
        self.say(json.dumps({"t": "enter", "token": token(self._number), "sitting": self._code}))

    def heard(self, frame: WSFrame) -> None:
        data, sums = frame.get_payload_as_bytes(), self._sums
        sums.heard += 1
        kind = data[6:12]
        if kind == b"unseal":
            sums.opened.one()
        elif kind.startswith(b"mine"):
            sums.mine.one()
        elif kind.startswith(b"receip"):
            sums.waits.append(perf_counter() - self._sent_at)
            sums.stored.one()
        elif kind.startswith(b"entere"):
            sums.entered.one()
        elif kind.startswith(b"error"):
            sums.refused = data.decode()[:200]

    def answer(self, slot: int) -> None:
        self._sent_at = perf_counter()
        self._sums.said += 1
        choice = self._number % 4
        self.say(f'{{"t":"answer","slot":{slot},"seq":{slot},"choice":[{choice}],"took_ms":300}}')


class Watcher(Phone):
    """A host or a screen, from its first frame on: it parses what it hears."""

    def __init__(self, first: dict[str, Any]) -> None:
        self._first = first
        self.stage: dict[str, Any] = {"v": -1, "state": ""}
        self.done: set[str] = set()
        self.boards = 0
        self.board_at = 0.0
        self._came = asyncio.Event()

    def on_ws_connected(self, transport: WSTransport) -> None:
        super().on_ws_connected(transport)
        self.say(json.dumps(self._first))

    def heard(self, frame: WSFrame) -> None:
        told = json.loads(frame.get_payload_as_bytes())
        if told["t"] == "stage" and told["v"] >= self.stage["v"]:
            self.stage = told
        elif told["t"] == "board":
            self.boards, self.board_at = self.boards + 1, perf_counter()
        elif told["t"] == "done":
            self.done.add(told["id"])
        elif told["t"] == "error":
            raise RuntimeError(str(told))
        self._came.set()

    async def until(self, state: str) -> None:
        """Wait until the sitting is there."""
        while self.stage["state"] != state:
            await self._next()

    async def board_after(self, began: float) -> float:
        """When the first board came that was sent after that."""
        while self.board_at <= began:
            await self._next()
        return self.board_at

    async def _next(self) -> None:
        self._came.clear()
        await asyncio.wait_for(self._came.wait(), 60)

    async def do(self, do: str) -> float:
        """Give a command; when it was given."""
        given = secrets.token_hex(8)
        began = perf_counter()
        self.say(json.dumps({"t": "do", "id": given, "v": self.stage["v"], "do": do}))
        while given not in self.done:
            await self._next()
        return began
