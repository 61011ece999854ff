"""A sitting over two web processes, either one killed at any step: no answer is lost, no step is
doubled, and the hall goes on."""

import asyncio
from typing import Any

import pytest

from tests.faults import record
from tests.faults.hall import Cast, HallPhone, cast
from tests.faults.house import House, until
from tests.faults.set_up_hall import QUESTIONS
from tests.faults.stage import LIVE
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults]
PEOPLE = 20
# Long before the end of a question.
EARLY_MS = 4_000


async def question(hall: Cast, slot: int) -> None:
    """One question from its showing to its board."""
    assert (await hall.host.do("show"))["t"] == "done"
    await hall.host.reach("locked", slot)
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"


async def agreed(house: House, hall: Cast) -> dict[str, Any]:
    """Every receipt is a row, once, as it was sent; nothing else is there; steps came once each.
    Everybody has heard of the last one then."""
    await until(lambda: all(one.at["v"] >= hall.host.at["v"] for one in hall.phones), "in step")
    books = await asyncio.to_thread(record.sitting, house.url, hall.host.hello["sitting"])
    stored = {(name, slot) for name, slot, _ in books["rows"]}
    assert len(stored) == len(books["rows"])
    for phone in hall.phones:
        for slot, choice in phone.receipts.items():
            assert choice == phone.sent[slot]
            assert (f"person {phone.person}", slot) in stored
        for slot in phone.refused:
            assert (f"person {phone.person}", slot) not in stored
    versions = [version for version, _ in books["lines"]]
    assert versions == list(range(2, 2 + len(versions)))
    for step in ("show", "lock", "reveal", "board"):
        assert [do for _, do in books["lines"]].count(step) == len(books["stage"]["askings"])
    return books


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_a_hall_over_two_processes_is_in_step(
    house: House, empty_redis: Redis, web_server: str
) -> None:
    servers = await house.open(2, REDIS_URL=empty_redis.url, WEB_SERVER=web_server)
    hall = await cast(servers, house.sittings[LIVE], PEOPLE)
    for slot in range(QUESTIONS):
        await question(hall, slot)
    books = await agreed(house, hall)
    assert len(books["rows"]) == PEOPLE * QUESTIONS
    # Everybody answered at once: no question took its whole time.
    assert hall.host.board["people"] == PEOPLE
    scores = sorted(phone.told[QUESTIONS - 1]["score"] for phone in hall.phones)
    assert scores[-1] == hall.host.board["rows"][0]["score"]
    await hall.leave()


class Second(HallPhone):
    """Another device of somebody, that only looks on."""

    async def _answer(self, slot: int) -> None:
        """By the first one."""


@pytest.mark.postgres
@pytest.mark.redis
async def test_somebody_with_a_device_at_each_process_is_waited_for_once(
    house: House, empty_redis: Redis
) -> None:
    one, other = await house.open(2, REDIS_URL=empty_redis.url)
    hall = await cast([one], house.sittings[LIVE], 2)
    second = Second([other], "/ws/hall/", dict(hall.phones[0].hello), person=0)
    living = asyncio.create_task(second.live())
    await until(lambda: bool(second.stages), "the second device")
    for slot in range(2):
        await question(hall, slot)
        assert second.receipts[slot] == hall.phones[0].receipts[slot]
        ended = next(
            frame for frame in second.stages if (frame["state"], frame["slot"]) == ("locked", slot)
        )
        assert ended["closes_at"] - ended["opens_at"] < EARLY_MS
    second.ended = True
    living.cancel()
    await hall.leave()


STEPS = ("shown", "opened", "locked", "revealed", "board")


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.parametrize(("step", "victim"), [(step, n % 2) for n, step in enumerate(STEPS)])
async def test_a_process_killed_at_any_step_takes_nothing_with_it(
    house: House, empty_redis: Redis, step: str, victim: int
) -> None:
    servers = await house.open(2, REDIS_URL=empty_redis.url)
    hall = await cast(servers, house.sittings[LIVE], PEOPLE)
    await question(hall, 0)
    await _struck(hall, servers[victim], step)
    await question(hall, 2)
    await agreed(house, hall)
    for phone in hall.phones:
        assert set(phone.receipts) | set(phone.refused) >= {0, 2}
    await hall.leave()


async def _struck(hall: Cast, server: WebServer, step: str) -> None:
    """The second question, with a kill -9 in one of its steps."""
    await hall.host.do("show")
    if step == "opened":
        await asyncio.sleep(0.75)
    if step in ("shown", "opened"):
        server.kill9()
    await hall.host.reach("locked", 1)
    if step == "locked":
        server.kill9()
    assert (await hall.host.do("reveal"))["t"] == "done"
    if step == "revealed":
        server.kill9()
    assert (await hall.host.do("board"))["t"] == "done"
    if step == "board":
        server.kill9()


@pytest.mark.parametrize("step", STEPS[1:4])
async def test_one_embedded_process_comes_back_to_where_the_sitting_stood(
    small_house: House, step: str
) -> None:
    (server,) = await small_house.open(1)
    hall = await cast([server], small_house.sittings[LIVE], PEOPLE)
    await question(hall, 0)
    again = asyncio.create_task(_restarted(server))
    await _struck(hall, server, step)
    await again
    await question(hall, 2)
    await agreed(small_house, hall)
    for phone in hall.phones:
        assert set(phone.receipts) | set(phone.refused) >= {0, 2}
    await hall.leave()


async def _restarted(server: WebServer) -> None:
    """Start the server again as soon as it is down."""
    await until(lambda: not server.running, "the blow")
    await asyncio.to_thread(server.start)
