"""Simulated people in a hall: they come in like anybody's phone, think, and answer in time."""

import asyncio
import base64
import contextlib
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from quiz.bots import minds, people
from quiz.bots.front_door import FrontDoor, NoContest
from quiz.bots.minds import Keys
from quiz.bots.people import Persona
from quiz.bots.phone import DEAD_S, LINE, LONGEST_WAIT_S, Frame, Tally
from quiz.bots.way import way
from quiz.sittings import sealing

# A server whose pages are being restarted is there again after so many looks.
TRIES, AGAIN_S = 3, 1.0
# The whole crowd is in after this long at most.
ALL_IN_S = 8.0
FINAL = frozenset({4401, 4409})


@dataclass(frozen=True, slots=True)
class HallRun:
    """Which hall, how many, and what they know."""

    url: str
    contest: str
    home: str
    sitting: str
    count: int
    seed: str
    keys: Keys
    mark: Any = lambda _token: None


async def fill(run: HallRun, ending: asyncio.Event) -> Tally:
    """Let the crowd in and play until `ending` is set or the sitting is over; what it saw.

    Raises NoContest when no server of the contest answers.
    """
    door, tally = FrontDoor(run.url), Tally()
    for more in reversed(range(TRIES)):
        if await door.contest(run.contest) is not None:
            break
        if not more:
            raise NoContest(f"no contest server answers at {run.url}")
        await asyncio.sleep(AGAIN_S)
    crowd = people.personas(run.seed, run.count, run.home)
    apart = ALL_IN_S / max(1, run.count)
    bots = [HallBot(who, run, door, tally) for who in crowd]
    tasks = [asyncio.create_task(bot.live(n * apart)) for n, bot in enumerate(bots)]
    told = asyncio.create_task(ending.wait())
    everybody = asyncio.ensure_future(asyncio.wait(tasks))
    await asyncio.wait({everybody, told}, return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, told):
        task.cancel()
    await asyncio.gather(*tasks, told, return_exceptions=True)
    return tally


class HallBot:
    """One simulated person with one line, dialled again whenever it breaks."""

    def __init__(self, who: Persona, run: HallRun, door: FrontDoor, tally: Tally) -> None:
        self._who, self._run, self._door, self._tally = who, run, door, tally
        self._rng = Random(f"{run.seed}|hall|{who.number}")
        self._boxes: dict[int, str] = {}
        self._answered: set[int] = set()
        self._thinking: asyncio.Task[None] | None = None
        self._over = False

    async def live(self, start_s: float) -> None:
        """Come in after `start_s` and stay to the end."""
        await asyncio.sleep(start_s)
        token = await self._join()
        failures = 0
        while token and not self._over:
            try:
                await self._sit(token)
                failures = 0
            except (OSError, WebSocketException, TimeoutError):
                self._tally.cuts += 1
            failures += 1
            await asyncio.sleep(self._rng.uniform(0, min(LONGEST_WAIT_S, 2**failures)))

    async def _join(self) -> str | None:
        who, run = self._who, self._run
        form = {"nickname": who.nickname, "region": who.region, "cohort": who.cohort}
        for _ in range(20):
            status, body = await self._door.post(
                "/api/join", {"contest": run.contest, **form, "once": who.once}
            )
            if status == 201:
                self._tally.joined += 1
                run.mark(body["token"])
                return str(body["token"])
            self._tally.refused[f"join: {body.get('code', status)}"] += 1
            await asyncio.sleep(1 + self._rng.random())
        return None

    async def _sit(self, token: str) -> None:
        async with connect(**way(self._run.url).line("/ws/hall/"), **LINE) as line:
            self._tally.dials += 1
            await _say(line, t="enter", token=token, sitting=self._run.sitting)
            await _say(line, t="ping", c=0)
            while not self._over:
                await self._heard(line, msgspec.json.decode(await line.recv()))

    async def _heard(self, line: ClientConnection, frame: Frame) -> None:
        kind = frame["t"]
        if kind == "pong":
            await _say(line, t="echo", n=frame["n"])
        elif kind == "entered":
            if frame["stored"]:
                self._answered.add(frame["stored"]["slot"])
            self._stage(line, frame["stage"])
        elif kind == "stage":
            self._stage(line, frame)
        elif kind == "unseal" and frame["slot"] in self._boxes:
            box = self._boxes.pop(frame["slot"])
            self._think(line, frame["slot"], _opened(box, frame["key"])["q"])
        elif kind == "receipt":
            self._tally.receipts += 1
            self._answered.add(frame["slot"])
        elif kind == "error":
            self._refused(frame)

    def _stage(self, line: ClientConnection, stage: Frame) -> None:
        slot = stage["slot"]
        if stage["state"] == "closed":
            self._over = True
        elif "box" in stage:
            self._boxes[slot] = stage["box"]
        elif stage["state"] == "shown" and "q" in stage and slot not in self._answered:
            self._think(line, slot, stage["q"])

    def _refused(self, frame: Frame) -> None:
        self._tally.refused[frame["code"]] += 1
        if frame["code"] in ("over", "door_shut", "no_token", "other_contest", "removed"):
            self._over = True

    def _think(self, line: ClientConnection, slot: int, question: Frame) -> None:
        if self._thinking is not None:
            self._thinking.cancel()
        self._thinking = asyncio.create_task(self._answer(line, slot, question))

    async def _answer(self, line: ClientConnection, slot: int, question: Frame) -> None:
        choice = minds.choice(self._rng, self._who, question, self._run.keys)
        seconds = minds.thinking_s(self._rng, self._who, question, self._run.keys)
        await asyncio.sleep(seconds)
        told = {"choice": [], "text": choice} if isinstance(choice, str) else {"choice": choice}
        self._tally.answers += 1
        with contextlib.suppress(OSError, WebSocketException):
            took = int(seconds * 1000)
            sure = self._rng.random() < 0.4
            await _say(line, t="answer", slot=slot, seq=slot, **told, took_ms=took, sure=sure)


def _opened(box: str, key: str) -> Frame:
    """What is in a box: ChaCha20 undoes itself."""
    again = sealing.close(base64.b64decode(key), base64.b64decode(box))
    opened: Frame = msgspec.json.decode(base64.b64decode(again))
    return opened


async def _say(line: ClientConnection, **frame: Any) -> None:
    await asyncio.wait_for(line.send(msgspec.json.encode(frame).decode()), DEAD_S)
