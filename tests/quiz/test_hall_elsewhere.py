"""A hall in two processes: what one stores is what the other counts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.journal.queue import Journal, journal
from quiz.models import Contest, Entry
from quiz.rules.units import Points
from quiz.sittings import answering, closing, devices, late, rooms
from quiz.sittings.doorbell import Bell, doorbell
from quiz.sittings.hall_seat import HallSeat
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_elsewhere import Device, Elsewhere, Held, elsewhere, right
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
STAKES = replace(hall_world.TWO, right=Points(10), stake_win=Points(5), stake_lose=Points(5))


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock, STAKES)
    yield made
    await made.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The slow writer of the other process, whose answers are the only ones of the test."""
    slow = Held(journal.writer)
    monkeypatch.setattr(answering, "journal", Journal(slow))
    return slow


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


async def test_an_answer_stored_after_the_count_is_counted_without_a_bell(
    hall: Hall, held: Held
) -> None:
    host, phone, other, (seat, tablet) = await mei_twice(hall)
    other.answer(seat, tablet, right(other.room))
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    await phone.until("mine", lambda frame: frame["score"] == 0)
    held.go_on.set()
    await tablet.receipt()
    await hall.later(1)
    await phone.hear("mine", score=10)


async def test_an_answer_of_our_own_stored_after_the_count_is_counted_and_told_to_the_others(
    hall: Hall, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[Bell] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    host, phone, other, _ = await mei_twice(hall)
    await phone.send(t="answer", slot=0, seq=1, choice=[right(other.room)], took_ms=900)
    await phone.quiet()
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    held.go_on.set()
    await phone.hear("receipt")
    for _ in range(2):
        await hall.later(1)
    await phone.until("mine", lambda frame: frame["score"] == 10)
    assert [bell.slot for bell in rung if bell.recount] == [0]


async def test_once_all_that_can_come_has_come_a_look_reads_no_answers(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def found(_sitting: int, slots: list[int]) -> dict[int, int]:
        looked.extend(slots)
        return {}

    monkeypatch.setattr(late, "_stored", found)
    host, *_ = await mei_twice(hall)
    await hall.later(1_000)
    assert not looked
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    await hall.later(late.longest(STAKES.grace_ms))
    assert looked == [0]
    for _ in range(2):  # the one that begins when nothing can come any more is the last
        await hall.later(1)
    assert looked == [0, 0]


async def test_the_blanks_of_the_end_overtake_no_answer_that_waits_for_the_disk(
    hall: Hall, held: Held
) -> None:
    host, phone, other, _ = await mei_twice(hall)
    good = right(other.room)
    await phone.send(t="answer", slot=0, seq=1, choice=[good], took_ms=900)
    await phone.quiet()
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    await hall.do(host, "close", sure=True)
    assert await sync_to_async(closing.finish)(hall.clock.tick(closing.longest())) == 0
    held.go_on.set()
    told = await phone.hear("receipt")
    assert (told["choice"], told["counts"]) == ([good], True)
    assert await sync_to_async(closing.finish)(hall.clock.tick(1)) == 1


async def test_whoever_answered_by_another_device_is_told_so_and_not_waited_for(hall: Hall) -> None:
    _, phone, other, (seat, tablet) = await mei_twice(hall)
    good = right(other.room)
    other.answer(seat, tablet, good, sure=True)
    await tablet.receipt()
    bell = Bell(hall.sitting.pk, process="elsewhere", slot=0, waiting=0, connected=1)
    rooms._rooms[hall.sitting.pk].heard(bell)
    await hall.later(1)
    told = await phone.hear("receipt")
    assert (told["seq"], told["choice"], told["sure"], told["counts"]) == (2, [good], True, True)
    await phone.hear("stage", state="locked")


async def test_a_process_that_hears_no_other_one_asks_for_no_answers(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(devices, "_answered", lambda *_about: asked.append(1))
    await mei_twice(hall)
    await hall.later(1)
    assert not asked


async def test_at_the_reveal_every_device_says_whether_its_person_was_right(hall: Hall) -> None:
    host, phone, other, (seat, tablet) = await mei_twice(hall)
    other.answer(seat, tablet, right(other.room))
    await tablet.receipt()
    await hall.do(host, "lock")
    await hall.do(host, "reveal")
    await phone.hear("mine", score=10, right=True)
