"""The shape of docker-compose.yml as private processes: PostgreSQL, Redis, two web servers."""

import asyncio

import pytest

from tests.faults import stage
from tests.faults.house import House
from tests.faults.stage import LONG, MIXED
from tests.servers import Redis

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.redis]
PEOPLE = 36


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_a_round_is_played_over_two_processes_and_both_show_the_same_boards(
    house: House, empty_redis: Redis, web_server: str
) -> None:
    one, two = (house.server(REDIS_URL=empty_redis.url, WEB_SERVER=web_server) for _ in range(2))
    for server in (one, two):
        server.real = True
        await asyncio.to_thread(server.start)
    phones = [house.phone(n, MIXED, on=(one, two)[n % 2]) for n in range(PEOPLE)]
    states = await asyncio.gather(*(phone.paper(0) for phone in phones))
    assert all(state["result"] for state in states)
    books = await house.agree(MIXED)
    assert house.ledger.receipted == len(states) * stage.FORMS[MIXED]["questions"]
    assert len(books.rows) == len(states) * (stage.FORMS[MIXED]["questions"] + 1)


async def test_a_phone_begins_on_one_process_and_ends_on_the_other(
    house: House, empty_redis: Redis
) -> None:
    one, two = await house.open(2, REDIS_URL=empty_redis.url)
    phone = house.phone(0, LONG, on=one)
    state = await phone.paper(0, most=20)
    await phone.hang_up()
    other = house.phone(0, LONG, on=two, device=1)
    assert (await other.look())["question"]["opened_at"] == state["question"]["opened_at"]
    assert (await other.paper(0))["result"]["of"] == stage.FORMS[LONG]["questions"]
    await other.hang_up()
    await house.agree(LONG)
