"""The process that stores a server's answers is killed while they come, or its server alone is."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.faults.house import House, until
from tests.faults.stage import LONG
from tests.servers import WRITER, WebServer

pytestmark = pytest.mark.faults
KILLS = 12


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def each_house(request: pytest.FixtureRequest) -> House:
    """A house on either database."""
    name = "small_house" if request.param == "SQLite" else "house"
    found: House = request.getfixturevalue(name)
    return found


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def writer(web: WebServer) -> int:
    """The number of the process that stores; waited for while it is being started again."""
    await until(lambda: len(web.children(WRITER)) == 1, "a writer")
    return web.children(WRITER)[0]


async def served(house: House, receipts: int = 50) -> None:
    told = house.ledger.receipted
    await until(lambda: house.ledger.receipted > told + receipts, "receipts")


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_a_writer_that_is_killed_again_and_again_loses_no_answer_and_stores_none_twice(
    each_house: House, web_server: str
) -> None:
    house = each_house
    (web,) = await house.open(WEB_SERVER=web_server)
    server, rng = web.pid, Random(19)  # noqa: S311
    phones = [house.phone(n, LONG) for n in range(24)]
    for phone in phones:
        phone.pace_s = 0.05
    async with house.load(LONG, phones):
        for _ in range(KILLS):
            await asyncio.sleep(rng.uniform(0.02, 0.4))
            kill(await writer(web))
        await served(house, 100)
    assert not house.ledger.errors  # each waited for its receipt; nobody was sent away
    assert (web.pid, web.running) == (server, True)
    await house.agree(LONG)


async def test_a_writer_ends_with_its_server_however_that_ends(each_house: House) -> None:
    house = each_house
    (web,) = await house.open()
    phones = [house.phone(n, LONG) for n in range(16)]
    async with house.load(LONG, phones):
        await served(house)
        orphan = await writer(web)
        kill(web.pid)  # the server alone: its group would take the writer with it
        await until(lambda: not web.running, "the server's end")
        await until(lambda: not alive(orphan), "the writer's end", within_s=5)
        await asyncio.to_thread(web.start)
        await served(house)
    await house.agree(LONG)


async def test_an_orderly_stop_stores_what_waits_and_leaves_no_writer(each_house: House) -> None:
    house = each_house
    (web,) = await house.open()
    phones = [house.phone(n, LONG) for n in range(16)]
    async with house.load(LONG, phones):
        await served(house)
        stored_by = await writer(web)
        assert await asyncio.to_thread(web.send, signal.SIGTERM) == 0
        assert not alive(stored_by)
        await asyncio.to_thread(web.start)
        await served(house)
    await house.agree(LONG)
