"""People in a hall who try everything that their phones can send."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from tests.faults.hall import HallPhone

# Longer than any round trip that is given back.
HELD_BACK_S = 0.5


@dataclass
class Cheat(HallPhone):
    """One of them; `scolded` = what they were told, besides receipts."""

    scolded: list[str] = field(default_factory=list)

    def _refused(self, frame: dict[str, Any]) -> None:
        self.scolded.append(frame["code"])
        if frame.get("retry_ms"):
            super()._refused(frame)
        elif frame["code"] not in ("not_shown", "bad_choice", "no_such_slot"):
            self.refused[frame["slot"]] = frame["code"]

    async def heard(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "error" and "slot" not in frame:
            self.scolded.append(frame["code"])
        await super().heard(frame)


@dataclass
class Early(Cheat):
    """Answers while the question is still sealed. On a slow line that comes after the opening, and
    is an answer like any other."""

    async def _stage(self, frame: dict[str, Any]) -> None:
        await super()._stage(frame)
        if "box" in frame:
            choice = self._choice(frame["slot"])
            for slot in (frame["slot"], frame["slot"] + 1, 99):
                await self.say(t="answer", slot=slot, seq=slot, choice=choice, took_ms=0)


@dataclass
class Forger(Cheat):
    """Claims to have taken no time, and lets the echo of each pong wait, to look far away."""

    async def heard(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "pong":
            later = asyncio.get_running_loop().call_later
            echo = {"t": "echo", "n": frame["n"]}
            later(HELD_BACK_S, lambda: asyncio.ensure_future(self.say(**echo)))
        await super().heard(frame)
        if frame["t"] in ("entered", "stage"):
            await self.say(t="ping", c=0)

    async def _answer(self, slot: int) -> None:
        await asyncio.sleep(1.0)
        choice = self._choice(slot)
        if slot not in self.receipts and slot not in self.refused:
            await self.say(t="answer", slot=slot, seq=slot, choice=choice, took_ms=-(2**31))


@dataclass
class Replayer(Cheat):
    """Sends every answer it ever sent again, each time several times, and another choice after."""

    async def _answer(self, slot: int) -> None:
        await super()._answer(slot)
        for old in sorted(self.sent):
            for choice in (self.sent[old], self.sent[old], [(self.sent[old][0] + 1) % 4]):
                await self.say(t="answer", slot=old, seq=old, choice=choice, took_ms=100)


@dataclass
class Latecomer(Cheat):
    """Waits for the key, and then answers with it."""

    async def _stage(self, frame: dict[str, Any]) -> None:
        await super()._stage(frame)
        if key := (frame.get("told") or {}).get("key"):
            await self.say(t="answer", slot=frame["slot"], seq=7, choice=key, took_ms=100)

    async def _answer(self, slot: int) -> None:
        """Not before it is known."""


@dataclass
class Usurper(Cheat):
    """Gives a host's commands from a phone, and says what other roles say."""

    async def _stage(self, frame: dict[str, Any]) -> None:
        await super()._stage(frame)
        told = {"id": f"usurper-{self.person:04}", "v": frame["v"]}
        for do in ("reveal", "skip", "close", "rule"):
            await self.say(t="do", do=do, sure=True, **told)
        code = self.hello["sitting"]
        await self.say(t="host", sitting=code, remote="A" * 32)
        await self.say(t="screen", screen="abcdefghjkmn")


@dataclass
class Garbler(Cheat):
    """Answers what is no answer, and between that sends what is no frame."""

    async def _answer(self, slot: int) -> None:
        for choice in ([99], [0, 0], [0, 1, 2, 3], [-1], ["0"], [2**40]):
            await self.say(t="answer", slot=slot, seq=slot, choice=choice, took_ms=100)
        if self.line is not None:
            await self.line.send(json.dumps([slot] * 3))
        await super()._answer(slot)


KINDS = (Early, Forger, Replayer, Latecomer, Usurper, Garbler)
