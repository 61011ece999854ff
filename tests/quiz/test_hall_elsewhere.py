"""A hall in two processes: what one stores is what the other counts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest, Entry
from quiz.rules.units import Points
from quiz.sittings import rooms
from quiz.sittings.hall_seat import HallSeat
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_elsewhere import Device, Elsewhere, elsewhere, right
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
STAKES = replace(hall_world.TWO, right=10, stake_win=Points(5), stake_lose=Points(5))


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock, STAKES)
    yield made
    await made.close()


async def mei_twice(hall: Hall) -> tuple[Line, Line, Elsewhere, tuple[HallSeat, Device]]:
    """Mei sits in one process and, with another device, in a second one; the question is open."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    token = await sync_to_async(world.make_contestant)(contest)
    phone, _ = await hall.phone(token)
    await hall.do(host, "show")
    await hall.later(hall.lead_ms)
    other = await elsewhere(hall)
    return host, phone, other, await other.sit(token)


@pytest.mark.parametrize("seq", [1, 2])
async def test_a_stake_counts_for_the_answer_it_was_made_for_only(hall: Hall, seq: int) -> None:
    host, phone, other, (seat, tablet) = await mei_twice(hall)
    good = right(other.room)
    wrong = (good + 1) % 4
    await phone.send(t="answer", slot=0, seq=1, choice=[wrong], took_ms=900)
    await phone.hear("receipt")
    hall.clock.tick(1)
    other.answer(seat, tablet, good, seq=seq, sure=True)
    told = await tablet.receipt()
    assert (told.choice, told.sure, told.counts) == ([wrong], False, False)
    assert await Entry.objects.acount() == 2
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    assert rooms._rooms[hall.sitting.pk].tally.standings[seat.attempt].score == 0
    assert not seat.kept[0].sure


async def test_whoever_was_sure_elsewhere_is_told_so_though_this_time_they_are_not(
    hall: Hall,
) -> None:
    host, phone, other, (seat, tablet) = await mei_twice(hall)
    good = right(other.room)
    await phone.send(t="answer", slot=0, seq=1, choice=[good], took_ms=900, sure=True)
    await phone.hear("receipt")
    other.answer(seat, tablet, good)
    told = await tablet.receipt()
    assert (told.choice, told.sure, told.counts) == ([good], True, False)
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    assert rooms._rooms[hall.sitting.pk].tally.standings[seat.attempt].score == 15
