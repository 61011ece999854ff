"""A hall whose PostgreSQL or Redis is away, slow, full or deaf in the middle of a question."""

import asyncio
import os
import signal
import time
from typing import Any

import pytest

from tests.faults import stage
from tests.faults.hall import Cast, HallPhone, cast
from tests.faults.house import House, health, until
from tests.faults.stage import LASTING, LIVE
from tests.faults.test_hall import PEOPLE, agreed, question
from tests.servers import PostgreSQL, Redis, WebServer, impatient

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
# Twice as long as an answer waits here before it is told to come again.
AWAY_S = 20.0
# A step that no bell told reaches another process by its look at the rows.
LOOKED_S = 0.5


async def test_row_10_a_host_is_told_that_nothing_is_stored_and_what_came_in_time_is_stored_after(
    house: House, staged_postgres: PostgreSQL
) -> None:
    await house.open(1, JOURNAL_WAIT_MS="4000")
    hall = await cast(house.servers, house.sittings[LASTING], PEOPLE)
    assert (await hall.host.do("show"))["t"] == "done"
    await asyncio.to_thread(staged_postgres.kill9)
    away = time.monotonic()
    await until(lambda: not hall.host.desk["health"]["storing"], "the desk says so", within_s=8)
    await asyncio.sleep(AWAY_S - (time.monotonic() - away))
    assert not hall.host.desk["health"]["storing"]
    assert not any(phone.receipts for phone in hall.phones)
    await asyncio.to_thread(staged_postgres.start)
    back = await until(lambda: all(phone.receipts for phone in hall.phones), "receipts")
    print(f"\nall receipts {back:.2f} s after PostgreSQL was back")  # noqa: T201 (measured)
    await hall.host.reach("locked", 0)
    await until(lambda: hall.host.desk["health"]["storing"], "the desk says so")
    assert not any(phone.refused or phone.closes for phone in hall.phones)
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 1)
    books = await agreed(house, hall)
    assert len(books["rows"]) == PEOPLE * 2
    await hall.leave()


def read_only(house: House, word: str) -> None:
    """PostgreSQL takes no change any more, or does again, on lines that are dialled from now on."""
    with impatient(house.url.replace("/house", "/postgres")) as line:
        line.execute(f"ALTER DATABASE house SET default_transaction_read_only = {word}".encode())
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'house'"
        )


async def test_row_14_a_database_that_takes_no_change_costs_no_answer_and_no_step(
    house: House,
) -> None:
    (web,) = await house.open(1)
    hall = await cast([web], house.sittings[LASTING], PEOPLE)
    assert (await hall.host.do("show"))["t"] == "done"
    read_only(house, "on")
    await asyncio.sleep(3)
    assert not any(phone.receipts for phone in hall.phones)
    assert not (await asyncio.to_thread(health, web))["ready"]
    read_only(house, "off")
    await until(lambda: all(phone.receipts for phone in hall.phones), "receipts")
    await hall.host.reach("locked", 0)
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    await question(hall, 1)
    await agreed(house, hall)
    await hall.leave()


def pause(redis: Redis) -> None:
    redis.client().execute_command("CLIENT", "PAUSE", 3_000, "ALL")


def stop(redis: Redis) -> None:
    os.kill(redis.pid, signal.SIGSTOP)


def flush(redis: Redis) -> None:
    redis.client().flushall()


def fill(redis: Redis) -> None:
    redis.client().config_set("maxmemory", "1mb")


def deafen(redis: Redis) -> None:
    redis.client().execute_command("CLIENT", "KILL", "TYPE", "pubsub")


def end(redis: Redis) -> None:
    redis.kill9()


@pytest.mark.redis
@pytest.mark.parametrize("fault", [pause, stop, flush, fill, deafen, end])
async def test_rows_24_to_27_steps_reach_the_other_process_whatever_is_with_redis(
    house: House, empty_redis: Redis, fault: Any
) -> None:
    one, two = await house.open(2, REDIS_URL=empty_redis.url)
    hall = await cast([one], house.sittings[LIVE], PEOPLE)
    far = await followers(two, hall)
    await question(hall, 0)
    try:
        await asyncio.to_thread(fault, empty_redis)
        lags = [await lag(hall, far, do) for do in ("show", "lock", "reveal", "board")]
    finally:  # a Redis that nobody woke would hold up every test after this one
        restore(empty_redis)
    print(f"\n{fault.__name__}: steps reached the other process in {max(lags):.2f} s")  # noqa: T201
    await question(hall, 2)
    await agreed(house, hall)
    assert max(lags) <= LOOKED_S + 0.25  # and what two busy cores add
    assert not any(phone.closes for phone in (*hall.phones, *far.phones))
    await far.leave()
    await hall.leave()


def restore(redis: Redis) -> None:
    if not redis.running:
        redis.start()
        return
    os.kill(redis.pid, signal.SIGCONT)
    redis.client().config_set("maxmemory", "0")


async def followers(server: WebServer, hall: Cast) -> Cast:
    """Two more people, on the other process."""
    code = hall.host.hello["sitting"]
    phones = [
        HallPhone(
            [server], "/ws/hall/",
            {"t": "enter", "token": stage.token(person), "sitting": code}, person=person,
        )
        for person in (PEOPLE, PEOPLE + 1)
    ]  # fmt: skip
    tasks = [asyncio.create_task(phone.live()) for phone in phones]
    await until(lambda: all(phone.stages for phone in phones), "the others")
    return Cast(hall.host, phones, tasks)


async def lag(hall: Cast, far: Cast, do: str) -> float:
    """Seconds from a command's end to its stage at a phone of the other process."""
    if do == "lock":  # everybody answered, or the time is up
        await hall.host.reach("locked", 1)
    else:
        assert (await hall.host.do(do))["t"] == "done"
    seen = hall.host.at["v"]
    return await until(lambda: far.phones[0].at["v"] >= seen, do)
