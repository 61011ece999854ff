"""A test's phone: it keeps what has no receipt, sends it again, dials again, and takes notes.

As the page does (frontend/static/phone/), but impatient: waits are shorter, to keep tests short.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.house.audit import Ledger

Frame = dict[str, Any]
LOST = (OSError, WebSocketException, TimeoutError)
DEAD_S = 4.0
LONGEST_WAIT_S = 0.4
GIVE_UP_S = 60


class Refused(Exception):
    """The server said no for good."""


class Phone:
    """One device of one contestant, playing one round by any of several servers."""

    def __init__(
        self, urls: Sequence[str], token: str, code: str, ledger: Ledger, *, device: int = 0
    ) -> None:
        self._urls = list(urls)
        self._hello = {"t": "hello", "token": token, "round": code}
        self._ledger = ledger
        self._seq = device * 100_000
        self._rng = Random(f"{token}{device}")  # noqa: S311
        self._turn = self._rng.randrange(len(urls))
        self.line: ClientConnection | None = None
        self.shown: dict[tuple[int, int], Frame] = {}
        self.welcome: Frame = {}
        self.outages_s: list[float] = []
        self.closes: list[int] = []
        self.copies = 1
        self.pace_s = 0.0
        self._away_since: float | None = None

    # Playing

    async def open(self, try_no: int) -> Frame:
        """The attempt's state."""
        state: Frame = (await self.talk({"t": "open", "try_no": try_no}))["attempt"]
        return self._noted(state)

    async def paper(self, try_no: int, *, most: int = 100) -> Frame:
        """Answer `most` questions of a try, or to its end; the last state."""
        state = await self.open(try_no)
        for _ in range(most):
            if state["question"] is None:
                break
            await asyncio.sleep(self.pace_s * self._rng.uniform(0.5, 1.5))
            state = await self.step(state["question"])
        return state

    async def play(self) -> None:
        """Paper after paper, until cancelled."""
        try_no = 0
        while True:
            await self.paper(try_no)
            try_no += 1

    async def step(self, question: Frame, choice: list[int] | None = None) -> Frame:
        """Answer one question; what stands afterwards, as `question` and `result`."""
        receipt = await self.answer(question, choice)
        if receipt["question"] is None and receipt["result"] is None:
            return await self.look()
        return receipt

    async def look(self) -> Frame:
        """Where the attempt stands, by a new hello."""
        state: Frame = (await self.talk(self._hello))["attempt"]
        return self._noted(state)

    async def answer(self, question: Frame, choice: list[int] | None = None) -> Frame:
        """The receipt of an answer, however often it must be sent."""
        frame = self.frame(question, self.guess(question) if choice is None else choice)
        started = time.monotonic()
        receipt = await self.talk(frame)
        self._ledger.waits_ms.append(round((time.monotonic() - started) * 1_000))
        return receipt

    def frame(self, question: Frame, choice: list[int], took_ms: int = 700) -> Frame:
        """An answer, noted as sent."""
        self._seq += 1
        attempt, slot = question["attempt"], question["slot"]
        self.shown[attempt, slot] = question
        self._ledger.sent[attempt, slot].add(stored(question, choice))
        return {"t": "answer", "attempt": attempt, "slot": slot, "seq": self._seq,
                "choice": choice, "took_ms": took_ms}  # fmt: skip

    def guess(self, question: Frame) -> list[int]:
        body, rng = question["q"], self._rng
        if body["kind"] == "estimate":
            return [rng.randint(body["min"], body["max"])]
        numbers = list(range(len(body["options"])))
        rng.shuffle(numbers)
        many = {"ordering": len(numbers), "multiple": rng.randint(1, len(numbers))}
        return numbers[: many.get(body["kind"], 1)]

    def two(self, question: Frame) -> tuple[list[int], list[int]]:
        """Two choices that are stored differently."""
        one = other = self.guess(question)
        while stored(question, other) == stored(question, one):
            other = self.guess(question)
        return one, other

    def _noted(self, state: Frame) -> Frame:
        if state["question"]:
            self.shown[state["attempt"], state["slot"]] = state["question"]
        return state

    # Talking

    async def talk(self, frame: Frame) -> Frame:
        """Send until answered. Raises Refused."""
        started = time.monotonic()
        while time.monotonic() - started < GIVE_UP_S:
            try:
                # Not wait_for: on Python 3.11 it may swallow a cancel that comes with the reply.
                async with asyncio.timeout(DEAD_S):
                    reply = await self._once(frame)
            except LOST:
                await self._lost()
                continue
            if reply["t"] != "error":
                return reply
            self._ledger.errors[reply["code"]] += 1
            if not reply.get("retry_ms"):
                self._refused(frame)
                raise Refused(reply["code"])
            await asyncio.sleep(min(reply["retry_ms"] / 1_000, LONGEST_WAIT_S))
        raise AssertionError(f"no answer to {frame} for {GIVE_UP_S} s")

    def _refused(self, frame: Frame) -> None:
        if frame["t"] == "answer":
            self._ledger.refused.add((frame["attempt"], frame["slot"], frame["seq"]))

    async def _once(self, frame: Frame) -> Frame:
        await self.dial()
        copies = self.copies if frame["t"] == "answer" else 1
        for _ in range(copies):
            await self.send(frame)
        replies = [await self.hear(answering(frame)) for _ in range(copies)]
        if any(timeless(reply) != timeless(replies[0]) for reply in replies):
            self._ledger.unlike.append(f"{frame}: {replies}"[:600])
        return replies[0]

    async def send(self, frame: Frame) -> None:
        assert self.line is not None
        await self.line.send(msgspec.json.encode(frame).decode())

    async def hear(self, wanted: Callable[[Frame], bool] = lambda _: True) -> Frame:
        """The next frame that is wanted; receipts are noted whatever is waited for."""
        assert self.line is not None
        while True:
            frame: Frame = msgspec.json.decode(await self.line.recv())
            if frame["t"] == "receipt":
                self._heard(frame)
            if wanted(frame):
                return frame

    def _heard(self, receipt: Frame) -> None:
        place = (receipt["attempt"], receipt["slot"])
        question = self.shown.get(place)
        if question is not None:
            self._ledger.receipts[place].append(stored(question, receipt["choice"]))
        if receipt["question"]:
            following = receipt["question"]
            self.shown[following["attempt"], following["slot"]] = following

    async def dial(self) -> None:
        """Have a line on which hello was answered."""
        if self.line is not None:
            return
        url = self._urls[self._turn % len(self._urls)]
        self.line = await connect(
            f"{url.replace('http', 'ws', 1)}/ws/play/",
            compression=None, ping_interval=None, close_timeout=0.5, open_timeout=DEAD_S,
        )  # fmt: skip
        await self.send(self._hello)
        heard = await self.hear(answering(self._hello))
        if heard["t"] == "error":
            self._ledger.errors[heard["code"]] += 1
            await self.hang_up()
            raise OSError(heard["code"]) if heard.get("retry_ms") else Refused(heard["code"])
        self.welcome = heard
        if self._away_since is not None:
            self.outages_s.append(time.monotonic() - self._away_since)
            self._away_since = None
        if heard["attempt"]:
            self._noted(heard["attempt"])

    async def _lost(self) -> None:
        """Another server, after a wait that differs from everybody else's."""
        if self.line is not None:
            self.closes.append(self.line.close_code or 1006)
            self.line.transport.abort()
            self.line = None
        self._away_since = self._away_since or time.monotonic()
        self._turn += 1
        await asyncio.sleep(self._rng.uniform(0, LONGEST_WAIT_S))

    async def hang_up(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            await line.close()


def timeless(frame: Frame) -> Frame:
    """A frame without what differs from one moment to the next."""
    question = frame.get("question")
    return {**frame, "now": 0, "question": question and {**question, "left_ms": 0}}


def stored(question: Frame, numbers: Sequence[int]) -> str:
    """A choice as the journal keeps it: options' texts end with their places (stage.py)."""
    body = question["q"]
    if body["kind"] in ("estimate", "truefalse"):
        return ",".join(map(str, numbers))
    places = [int(body["options"][number][-1]) for number in numbers]
    ordered = places if body["kind"] == "ordering" else sorted(places)
    return ",".join(map(str, ordered))


def answering(sent: Frame) -> Callable[[Frame], bool]:
    """What answers a frame: its own kind of reply, or an error about it."""
    kind = {"hello": "welcome", "answer": "receipt", "ping": "pong"}.get(sent["t"], "opened")

    def wanted(frame: Frame) -> bool:
        mine = frame.get("seq") == sent.get("seq")
        return bool(frame["t"] == kind and mine) or bool(frame["t"] == "error" and mine)

    return wanted
