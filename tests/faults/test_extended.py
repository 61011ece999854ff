"""More time for a round of two processes, one of which sleeps from before that until after the old
end: neither writes anything by it."""

import asyncio
import os
import signal
import sys
import time
from subprocess import Popen
from typing import Any

import pytest

from tests.faults.extend import MORE_MS, SOON
from tests.faults.house import House, environment
from tests.house import shadow
from tests.processes import talking

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
# Longer than the grace of any format.
AFTER_MS = 2_500


async def test_a_process_that_slept_over_the_old_end_goes_by_the_new_one(house: House) -> None:
    await _story(house)


async def test_so_it_does_on_sqlite(small_house: House) -> None:
    await _story(small_house)


async def _story(house: House) -> None:
    told = {**os.environ, **environment(DATABASE_URL=house.url, DATA_DIR=str(house.folder))}
    code = "import django; django.setup(); from tests.faults import extend; extend.story()"
    asleep, awake = await house.open(2)
    with talking([sys.executable, "-c", code], told) as organiser:
        assert await _says(organiser) == "ready"
        end = int(await _next(organiser))
        sleeper, waker = house.phone(0, SOON, on=asleep), house.phone(1, SOON, on=awake)
        questions = [(await phone.open(0))["question"] for phone in (sleeper, waker)]
        assert [one["closes_at"] for one in questions] == [end, end]
        os.kill(asleep.pid, signal.SIGSTOP)
        new = int(await _next(organiser))
    assert new == end + MORE_MS
    heard = await waker.hear(lambda frame: frame["t"] == "welcome")
    assert heard["round"]["closes_at"] == heard["attempt"]["question"]["closes_at"] == new
    await asyncio.sleep(max(0.0, (end + AFTER_MS) / 1_000 - time.time()))
    late = sleeper.frame(questions[0], sleeper.guess(questions[0]))
    # It lies in the inbox of whoever wakes up: before anything else that could tell of more time.
    await sleeper.send(late)
    os.kill(asleep.pid, signal.SIGCONT)
    for receipt in (await sleeper.talk(late), await waker.answer(questions[1])):
        assert receipt["counts"] is True
        assert receipt["question"]["closes_at"] == new
    assert not _closed(house)
    for phone in (sleeper, waker):
        assert (await phone.paper(0))["result"] is not None
    assert len(_closed(house)) == 2
    await house.agree(SOON)


async def _next(organiser: Popen[str]) -> str:
    """Have the process go on, and hear what it says then."""
    assert organiser.stdin is not None
    organiser.stdin.write("\n")
    organiser.stdin.flush()
    return await _says(organiser)


async def _says(organiser: Popen[str]) -> str:
    assert organiser.stdout is not None
    return (await asyncio.to_thread(organiser.stdout.readline)).strip()


def _closed(house: House) -> list[Any]:
    return [row for row in house.books(SOON).rows if row.kind == shadow.CLOSED]
