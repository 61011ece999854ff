"""The people of a hall for fault tests: phones and a host that come back whatever happens."""

import asyncio
import base64
import contextlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults import stage
from tests.faults.house import until
from tests.servers import WebServer

LOST = (OSError, WebSocketException, TimeoutError)
# A phone's own patience with a silent line.
SILENCE_S = 4.0
CHANCE = Random(2026)  # noqa: S311 (spreads redials)


def cancelled() -> bool:
    """Whether somebody asked the running task to end, be it that the word of it was lost."""
    task = asyncio.current_task()
    return bool(task and task.cancelling())


def address(server: WebServer, path: str) -> str:
    return f"{server.url.replace('http', 'ws', 1)}{path}"


@dataclass
class Caller:
    """Somebody with one line to any of these servers, dialled anew whenever it breaks."""

    servers: Sequence[WebServer]
    path: str
    hello: dict[str, Any]
    line: ClientConnection | None = None
    stages: list[dict[str, Any]] = field(default_factory=list)
    dials: int = 0
    # How its lines ended.
    closes: list[int] = field(default_factory=list)
    ended: bool = False

    async def live(self) -> None:
        """Until `ended` or cancelled, also where somebody on the way lost the word of that."""
        while not (self.ended or cancelled()):
            try:
                await self._once()
            except LOST:
                self._lost()
                await asyncio.sleep(CHANCE.uniform(0.02, 0.2))

    def _lost(self) -> None:
        if self.line is not None:
            self.closes.append(self.line.close_code or 0)
        self.line = None

    async def _once(self) -> None:
        running = [one for one in self.servers if one.running] or list(self.servers)
        server = CHANCE.choice(running)
        async with connect(address(server, self.path), ping_interval=None, open_timeout=3) as line:
            self.dials += 1
            await line.send(json.dumps(self.hello))
            self.line = line
            while not (self.ended or cancelled()):
                # Hosts are told something all the time, phones only when something happens.
                with contextlib.suppress(TimeoutError):
                    await self._hear(line)
                    continue
                await line.send(json.dumps({"t": "ping", "c": 0}))
                await self._hear(line)

    async def _hear(self, line: ClientConnection) -> None:
        # Not wait_for: on Python 3.11 it may swallow a cancel that comes with the frame.
        async with asyncio.timeout(SILENCE_S):
            text = await line.recv()
        await self.heard(json.loads(text))

    async def heard(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "stage":
            self.stages.append(frame)

    @property
    def at(self) -> dict[str, Any]:
        """The newest stage."""
        return max(self.stages, key=lambda one: one["v"]) if self.stages else {"v": 0, "state": ""}

    async def say(self, **frame: Any) -> None:
        if self.line is not None:
            with contextlib.suppress(*LOST):
                await self.line.send(json.dumps(frame))


@dataclass
class HallPhone(Caller):
    """One person: answers each question once, sends again until there is a receipt or a refusal."""

    person: int = 0
    sent: dict[int, list[int]] = field(default_factory=dict)
    receipts: dict[int, list[int]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    told: dict[int, dict[str, Any]] = field(default_factory=dict)
    boxes: dict[int, str] = field(default_factory=dict)

    async def heard(self, frame: dict[str, Any]) -> None:
        await super().heard(frame)
        kind = frame["t"]
        if kind == "entered":
            await self._entered(frame)
        elif kind == "stage":
            await self._stage(frame)
        elif kind == "unseal" and frame["slot"] in self.boxes:
            opened(self.boxes[frame["slot"]], frame["key"])
            await self._answer(frame["slot"])
        elif kind == "receipt":
            self.receipts.setdefault(frame["slot"], frame["choice"])
        elif kind == "error" and "slot" in frame:
            self._refused(frame)
        elif kind == "mine":
            self.told[frame["slot"]] = frame

    async def _entered(self, frame: dict[str, Any]) -> None:
        self.stages.append(frame["stage"])
        # A receipt may have been lost with the line.
        if kept := frame["stored"]:
            self.receipts.setdefault(kept["slot"], kept["choice"])
        if frame["stage"]["state"] in ("revealed", "board"):
            self.told[frame["mine"]["slot"]] = frame["mine"]
        await self._stage(frame["stage"])

    def _refused(self, frame: dict[str, Any]) -> None:
        """For good, or to be sent again after a while."""
        if retry_ms := frame.get("retry_ms"):
            again = asyncio.get_running_loop().call_later
            again(retry_ms / 1000, lambda: asyncio.ensure_future(self._answer(frame["slot"])))
        else:
            self.refused[frame["slot"]] = frame["code"]

    async def _stage(self, frame: dict[str, Any]) -> None:
        if "box" in frame:
            self.boxes[frame["slot"]] = frame["box"]
        elif frame["state"] == "shown" and not frame["paused"]:
            await self._answer(frame["slot"])
        self.ended = self.ended or frame["state"] == "closed"

    def _choice(self, slot: int) -> list[int]:
        """What this person says there, once and for all."""
        return self.sent.setdefault(slot, [(self.person + slot) % 4])

    async def _answer(self, slot: int) -> None:
        choice = self._choice(slot)
        if slot not in self.receipts and slot not in self.refused:
            await self.say(t="answer", slot=slot, seq=slot, choice=choice, took_ms=100)


@dataclass
class HallHost(Caller):
    """A remote that gives commands until they are done, once each."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    desk: dict[str, Any] = field(default_factory=dict)
    board: dict[str, Any] = field(default_factory=dict)

    async def heard(self, frame: dict[str, Any]) -> None:
        await super().heard(frame)
        if frame["t"] in ("done", "error") and "id" in frame:
            self.answers[frame["id"]] = frame
        elif frame["t"] == "desk":
            self.desk = frame
        elif frame["t"] == "board":
            self.board = frame

    async def do(self, do: str, **more: Any) -> dict[str, Any]:
        """Give a command on what is seen now; the same one again until it is answered."""
        given, seen = secrets.token_hex(8), self.at["v"]
        async with asyncio.timeout(25):
            while given not in self.answers:
                await self.say(t="do", id=given, v=seen, do=do, **more)
                for _ in range(20):
                    await asyncio.sleep(0.05)
                    if given in self.answers:
                        break
        return self.answers[given]

    async def reach(self, state: str, slot: int) -> None:
        """Wait until the sitting is in that state of that question."""
        here = f"{state} {slot}"
        await until(lambda: f"{self.at['state']} {self.at.get('slot')}" == here, here)


def opened(box: str, key: str) -> dict[str, Any]:
    """The question in a box."""
    cipher = Cipher(ChaCha20(base64.b64decode(key), bytes(16)), mode=None).decryptor()
    found: dict[str, Any] = json.loads(cipher.update(base64.b64decode(box)))
    return found


@dataclass
class Cast:
    """A host and phones of one sitting, at work."""

    host: HallHost
    phones: list[HallPhone]
    tasks: list[asyncio.Task[None]]

    async def leave(self) -> None:
        for one in (self.host, *self.phones):
            one.ended = True
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def cast(servers: Sequence[WebServer], made: dict[str, Any], people: int) -> Cast:
    """Everybody connected, the lobby open."""
    host = HallHost(
        servers, "/ws/host/", {"t": "host", "sitting": made["code"], "remote": made["remote"]}
    )
    tasks = [asyncio.create_task(host.live())]
    await until(lambda: bool(host.stages), "a host")
    assert (await host.do("open"))["t"] == "done"
    phones = [
        HallPhone(
            servers,
            "/ws/hall/",
            {"t": "enter", "token": stage.token(person), "sitting": made["code"]},
            person=person,
        )
        for person in range(people)
    ]
    tasks += [asyncio.create_task(phone.live()) for phone in phones]
    await until(lambda: all(phone.stages for phone in phones), "everybody in the hall")
    return Cast(host, phones, tasks)
