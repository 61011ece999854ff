"""A champion annulled and restored through kills: everybody below moves up and back, exactly."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.house import House, boards, elsewhere, environment
from tests.faults.stage import MIXED
from tests.house import shadow
from tests.processes import talking
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_a_champion_is_annulled_and_comes_back_bit_by_bit(
    house: House, empty_redis: Redis, kind: str
) -> None:
    await _story(house, {"REDIS_URL": empty_redis.url} if kind == "redis" else {})


async def test_so_it_is_on_sqlite(small_house: House) -> None:
    await _story(small_house, {})


async def _story(house: House, more: dict[str, str]) -> None:
    servers = await house.open(2, **more)
    phones = [house.phone(n, MIXED) for n in range(16)]
    for try_no in range(2):
        await asyncio.gather(*(phone.paper(try_no) for phone in phones))
    await asyncio.gather(*(phone.hang_up() for phone in phones))
    await house.agree(MIXED)
    first = [_seen(server) for server in servers]
    _break_off(house)
    await house.agree(MIXED)
    papers = await asyncio.to_thread(_does, house, "champion")
    await _killed(servers)
    await house.agree(MIXED)
    _moved_up(first[0], _seen(servers[0]), len(papers))
    assert await asyncio.to_thread(_does, house, "back") == papers
    await _killed(servers[:1])
    await house.agree(MIXED)
    assert [_seen(server) for server in servers] == first
    assert sum(row.kind == shadow.VOIDED for row in house.books(MIXED).rows) == 2 * len(papers)


def _does(house: House, what: str) -> Any:
    return elsewhere("tests.faults.annul", what, house.url, house.folder)


async def _killed(servers: list[WebServer]) -> None:
    for server in servers:
        await asyncio.to_thread(server.kill9)
        await asyncio.to_thread(server.start)


def _seen(server: WebServer) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = boards(server, MIXED, "persons?region=440000&size=1000")["rows"]
    return rows


def _moved_up(before: list[dict[str, Any]], after: list[dict[str, Any]], papers: int) -> None:
    champion, *others = before
    assert papers == champion["tries"] == 2
    assert [row["id"] for row in after] == [row["id"] for row in others]
    # Whoever was first together with the champion is first still.
    assert [row["rank"] for row in after] == [max(1, row["rank"] - 1) for row in others]


def _break_off(house: House) -> None:
    """Have a process annul and kill it before its commit: nothing is left of it."""
    told = {**os.environ, **environment(DATABASE_URL=house.url, DATA_DIR=str(house.folder))}
    code = "import django; django.setup(); from tests.faults import annul; annul.half()"
    with talking([sys.executable, "-c", code], told) as one:
        assert one.stdout is not None
        assert one.stdout.readline().strip() == "2"
    assert not [row for row in house.books(MIXED).rows if row.kind == shadow.VOIDED]


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_a_connected_phone_hears_of_it_whichever_process_it_is_on(
    house: House, empty_redis: Redis, kind: str
) -> None:
    await house.open(2, **({"REDIS_URL": empty_redis.url} if kind == "redis" else {}))
    phones = [house.phone(n, MIXED) for n in range(4)]
    await asyncio.gather(*(phone.paper(0) for phone in phones))
    papers = await asyncio.to_thread(_does, house, "champion")
    for what, void in (("", True), ("back", None)):
        if what:
            assert await asyncio.to_thread(_does, house, what) == papers
        heard = [asyncio.ensure_future(phone.hear(_about(papers))) for phone in phones]
        done, waiting = await asyncio.wait(heard, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert len(done) == len(papers) == 1
        assert done.pop().result()["attempt"]["result"].get("void") == void
        for one in waiting:
            one.cancel()
    await asyncio.gather(*(phone.hang_up() for phone in phones))


def _about(papers: list[int]) -> Callable[[dict[str, Any]], bool]:
    return lambda frame: frame["t"] == "opened" and frame["attempt"]["attempt"] in papers
