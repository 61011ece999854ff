"""A whole crowd in one process and one event loop."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from quiz.bots import people
from quiz.bots.front_door import FrontDoor, NoContest
from quiz.bots.life import Life, World
from quiz.bots.minds import Keys
from quiz.bots.phone import Tally

# People come one after another: ten a second, and never longer than a minute for all of them.
ARRIVAL_S, ALL_ARRIVED_S = 0.1, 60.0
# What was sent before the end may still be answered; a server needs longer for a full queue only.
LAST_RECEIPTS_S = 6.0


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is to be. `rounds` empty = all of the contest; `minutes` 0 = until told;
    `patient` = the server may still be starting."""

    url: str
    contest: str
    count: int
    seed: str
    speed: float = 1.0
    minutes: float = 0
    rounds: Sequence[str] = ()
    keys: Keys = field(default_factory=dict)
    joined: Callable[[str], object] = lambda _token: None
    patient: bool = False


async def play(run: Run, ending: asyncio.Event) -> Tally:
    """Let the crowd play until `ending` is set, as it is when the minutes are over; what it saw.

    Raises NoContest, also when nobody answers and the run is not patient.
    """
    if run.minutes:
        asyncio.get_running_loop().call_later(run.minutes * 60, ending.set)
    door = FrontDoor(run.url)
    contest = await _contest(run, door, ending)
    if contest is None:
        return Tally()
    rounds = [r for r in contest["rounds"] if not run.rounds or r["code"] in run.rounds]
    if not rounds:
        raise NoContest(f"contest {run.contest} has no such round")
    world = World(run.url, run.contest, rounds, run.seed, run.speed, run.keys, door, ending)
    world.joined = run.joined
    lives = [Life(who, world) for who in people.personas(run.seed, run.count, contest["region"])]
    await _until_the_end(lives, ending)
    return world.tally


async def _contest(run: Run, door: FrontDoor, ending: asyncio.Event) -> Any:
    while not ending.is_set():
        found = await door.contest(run.contest)
        if found is not None:
            return found
        if not run.patient:
            raise NoContest(f"no contest server answers at {run.url}")
        await _wait(ending, 0.5)
    return None


async def _until_the_end(lives: Sequence[Life], ending: asyncio.Event) -> None:
    apart = min(ARRIVAL_S, ALL_ARRIVED_S / max(1, len(lives)))
    tasks = [asyncio.create_task(life.live(n * apart)) for n, life in enumerate(lives)]
    everybody = asyncio.ensure_future(asyncio.wait(tasks))
    told = asyncio.create_task(ending.wait())
    await asyncio.wait({everybody, told}, return_when=asyncio.FIRST_COMPLETED)
    ending.set()
    await asyncio.wait({everybody}, timeout=LAST_RECEIPTS_S)
    for task in tasks:
        task.cancel()
    for failed in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(failed, Exception):
            raise failed
    await told


async def _wait(ending: asyncio.Event, seconds: float) -> None:
    await asyncio.wait({asyncio.ensure_future(ending.wait())}, timeout=seconds)
