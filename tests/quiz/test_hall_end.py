"""The end of a sitting, and rehearsals that leave nothing behind."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Attempt, Contest, Entrant, Entry, EntryKind, HostLine, Sitting
from quiz.sittings import closing
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def rehearsal(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock, rehearsal=True)
    yield made
    await made.close()


async def one_question(hall: Hall) -> tuple[Line, Line]:
    """One person answered the first question, and it was revealed."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    mei, _ = await hall.phone(await sync_to_async(world.make_contestant)(contest))
    await hall.do(host, "show")
    await hall.later(3_000)
    await mei.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
    await mei.hear("receipt")
    await mei.hear("stage", state="locked")
    await hall.do(host, "reveal")
    return host, mei


async def test_closing_asks_once_and_then_closes_every_attempt(hall: Hall) -> None:
    host, mei = await one_question(hall)
    assert (await hall.do(host, "close"))["code"] == "confirm"
    assert (await hall.do(host, "close", sure=True))["t"] == "done"
    await mei.hear("stage", state="closed")
    for closed in (1, 0):  # whoever comes second finds nothing to do
        assert await sync_to_async(closing.finish)(hall.clock.now()) == closed
    rows = [row async for row in Entry.objects.order_by("kind", "slot").values_list("kind", "slot")]
    assert rows == [(EntryKind.ANSWER, 0), (EntryKind.ANSWER, 1), (EntryKind.CLOSED, 2)]


async def test_a_rehearsal_is_never_closed_into_the_journal(rehearsal: Hall) -> None:
    host, _ = await one_question(rehearsal)
    await rehearsal.do(host, "close", sure=True)
    assert await sync_to_async(closing.finish)(rehearsal.clock.now()) == 0


async def test_a_cleared_rehearsal_leaves_only_its_log(rehearsal: Hall) -> None:
    host, mei = await one_question(rehearsal)
    assert (await rehearsal.do(host, "clear"))["code"] == "confirm"
    assert (await rehearsal.do(host, "clear", sure=True))["t"] == "done"
    # Phones are sent away to come in anew.
    assert await mei.closed_with() == 1012
    for model in (Entry, Attempt, Entrant):
        assert await sync_to_async(model.objects.count)() == 0
    sitting = await sync_to_async(Sitting.objects.get)()
    assert (sitting.state, sitting.stage["slot"]) == ("draft", -1)
    assert await sync_to_async(HostLine.objects.filter(do="clear").count)() == 1


async def test_a_real_sitting_cannot_be_cleared(hall: Hall) -> None:
    host, _ = await one_question(hall)
    assert (await hall.do(host, "clear", sure=True))["code"] == "no_rehearsal"
    assert await sync_to_async(Entry.objects.count)() == 1


async def test_a_sitting_with_nothing_open_is_not_looked_at_again(hall: Hall) -> None:
    """However many sittings there have been, a look stays one query."""
    host, _ = await one_question(hall)
    await hall.do(host, "close", sure=True)
    await sync_to_async(_finish_twice)(hall)


def _finish_twice(hall: Hall) -> None:
    assert [closing.finish(hall.clock.now()) for _ in range(2)] == [1, 0]
    with CaptureQueriesContext(connection) as asked:
        assert closing.finish(hall.clock.now()) == 0
    assert len(asked) == 1
