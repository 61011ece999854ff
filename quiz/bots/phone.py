"""A bot's phone: a line that is dialled again whatever happens, and answers without receipt."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from quiz.bots.way import way

Frame = dict[str, Any]
# As the phone page does: silence this long is a dead line.
DEAD_S = 9
LONGEST_WAIT_S = 8
LINE: dict[str, Any] = {
    "compression": None,
    "ping_interval": None,
    "max_size": 1 << 20,
    "close_timeout": 1,
}


class Refused(Exception):
    """The server said no and will say it again; `code` is one of docs/protocol.md's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Tally:
    """What the bots of one run saw.

    `wrong`: receipts that name another choice than was sent. `denied`: answers refused by a code.
    `away`: answers that waited for a server that was gone when the run ended.
    """

    joined: int = 0
    papers: int = 0
    answers: int = 0
    receipts: int = 0
    wrong: int = 0
    denied: int = 0
    away: int = 0
    cuts: int = 0
    resends: int = 0
    dials: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def reached(self) -> bool:
        """Whether anybody came in and was told that an answer is stored."""
        return bool(self.joined and self.receipts)

    @property
    def lost(self) -> int:
        """Answers that a server which was there left without any reply."""
        return self.answers - self.receipts - self.denied - self.away


class Phone:
    """One contestant's device. Every question to the server is asked until it is answered."""

    def __init__(self, url: str, token: str, rng: Random, tally: Tally) -> None:
        self._where = way(url).line("/ws/play/")
        self._hello: Frame = {"t": "hello", "token": token}
        self._rng = rng
        self._tally = tally
        self._line: ClientConnection | None = None
        self._failures = 0

    async def enter(self, round_code: str) -> Frame:
        """The welcome to a round. Raises Refused."""
        self._hello["round"] = round_code
        return await self._talk(self._hello)

    async def ask(self, frame: Frame) -> Frame:
        """The answer to `open` or `next`. Raises Refused."""
        return await self._talk(frame)

    async def answer(self, frame: Frame) -> Frame:
        """The receipt of an answer, however often the line breaks on the way. Raises Refused."""
        self._tally.answers += 1
        mishap = self._rng.random()
        if mishap < 0.02:
            await self._attempt(frame)
            self.cut()
        elif mishap < 0.04:
            await self._attempt(frame)
            self._tally.resends += 1
        receipt = await self._receipt(frame)
        if receipt["counts"] and _told(receipt) != _told(frame):
            self._tally.wrong += 1
        return receipt

    async def _receipt(self, frame: Frame) -> Frame:
        try:
            receipt = await self._talk(frame)
        except Refused:
            self._tally.denied += 1
            raise
        except asyncio.CancelledError:
            self._tally.away += self._line is None
            raise
        self._tally.receipts += 1
        return receipt

    def cut(self) -> None:
        """Lose the line as a lift or a flat battery would: without a goodbye."""
        if self._line is not None:
            self._line.transport.abort()
            self._line = None
            self._tally.cuts += 1

    async def hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _attempt(self, frame: Frame) -> None:
        """Send once and do not wait for what comes back."""
        try:
            await (await self._dialled()).send(msgspec.json.encode(frame).decode())
        except (OSError, WebSocketException, TimeoutError):
            self._line = None

    async def _talk(self, frame: Frame) -> Frame:
        while True:
            try:
                reply = await asyncio.wait_for(self._once(frame), DEAD_S)
            except (OSError, WebSocketException, TimeoutError):
                await self._lost()
                continue
            if reply["t"] != "error":
                return reply
            if not reply.get("retry_ms"):
                raise Refused(reply["code"])
            await asyncio.sleep(reply["retry_ms"] / 1000)

    async def _once(self, frame: Frame) -> Frame:
        line = await self._dialled()
        await line.send(msgspec.json.encode(frame).decode())
        return await _hear(line, _answering(frame))

    async def _dialled(self) -> ClientConnection:
        """The line, opened and greeted if need be."""
        if self._line is not None:
            return self._line
        line = await connect(**self._where, **LINE)
        self._tally.dials += 1
        self._line = line
        await line.send(msgspec.json.encode(self._hello).decode())
        welcome = await _hear(line, _answering(self._hello))
        if welcome["t"] == "error":
            self._line = None
            await line.close()
            raise Refused(welcome["code"]) if not welcome.get("retry_ms") else OSError
        self._failures = 0
        await line.send('{"t":"ping","c":0}')
        return line

    async def _lost(self) -> None:
        """Wait longer each time, spread over the whole of it: nobody comes back in step."""
        if self._line is not None:
            self._line.transport.abort()
            self._line = None
        self._failures += 1
        await asyncio.sleep(self._rng.uniform(0, min(LONGEST_WAIT_S, 2 ** (self._failures - 1))))


def _told(frame: Frame) -> tuple[list[int], str]:
    """An answer as it was sent or stored, comparable: a multiple choice comes in any order."""
    return sorted(frame["choice"]), frame.get("text", "")


async def _hear(line: ClientConnection, wanted: Callable[[Frame], bool]) -> Frame:
    """The first frame that is `wanted`; pongs are echoed on the way."""
    while True:
        frame: Frame = msgspec.json.decode(await line.recv())
        if frame["t"] == "pong":
            await line.send(f'{{"t":"echo","n":{frame["n"]}}}')
        elif wanted(frame):
            return frame


def _answering(sent: Frame) -> Callable[[Frame], bool]:
    kind = {"hello": "welcome", "answer": "receipt"}.get(sent["t"], "opened")

    def wanted(frame: Frame) -> bool:
        if frame["t"] == "error":
            return frame.get("seq", sent.get("seq")) == sent.get("seq")
        return bool(frame["t"] == kind and frame.get("seq") == sent.get("seq"))

    return wanted
