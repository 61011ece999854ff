"""`python -m bench.load JSON`: one crowd against one server, in a process of its own.

Prints what was measured as JSON. The server must be on another core.
"""

import asyncio
import json
import random
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from bench.phones import Answerer, Asker, Gathering, Hearer, P, Phone, crowd, leave

# No measurement may hang: a pass ends here whatever happened.
PASS_S = 12.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """`count` people from `first` on who connect to `path`; waits are parts of `second_s`."""

    url: str
    path: str
    count: int
    second_s: float
    first: int = 0
    questions: int = 1

    async def asker(self) -> Asker:
        """The control connection beside them."""
        return (await crowd(lambda _: Asker(), f"{self.url}/bench/control/", [0]))[0]

    async def come(self, make: Callable[[int], P]) -> list[P]:
        """Their phones, connected."""
        return await crowd(make, self.url + self.path.removesuffix("bare"), self.people)

    @property
    def people(self) -> range:
        return range(self.first, self.first + self.count)


async def fan_out(who: Crowd, order: str, shouts: int) -> dict[str, Any]:
    """Milliseconds from asking for a broadcast to its last arrival, and who was lost."""
    gathering = Gathering()
    asker = await who.asker()
    hearers = await who.come(lambda _: Hearer(gathering))
    times, missed, ends = [], 0, perf_counter() + PASS_S
    for _ in range(shouts + 1):
        await asyncio.sleep(0.1)
        gathering.expect(who.count)
        began = perf_counter()
        asker.say(order)
        whole = await gathering.all(5)
        missed += who.count - gathering.seen
        times.append((gathering.last if whole else perf_counter()) - began)
        if perf_counter() > ends:
            break
    await asyncio.sleep(who.second_s)
    cut = sum(phone.gone for phone in hearers)
    await leave([*hearers, asker])
    return {"ms": median(times[1:]) * 1_000, "cut": cut, "missed": missed}


async def _play(who: Crowd) -> tuple[list[Answerer], Asker]:
    """A crowd with its first question shown."""
    ready = Gathering()
    ready.expect(who.count)
    joins = who.path.startswith("/ws/")
    asker = await who.asker()
    players = await who.come(partial(Answerer, questions=who.questions, ready=ready, joins=joins))
    if not await ready.all(60):
        refused = next((player.refused for player in players if player.refused), "silence")
        raise RuntimeError(f"{who.count - ready.seen} phones have no question: {refused}")
    return players, asker


async def answers(who: Crowd, seconds: float) -> dict[str, Any]:
    """Receipts a second when each phone answers as soon as its receipt is there."""
    players, asker = await _play(who)
    await asyncio.sleep(who.second_s / 3)
    asker.say("reset")
    before = await asker.ask("state")
    mine, began = process_time(), perf_counter()
    for player in players:
        player.on = True
        player.answer()
    done, wanted = 0, who.count * who.questions
    while done < wanted and perf_counter() - began < seconds:
        await asyncio.sleep(0.01)
        done = sum(len(player.waits) for player in players)
    took = perf_counter() - began
    after = await asker.ask("state")
    spent = {"cpu_us": after["cpu_s"] - before["cpu_s"], "load_us": process_time() - mine}
    cpu = {name: seconds / done * 1e6 for name, seconds in spent.items()}
    for player in players:
        player.on = False
    return {**await _result(players, asker, done / took), **cpu}


async def burst(who: Crowd, bursts: int) -> dict[str, Any]:
    """How long a receipt takes when everybody answers once within `second_s`, at random."""
    began = perf_counter()
    players, asker = await _play(who)
    opened = who.count / (perf_counter() - began)
    for turn in range(bursts + 1):
        await asyncio.sleep(who.second_s / 2)
        if turn == 1:  # the first one warms up
            asker.say("reset")
            for player in players:
                player.waits.clear()
        await _one_burst(players, who.second_s)
    return {**await _result(players, asker, 0), "opened": opened}


async def _one_burst(players: list[Answerer], second_s: float) -> None:
    chance = random.Random(7)
    moments = sorted(chance.uniform(0, second_s) for _ in players)
    answered = sum(len(player.waits) for player in players) + len(players)
    began = perf_counter()
    for moment, player in zip(moments, players, strict=True):
        while (early := began + moment - perf_counter()) > 0:
            await asyncio.sleep(early)
        player.answer()
    while sum(len(p.waits) for p in players) < answered and perf_counter() - began < PASS_S:
        await asyncio.sleep(0.02)


async def _result(players: list[Answerer], asker: Asker, rate: float) -> dict[str, Any]:
    waits = sorted(wait for player in players for wait in player.waits)
    cuts = quantiles(waits, n=100)
    state = await asker.ask("state")
    refused = [player.refused for player in players if player.refused]
    size = sum(player.bytes_in for player in players) / max(len(waits), 1)
    await leave([*players, asker])
    return {
        "rate": rate,
        "p50_ms": cuts[49] * 1_000,
        "p99_ms": cuts[98] * 1_000,
        "bytes": size,
        "receipts": len(waits),
        "refused": refused[:3],
        **state,
    }


async def idle(who: Crowd) -> dict[str, Any]:
    """Kilobytes of the server's memory for each connection that says nothing (more)."""
    asker, tenth = await who.asker(), who.count // 10
    warm = await _some(replace(who, count=tenth))
    before = await asker.ask("state")
    phones = await _some(replace(who, first=who.first + tenth, count=who.count - tenth))
    await asyncio.sleep(who.second_s / 2)
    after = await asker.ask("state")
    kb = (after["rss_kb"] - before["rss_kb"]) / len(phones)
    await leave([*warm, *phones, asker])
    return {"kb": kb, "open": after["open"]}


async def _some(who: Crowd) -> list[Phone]:
    if who.path == "/ws/play/":
        players, asker = await _play(who)
        return [*players, asker]
    return [*await who.come(lambda _: Phone())]


WORKS: dict[str, Any] = {"fan_out": fan_out, "answers": answers, "burst": burst, "idle": idle}


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    wanted = json.loads(sys.argv[1])
    work, who = WORKS[wanted.pop("work")], Crowd(**wanted.pop("who"))
    result = asyncio.run(work(who, **wanted))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
