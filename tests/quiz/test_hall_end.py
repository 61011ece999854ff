"""The end of a sitting, and rehearsals that leave nothing behind."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import plan, rounds, sweeper
from quiz.models import (
    Attempt,
    Contest,
    Entrant,
    Entry,
    EntryKind,
    HostLine,
    PreparedRound,
    Round,
    Sitting,
)
from quiz.rules.hosting import NotNow
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from quiz.sittings import closing, entrance, store
from quiz.sittings import host as hosting
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
    hall.clock.tick(closing.longest() + 1)
    for closed in (1, 0):  # whoever comes second finds nothing to do
        assert await sync_to_async(closing.finish)(hall.clock.now()) == closed
    rows = [row async for row in Entry.objects.order_by("kind", "slot").values_list("kind", "slot")]
    assert rows == [(EntryKind.ANSWER, 0), (EntryKind.ANSWER, 1), (EntryKind.CLOSED, 2)]


async def test_a_rehearsal_is_never_closed_into_the_journal(rehearsal: Hall) -> None:
    host, _ = await one_question(rehearsal)
    await rehearsal.do(host, "close", sure=True)
    rehearsal.clock.tick(closing.longest() + 1)
    assert await sync_to_async(closing.finish)(rehearsal.clock.now()) == 0


async def test_a_sitting_that_cannot_be_read_keeps_no_other_one_open(hall: Hall) -> None:
    host, _ = await one_question(hall)
    await hall.do(host, "close", sure=True)
    hall.clock.tick(closing.longest() + 1)
    broken = {
        "state": "closed",
        "stage": {"of": "?"},
        "title": "旧",
        "seal": "",
        "book": 0,
        "form": 0,
        "made_at": 0,
    }
    await Sitting.objects.acreate(
        pk=-1, round_id=hall.sitting.round_id, code="000001", screen_code="old", **broken
    )
    assert await sync_to_async(closing.finish)(hall.clock.now()) == 1


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
    hall.clock.tick(closing.longest() + 1)
    assert [closing.finish(hall.clock.now()) for _ in range(2)] == [1, 0]
    with CaptureQueriesContext(connection) as asked:
        assert closing.finish(hall.clock.now()) == 0
    assert len(asked) == 1


async def test_who_comes_in_at_the_moment_of_the_close_is_closed_too(hall: Hall) -> None:
    host, _ = await one_question(hall)
    before = await sync_to_async(store.by_id)(hall.sitting.pk)
    await hall.do(host, "close", sure=True)
    await sync_to_async(_finish_twice)(hall)
    # Their process had not heard of the close yet.
    await sync_to_async(_late)(hall, before)
    assert [await sync_to_async(closing.finish)(hall.clock.now()) for _ in range(2)] == [1, 0]
    ends = Entry.objects.filter(kind=EntryKind.CLOSED)
    assert await ends.acount() == 2


def _late(hall: Hall, before: store.Row) -> None:
    token = world.make_contestant(Contest.objects.get(), "Bo")
    entrance.enter(before, plan.load(before.round), token, None, hall.clock.now())


async def test_a_round_that_is_over_takes_nothing_from_a_hall_that_still_runs(hall: Hall) -> None:
    """Neither does the sweeper close its attempts, nor is the seed told while it runs."""
    host, mei = await one_question(hall)
    hall.clock.tick(60_000)
    await Round.objects.filter(code="live").aupdate(closes_at=hall.clock.now() - 30_000)
    assert await sweeper.sweep(hall.clock.now()) == 0
    assert "seed" not in await sync_to_async(_told)(hall)
    await hall.do(host, "board")
    await hall.do(host, "show")
    await hall.later(3_000)
    await mei.send(t="answer", slot=1, seq=2, choice=[1], took_ms=900)
    assert (await mei.hear("receipt"))["counts"]
    await mei.hear("stage", state="locked")
    await hall.do(host, "close", sure=True)
    assert "seed" in await sync_to_async(_told)(hall)


def _told(hall: Hall) -> dict[str, object]:
    return rounds.publication(PreparedRound.objects.get(round__code="live"), now=hall.clock.now())


def test_a_rehearsal_keeps_no_seed_back_and_no_real_sitting_is_made_of_a_round_that_is_over(
    contest: Contest, fake_clock: FakeClock
) -> None:
    made = hall_world.make_hall(contest, fake_clock, rehearsal=True)
    Round.objects.update(closes_at=fake_clock.now() - LONGEST_GRACE - 1)
    assert "seed" in _told(made)
    round_ = Round.objects.get(code="live")
    for rehearsal, code in ((True, ""), (False, "round_closed")):
        assert _refused(round_, fake_clock.now(), rehearsal=rehearsal) == code


def _refused(round_: Round, now: Millis, *, rehearsal: bool) -> str:
    try:
        hosting.make(round_, "", None, rehearsal=rehearsal, teams=[], now=now)
    except NotNow as refused:
        return refused.code
    return ""


async def test_a_sitting_that_never_opened_is_called_off(hall: Hall) -> None:
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    assert (await hall.do(host, "close"))["code"] == "confirm"
    assert (await hall.do(host, "close", sure=True))["t"] == "done"
    assert (await hall.do(host, "open"))["code"] == "wrong_state"
