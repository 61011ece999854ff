"""A server that does not listen for seconds, or whose neighbours send half of what they should."""

import asyncio
import os
import signal
import time

import pytest

from tests.faults.hall import Cast, cast
from tests.faults.house import House, until
from tests.faults.stage import LIVE
from tests.faults.test_hall import agreed, question

pytestmark = [pytest.mark.faults]
# The question of set_up_hall.FORM is open for six seconds and the grace.
HONEST, FORGED, LATE, LAST = range(4)


async def at(hall: Cast, ms: int) -> None:
    """Wait for that moment of the open question."""
    opens_at = hall.host.at["opens_at"]
    await asyncio.sleep(max(0.0, (opens_at + ms) / 1_000 - time.time()))


async def say(hall: Cast, person: int, took_ms: int) -> None:
    """Somebody's answer to the second question, with the time that their phone claims."""
    phone = hall.phones[person]
    del phone.refused[1]
    phone.sent[1] = [0]
    await phone.say(t="answer", slot=1, seq=1, choice=[0], took_ms=took_ms)


@pytest.mark.parametrize("web_server", ["daphne", "uvicorn"])
async def test_row_07_an_answer_that_lay_unread_for_seconds_is_neither_lost_nor_late(
    small_house: House, web_server: str
) -> None:
    (web,) = await small_house.open(1, WEB_SERVER=web_server)
    hall = await cast([web], small_house.sittings[LIVE], 4)
    await question(hall, 0)
    for phone in hall.phones:
        phone.refused[1] = "answers by hand"
    assert (await hall.host.do("show"))["t"] == "done"
    await at(hall, 4_500)
    os.kill(web.pid, signal.SIGSTOP)
    await at(hall, 5_000)
    await say(hall, HONEST, 5_000)
    await say(hall, FORGED, 100)
    await at(hall, 5_900)
    await say(hall, LAST, 5_900)
    # The time and its grace are over, whoever listens.
    await at(hall, 6_900)
    await say(hall, LATE, 6_900)
    await at(hall, 7_600)
    os.kill(web.pid, signal.SIGCONT)
    await hall.host.reach("locked", 1)
    await until(
        lambda: all({1} <= {*phone.receipts, *phone.refused} for phone in hall.phones), "answered"
    )
    assert hall.phones[LATE].refused[1] == "closed"
    assert (await hall.host.do("reveal"))["t"] == "done"
    assert (await hall.host.do("board"))["t"] == "done"
    took = [hall.phones[person].told.get(1, {}).get("took_ms") for person in (HONEST, LAST)]
    assert took == [5_000, 5_900]
    # Nobody wins by a forged claim more than the time in which nobody listened.
    assert hall.phones[FORGED].told[1]["took_ms"] >= 4_200
    await question(hall, 2)
    await agreed(small_house, hall)
    await hall.leave()
