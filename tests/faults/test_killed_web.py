"""Web processes that are killed, at the worst moment and at any, and one that is asked to stop."""

import asyncio
import time
from random import Random

import pytest

from tests.faults.house import House, sprung, through
from tests.faults.stage import LONG, MIXED
from tests.faults.toxic import STORING, Do, Toxic
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
CYCLES = 20
CYCLES_S = 90


async def restart(web: WebServer) -> None:
    await asyncio.to_thread(web.kill9)
    await asyncio.to_thread(web.start)


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_01_killed_after_the_commit_the_resend_gets_the_receipt_of_the_one_row(
    house: House, wire: Toxic, web_server: str
) -> None:
    (web,) = await house.open(DATABASE_URL=through(house.url, wire), WEB_SERVER=web_server)
    phone = house.phone(0, MIXED)
    question = (await phone.open(0))["question"]
    trap = wire.trap(STORING, Do.SWALLOW)
    answering = asyncio.create_task(phone.step(question))
    await sprung(trap)
    assert [row.slot for row in house.books(MIXED).rows] == [0]
    assert not house.ledger.receipts
    await restart(web)
    assert (await answering)["slot"] in (0, 1)
    assert len(house.books(MIXED).rows) == 1
    await phone.paper(0)
    await house.agree(MIXED)


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_02_killed_before_the_commit_nothing_was_promised_and_the_resend_is_stored(
    house: House, wire: Toxic, web_server: str
) -> None:
    (web,) = await house.open(DATABASE_URL=through(house.url, wire), WEB_SERVER=web_server)
    phone = house.phone(0, MIXED)
    question = (await phone.open(0))["question"]
    trap = wire.trap(STORING, Do.HOLD)
    answering = asyncio.create_task(phone.step(question))
    await sprung(trap)
    assert house.books(MIXED).rows == []
    assert not house.ledger.receipts
    await restart(web)
    await answering
    assert len(house.books(MIXED).rows) == 1
    await phone.paper(0)
    await house.agree(MIXED)


@pytest.mark.slow
async def test_row_03_twenty_random_kills_under_load_lose_nothing(house: House) -> None:
    servers = await house.open(2)
    phones = [house.phone(n, LONG) for n in range(40)]
    for phone in phones:
        phone.copies, phone.pace_s = 2, 0.3
    rng, started = Random(3), time.monotonic()  # noqa: S311
    async with house.load(LONG, phones):
        for _ in range(CYCLES):
            await asyncio.sleep(rng.uniform(0.05, 0.6))
            await restart(rng.choice(servers))
    assert time.monotonic() - started < CYCLES_S * 2  # twice: other work may share this machine
    await house.agree(LONG)
    assert house.ledger.receipted > 1_000


async def test_row_04_one_of_two_killed_its_phones_land_on_the_other_and_nobody_else_notices(
    house: House,
) -> None:
    one, two = await house.open(2)
    phones = [house.phone(n, LONG) for n in range(24)]
    for phone in phones:
        phone.pace_s = 0.3
    async with house.load(LONG, phones):
        here = [p for p in phones if p.line and p.line.remote_address[1] == one.port]
        there = [phone for phone in phones if phone not in here]
        await asyncio.to_thread(one.kill9)
        await asyncio.sleep(3)
        assert all(p.line and p.line.remote_address[1] == two.port for p in here)
        assert max(outage for phone in here for outage in phone.outages_s) < 3
        assert [phone.closes for phone in there] == [[]] * len(there)
    assert here
    assert there
    await house.agree(LONG)


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_05_asked_to_stop_it_stores_everything_says_1012_and_is_gone_in_ten_seconds(
    house: House, web_server: str
) -> None:
    (web,) = await house.open(WEB_SERVER=web_server)
    phones = [house.phone(n, LONG) for n in range(30)]
    for phone in phones:
        phone.pace_s = 0.1
    async with house.load(LONG, phones):
        started = time.monotonic()
        code = await asyncio.to_thread(web.term)
        assert time.monotonic() - started < 10
        stored = len(house.books(LONG).rows)
        await asyncio.to_thread(web.start)
    assert code in (0, -15, 143)
    assert stored >= house.ledger.receipted - sum(len(p.outages_s) for p in phones) - 30
    assert {code for phone in phones for code in phone.closes} == {1012}
    await house.agree(LONG)
