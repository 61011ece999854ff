"""A key corrected under load and through kills: both counts agree on every score afterwards."""

import asyncio
import os
import sys

import pytest

from tests.faults.house import House, elsewhere, environment, until
from tests.faults.stage import MIXED
from tests.house import shadow
from tests.processes import talking
from tests.servers import Redis

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
ONE_OF_EACH = ("tests.faults.rule", "one_of_each")


async def settled(house: House) -> None:
    """Wait until every closed attempt is marked by the newest ruling on it."""
    await until(lambda: shadow.unmarked(house.books(MIXED)) == [], "all marked", within_s=30)


def marked(house: House) -> int:
    return sum(row.kind == shadow.RULED for row in house.books(MIXED).rows)


@pytest.mark.parametrize("boards", ["memory", "redis"])
async def test_keys_corrected_while_phones_play_and_servers_are_killed(
    house: House, empty_redis: Redis, boards: str
) -> None:
    servers = await house.open(2, **({"REDIS_URL": empty_redis.url} if boards == "redis" else {}))
    phones = [house.phone(n, MIXED) for n in range(24)]
    for phone in phones:
        phone.pace_s = 0.05
    async with house.load(MIXED, phones):
        await until(lambda: _closed(house) > 20, "some papers")
        await asyncio.to_thread(elsewhere, *ONE_OF_EACH, house.url, house.folder)
        for server in servers:
            await asyncio.sleep(0.7)
            await asyncio.to_thread(server.kill9)
            await asyncio.to_thread(server.start)
        await asyncio.sleep(2)
    await settled(house)
    assert marked(house) > 20
    await house.agree(MIXED)


def _closed(house: House) -> int:
    return sum(row.kind == shadow.CLOSED for row in house.books(MIXED).rows)


async def test_killed_in_the_middle_of_marking_another_process_goes_on(house: House) -> None:
    await _broken_off(house)


async def test_so_it_does_on_sqlite(small_house: House) -> None:
    await _broken_off(small_house)


async def _broken_off(house: House) -> None:
    (server,) = await house.open()
    phones = [house.phone(n, MIXED) for n in range(24)]
    await asyncio.gather(*(phone.paper(0) for phone in phones))
    await asyncio.gather(*(phone.hang_up() for phone in phones))
    await asyncio.to_thread(server.kill9)
    numbers = elsewhere(*ONE_OF_EACH, house.url, house.folder)
    before = _break_off(house, after=3)
    assert 3 <= before < len(_papers(house, numbers[-1]))
    await asyncio.to_thread(server.start)
    await settled(house)
    assert marked(house) > before
    await house.agree(MIXED)


def _papers(house: House, number: int) -> list[int]:
    books = house.books(MIXED)
    (version,) = [v.version for v in books.verdicts if v.number == number]
    return [paper.id for paper in books.papers.values() if version in paper.versions]


def _break_off(house: House, *, after: int) -> int:
    """Have a process mark and kill it after so many steps; return how many attempts it marked."""
    told = {**os.environ, **environment(DATABASE_URL=house.url, DATA_DIR=str(house.folder))}
    code = "import django; django.setup(); from tests.faults import rule; rule.slowly()"
    with talking([sys.executable, "-c", code], told) as marking:
        assert marking.stdout is not None
        assert marking.stdin is not None
        for n in range(after):
            assert marking.stdout.readline()
            if n < after - 1:
                print(file=marking.stdin, flush=True)
    return marked(house)
