"""`python -m bench.hall_load JSON`: one hall from the open door to its last board.

Prints what was measured as JSON. The first question warms up.
"""

import asyncio
import json
import random
import resource
import sys
from dataclasses import dataclass, field
from functools import partial
from statistics import median, quantiles
from time import perf_counter, time
from typing import Any

from bench.hall_phones import HallPhone, Sums, Watcher
from bench.phones import Asker, Gathering, crowd, leave

WAIT_S = 60


@dataclass(frozen=True, slots=True)
class Hall:
    """One sitting on a server; `sitting` is what bench.hall_seed printed of it."""

    url: str
    sitting: dict[str, str]
    count: int
    questions: int
    second_s: float


@dataclass
class Seen:
    """Milliseconds of each question."""

    opened: list[float] = field(default_factory=list)
    mine: list[float] = field(default_factory=list)
    board: list[float] = field(default_factory=list)


async def run(hall: Hall) -> dict[str, Any]:
    sums, seen = Sums(), Seen()
    asker = (await crowd(lambda _: Asker(), f"{hall.url}/bench/control/", [0]))[0]
    host, screen = await _watchers(hall)
    await host.do("open")
    phones, entered, kb = await _entered(hall, sums, asker)
    spent: dict[str, float] = {}
    for slot in range(hall.questions):
        if slot == 1:
            spent = await asker.ask("state")
            sums.waits.clear()
            sums.heard = sums.said = 0
        await _question(hall, slot, (host, screen), phones, sums, seen)
    after = await asker.ask("state")
    messages = sums.heard + sums.said
    cuts = quantiles(sums.waits, n=100)
    await leave([*phones, host, screen, asker])
    return {
        "entered": entered,
        "kb": kb,
        "p50_ms": cuts[49] * 1_000,
        "p99_ms": cuts[98] * 1_000,
        "opened_ms": median(seen.opened[1:]),
        "mine_ms": median(seen.mine[1:]),
        "board_ms": median(seen.board[1:]),
        "cpu_us": (after["cpu_s"] - spent["cpu_s"]) / messages * 1e6,
        "messages": messages / hall.count / (hall.questions - 1),
        "refused": sums.refused,
    }


async def _watchers(hall: Hall) -> tuple[Watcher, Watcher]:
    here = hall.sitting
    host = Watcher({"t": "host", "sitting": here["code"], "remote": here["remote"]})
    screen = Watcher({"t": "screen", "screen": here["screen"]})
    await crowd(lambda _: host, f"{hall.url}/ws/host/", [0])
    await crowd(lambda _: screen, f"{hall.url}/ws/stage/", [0])
    await host.until("draft")
    return host, screen


async def _entered(hall: Hall, sums: Sums, asker: Asker) -> tuple[list[HallPhone], float, float]:
    """Everybody inside, how many came in a second, and kB of the server for each."""
    before, began = await asker.ask("state"), perf_counter()
    sums.entered.expect(hall.count)
    make = partial(HallPhone, code=hall.sitting["code"], sums=sums)
    phones = await crowd(make, f"{hall.url}/ws/hall/", range(hall.count))
    await _all(sums.entered, sums)
    rate = hall.count / (perf_counter() - began)
    await asyncio.sleep(hall.second_s / 2)
    after = await asker.ask("state")
    return phones, rate, (after["rss_kb"] - before["rss_kb"]) / hall.count


async def _question(
    hall: Hall,
    slot: int,
    watchers: tuple[Watcher, Watcher],
    phones: list[HallPhone],
    sums: Sums,
    seen: Seen,
) -> None:
    host, screen = watchers
    sums.opened.expect(hall.count)
    sums.stored.expect(hall.count)
    await host.do("show")
    opens_at = host.stage["opens_at"]
    await _all(sums.opened, sums)
    # The clocks are one machine's: the wall's now, less how long ago the last one came.
    late = time() - (perf_counter() - sums.opened.last) - opens_at / 1_000
    seen.opened.append(late * 1_000)
    await _answers(hall, slot, phones)
    await _all(sums.stored, sums)
    await host.until("locked")
    sums.mine.expect(hall.count)
    began = await host.do("reveal")
    await _all(sums.mine, sums)
    seen.mine.append((sums.mine.last - began) * 1_000)
    began = await host.do("board")
    seen.board.append((await screen.board_after(began) - began) * 1_000)


async def _answers(hall: Hall, slot: int, phones: list[HallPhone]) -> None:
    """Everybody answers within `second_s`, at random."""
    chance = random.Random(slot)
    moments = sorted(chance.uniform(0, hall.second_s) for _ in phones)
    began = perf_counter()
    for moment, phone in zip(moments, phones, strict=True):
        while (early := began + moment - perf_counter()) > 0:
            await asyncio.sleep(early)
        phone.answer(slot)


async def _all(gathering: Gathering, sums: Sums) -> None:
    if not await gathering.all(WAIT_S):
        raise RuntimeError(f"only {gathering.seen}: {sums.refused or 'silence'}")


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(json.dumps(asyncio.run(run(Hall(**json.loads(sys.argv[1]))))))


if __name__ == "__main__":
    main()
