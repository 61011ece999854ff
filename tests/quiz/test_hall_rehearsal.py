"""A rehearsal that is cleared: everybody comes in anew, and it is cleared once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest, Entrant, HostLine, Sitting
from quiz.sittings import rehearsal as rehearsals
from quiz.sittings import rooms
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def rehearsal(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock, rehearsal=True)
    yield made
    await made.close()


async def opened(hall: Hall) -> tuple[Line, list[str]]:
    """A host of an open rehearsal, and the tokens of two people."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    return host, [await sync_to_async(world.make_contestant)(contest, n) for n in ("Mei", "Bo")]


async def clears(hall: Hall) -> dict[str, Any]:
    """The frame that clears it."""
    version = (await sync_to_async(Sitting.objects.get)(pk=hall.sitting.pk)).version
    return {"t": "do", "id": "clear-it-once", "v": version, "do": "clear", "sure": True}


async def test_whoever_comes_in_after_a_clear_is_counted_and_waited_for(rehearsal: Hall) -> None:
    host, people = await opened(rehearsal)
    before = [(await rehearsal.phone(token))[0] for token in people]
    await rehearsal.do(host, "clear", sure=True)
    for line in before:
        assert await line.closed_with() == 1012
        await line.hang_up()
    await rehearsal.do(host, "open")
    mei, bo = [(await rehearsal.phone(token))[0] for token in people]
    assert rooms._rooms[rehearsal.sitting.pk].presence.connected == len(people)
    await rehearsal.do(host, "show")
    await rehearsal.later(rehearsal.lead_ms)
    for line in (mei, bo):
        await line.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
        await line.hear("receipt")
    await mei.hear("stage", state="locked")


async def test_a_clear_that_is_sent_again_clears_nothing_more(
    rehearsal: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, people = await opened(rehearsal)
    frame = await clears(rehearsal)
    await host.send(**frame)
    done = await host.hear("done")
    await rehearsal.do(host, "open")
    await rehearsal.phone(people[0])
    sent_home: list[int] = []

    async def home(sitting: int) -> None:
        sent_home.append(sitting)

    monkeypatch.setattr(rehearsals, "send_bots_home", home)
    await host.send(**frame)
    assert (await host.hear("done"))["v"] == done["v"]
    assert await Entrant.objects.acount() == 1
    assert await HostLine.objects.filter(do="clear").acount() == 1
    assert not sent_home


async def test_a_clear_given_on_what_was_before_is_told_that_it_is_stale(rehearsal: Hall) -> None:
    host, _ = await opened(rehearsal)
    frame = await clears(rehearsal)
    await rehearsal.do(host, "shut_door")
    await host.send(**frame)
    assert (await host.hear("error"))["code"] == "stale"
    assert await HostLine.objects.filter(do="clear").acount() == 0
