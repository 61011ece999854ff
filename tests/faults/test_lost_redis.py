"""Redis killed, emptied or left in the middle of a word while phones answer."""

import asyncio
import time
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.faults.house import HEAL_S, House, boards, sprung, through, until
from tests.faults.stage import MIXED, REGIONS
from tests.faults.toxic import Do, Toxic
from tests.faults.watcher import Watcher, watching
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.redis]
AWAY_S = 30.0
# How a result reaches the boards; all of a batch is one transaction.
COUNTING = b"ZADD"
BOARD = f"{MIXED}:persons:{REGIONS['440000'][0]}"
# An answer that waited for Redis would have waited for its timeout of 200 ms, again and again.
PATIENCE_MS = 150


def typical(waits_ms: list[int]) -> int:
    """The wait that nine of ten answers stay below."""
    return sorted(waits_ms)[len(waits_ms) * 9 // 10]


async def moved(page: Watcher) -> None:
    """Wait for three more changes of its board."""
    seen = len(page.frames)
    await until(lambda: len(page.frames) > seen + 2, "the board moves")


async def ask_on(web: WebServer, versions: list[int]) -> None:
    """Note the board's version by REST, for ever: unlike a page it may ask at any moment."""
    while True:
        shown = await asyncio.to_thread(boards, web, MIXED, "persons")
        versions += [shown["v"]] if "v" in shown else []


async def test_row_23_while_redis_is_dead_answers_go_on_and_boards_say_late_until_it_is_back(
    house: House, empty_redis: Redis
) -> None:
    one, _ = await house.open(2, REDIS_URL=empty_redis.url)
    phones = [house.phone(n, MIXED) for n in range(12)]
    for phone in phones:
        phone.pace_s = 0.1
    async with watching(one, BOARD) as page, house.load(MIXED, phones):
        await moved(page)
        before = len(house.ledger.waits_ms)
        await asyncio.to_thread(empty_redis.kill9)
        await until(lambda: page.late, "the page says late", within_s=5)
        await asyncio.sleep(AWAY_S)
        during = house.ledger.waits_ms[before:]
        assert page.late
        await asyncio.to_thread(empty_redis.start)
        healed = await until(lambda: not page.late, "the page is up to date again")
        print(  # noqa: T201 (measured)
            f"\n9 of 10 answers within {typical(house.ledger.waits_ms[:before])} ms before, "
            f"{typical(during)} ms without Redis; boards healed {healed:.2f} s after"
        )
    assert healed <= HEAL_S
    assert len(during) > 100
    assert typical(during) < PATIENCE_MS
    assert not house.ledger.errors
    assert [phone.closes for phone in phones] == [[]] * len(phones)
    assert all(old <= new for old, new in pairwise(page.versions))
    await house.agree(MIXED)


async def test_row_24_boards_of_an_emptied_redis_are_rebuilt_and_versions_never_go_back(
    house: House, empty_redis: Redis
) -> None:
    one, two = await house.open(2, REDIS_URL=empty_redis.url)
    phones = [house.phone(n, MIXED) for n in range(12)]
    for phone in phones:
        phone.pace_s = 0.05
    asked: list[int] = []
    async with watching(one, BOARD) as page, watching(two, BOARD) as other:
        asking = asyncio.create_task(ask_on(two, asked))
        async with house.load(MIXED, phones):
            for _ in range(3):
                await moved(page)
                empty_redis.client().flushall()
            emptied = time.monotonic()
        await house.agree(MIXED)
        print(f"\nboards agreed {time.monotonic() - emptied:.2f} s after the last FLUSHALL")  # noqa: T201
        shown = await asyncio.to_thread(boards, one, MIXED, "persons")
        asking.cancel()
        await until(lambda: page.versions[-1] == other.versions[-1] == shown["v"], "all agree")
    for versions in (page.versions, other.versions, asked):
        assert all(old <= new for old, new in pairwise(versions))


@pytest.mark.parametrize("do", [Do.HOLD, Do.SWALLOW], ids=["not counted", "counted, unknown"])
async def test_row_28_killed_between_the_commit_and_the_boards_each_result_is_counted_once(
    house: House, empty_redis: Redis, do: Do
) -> None:
    with Toxic(urlsplit(empty_redis.url).port or 0) as line:
        (web,) = await house.open(REDIS_URL=through(empty_redis.url, line))
        phones = [house.phone(n, MIXED) for n in range(4)]
        await asyncio.gather(*(phone.paper(0) for phone in phones))
        await house.agree(MIXED)
        trap = line.trap(COUNTING, do)
        playing = asyncio.gather(*(phone.paper(1) for phone in phones))
        await sprung(trap)
        await asyncio.to_thread(web.kill9)
        await asyncio.to_thread(web.start)
        assert all(state["result"] for state in await playing)
        await house.agree(MIXED)
