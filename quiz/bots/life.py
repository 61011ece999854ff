"""One bot's evening: join, play a paper, rest, play again."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from quiz.bots import minds
from quiz.bots.front_door import FrontDoor
from quiz.bots.minds import Keys
from quiz.bots.people import Persona
from quiz.bots.phone import Frame, Phone, Refused, Tally

# Out of a hundred papers, how many are ranked ones when there is a choice.
RANKED_SHARE = 85
# A round that says no now is asked again after this long: tomorrow has new tries.
ASK_AGAIN_S = 300


@dataclass(slots=True)
class World:
    """What all bots of a run share. `speed` divides every wait; `ending` says stop."""

    url: str
    contest: str
    rounds: Sequence[Mapping[str, Any]]
    seed: str
    speed: float
    keys: Keys
    door: FrontDoor
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    tally: Tally = field(default_factory=Tally)
    joined: Callable[[str], object] = lambda _token: None

    async def rest(self, seconds: float) -> bool:
        """Wait, in simulated seconds; True when the run ends meanwhile."""
        try:
            await asyncio.wait_for(self.ending.wait(), seconds / self.speed)
        except TimeoutError:
            return False
        return True


class Life:
    """A persona in a world."""

    def __init__(self, who: Persona, world: World) -> None:
        self.who = who
        self.world = world
        self._rng = minds.rng_of(world.seed, who)
        self._seq = 0

    async def live(self, start_s: float) -> None:
        """Play until the run ends."""
        if await self.world.rest(start_s):
            return
        token = await self._join()
        if token is None:
            return
        phone = Phone(self.world.url, token, self._rng, self.world.tally)
        try:
            await self._play_on(phone)
        finally:
            await phone.hang_up()

    async def _join(self) -> str | None:
        """The token; None when the run ends first or the server refuses for good."""
        while not self.world.ending.is_set():
            status, body = await self.world.door.post("/api/join", self._form())
            if status == 201:
                self.world.tally.joined += 1
                self.world.joined(body["token"])
                return str(body["token"])
            if 400 <= status < 500 and status != 429:
                self.world.tally.refused[body["code"]] += 1
                return None
            await self.world.rest(2 + self._rng.random())
        return None

    def _form(self) -> Frame:
        who = self.who
        form = {"nickname": who.nickname, "region": who.region, "cohort": who.cohort}
        return {"contest": self.world.contest, **form, "once": who.once}

    async def _play_on(self, phone: Phone) -> None:
        for papers in count():
            if self.world.ending.is_set():
                return
            seconds = minds.pause_s(self._rng, self.who, papers)
            try:
                await self._paper(phone, self._chosen())
            except Refused as refused:
                self.world.tally.refused[refused.code] += 1
                seconds = ASK_AGAIN_S
            await self.world.rest(seconds)

    def _chosen(self) -> str:
        """The round to play next."""
        ranked = [r["code"] for r in self.world.rounds if r["ranked"]]
        others = [r["code"] for r in self.world.rounds if not r["ranked"]]
        wants_rank = self._rng.randrange(100) < RANKED_SHARE
        return str(self._rng.choice((ranked if wants_rank else others) or ranked or others))

    async def _paper(self, phone: Phone, round_code: str) -> None:
        """Play one paper to its end, or go on with the one that is open."""
        welcome = await phone.enter(round_code)
        attempt = welcome["attempt"]
        if attempt is None or attempt["result"] is not None:
            opened = await phone.ask({"t": "open", "try_no": welcome["round"]["next_try"]})
            attempt = opened["attempt"]
        while attempt["result"] is None and not self.world.ending.is_set():
            attempt = await self._slot(phone, attempt)
        if attempt["result"] is not None:
            self.world.tally.papers += 1

    async def _slot(self, phone: Phone, attempt: Frame) -> Frame:
        """Answer the open question, or ask for the next one; where the attempt stands then."""
        question = attempt["question"]
        if question is None:
            await self.world.rest(3)  # reads why the last answer was right or wrong
            wanted = {"t": "next", "attempt": attempt["attempt"], "slot": attempt["slot"]}
            return dict((await phone.ask(wanted))["attempt"])
        frame = await self._answer(question, attempt["try_no"])
        if frame is None:
            return attempt
        receipt = await phone.answer(frame)
        left = {"question": receipt["question"], "result": receipt["result"]}
        return {**attempt, **left, "slot": question["slot"] + 1}

    async def _answer(self, question: Frame, try_no: int) -> Frame | None:
        """What this person sends after thinking; None when the run ends first."""
        loop = asyncio.get_running_loop()
        shown_at = loop.time()
        rng = minds.rng_of(self.world.seed, self.who, try_no, question["slot"])
        body, keys = question["q"], self.world.keys
        choice = minds.choice(rng, self.who, body, keys)
        seconds = minds.thinking_s(rng, self.who, body, keys)
        left_ms = question["left_ms"]
        if left_ms is not None and seconds / self.world.speed > left_ms / 1000:
            seconds, choice = left_ms / 1000 * self.world.speed, []
        if await self.world.rest(seconds):
            return None
        self._seq += 1
        place = {"attempt": question["attempt"], "slot": question["slot"], "seq": self._seq}
        took_ms = int((loop.time() - shown_at) * 1000)
        told = {"choice": [], "text": choice} if isinstance(choice, str) else {"choice": choice}
        return {"t": "answer", **place, **told, "took_ms": took_ms}
