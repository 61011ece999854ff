"""A whole sitting over the real consumers: host, screen and phones, with a clock that is told."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest, Entry, HostLine
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, unsealed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def opened(hall: Hall) -> tuple[Any, Any, Any, Any]:
    """A host, a screen and two phones in the lobby."""
    cookie = await sync_to_async(hall_world.organiser)()
    host = await hall.host(cookie)
    assert (await hall.do(host, "open"))["t"] == "done"
    screen = await hall.screen()
    contest = await sync_to_async(Contest.objects.get)()
    people = [await sync_to_async(world.make_contestant)(contest, name) for name in ("Mei", "Bo")]
    mei, _ = await hall.phone(people[0])
    bo, _ = await hall.phone(people[1])
    return host, screen, mei, bo


async def test_a_question_goes_round_the_hall(hall: Hall) -> None:
    host, screen, mei, bo = await opened(hall)
    await hall.do(host, "show")
    sealed = await mei.hear("stage", state="shown")
    assert "q" not in sealed
    assert sealed["box"]
    await hall.later(3_000)
    key = (await mei.hear("unseal"))["key"]
    question = unsealed(sealed, key)
    right = await sync_to_async(world.right_choice)(question)

    hall.clock.tick(2_000)
    await mei.send(t="answer", slot=0, seq=1, choice=right, took_ms=1_900)
    assert (await mei.hear("receipt"))["choice"] == right
    wrong = [number for number in range(4) if number not in right][:1]
    await bo.send(t="answer", slot=0, seq=1, choice=wrong, took_ms=1_900)
    await bo.hear("receipt")
    # Everybody connected has answered: locked at once.
    assert (await screen.hear("stage", state="locked"))["slot"] == 0

    await hall.do(host, "reveal")
    told = (await mei.hear("stage", state="revealed"))["told"]
    assert (told["key"], told["right"], told["of"]) == (right, 1, 2)
    mine = await mei.hear("mine")
    assert (mine["right"], mine["points"], mine["rank"], mine["score"]) == (True, 10, 1, 10)
    his = await bo.hear("mine")
    assert (his["right"], his["rank"], his["ahead"]["name"]) == (False, 2, "Mei")

    await hall.do(host, "board")
    board = await screen.hear("board", slot=0)
    assert [(row["name"], row["score"]) for row in board["rows"]] == [("Mei", 10), ("Bo", 0)]
    lines = [line async for line in HostLine.objects.values_list("do", "who")]
    assert [do for do, _ in lines] == ["open", "show", "lock", "reveal", "board"]
    assert lines[2] == ("lock", "clock")
    assert await sync_to_async(Entry.objects.count)() == 2
