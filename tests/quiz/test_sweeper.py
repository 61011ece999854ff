"""Attempts whose time ran out with nobody there are closed, once, and count."""

from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async

from quiz import sweeper
from quiz.events import AttemptClosed
from quiz.journal import journal
from quiz.models import Entry, EntryKind
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world
from tests.quiz.world import connect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_threads")]
FORM = Format(questions=5, blueprint={"single": 5}, total_ms=Millis(60_000), books=1)


@pytest.fixture
def mei() -> str:
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    world.make_round(FORM, contest)
    return world.make_contestant(contest)


@pytest.fixture
def heard() -> Iterator[list[AttemptClosed]]:
    events: list[AttemptClosed] = []
    journal.listen(events.extend)
    yield events
    journal._listeners.remove(events.extend)


async def test_an_abandoned_attempt_is_closed_with_blanks_and_counts(
    mei: str, fake_clock: FakeClock, heard: list[AttemptClosed]
) -> None:
    phone = await connect(mei)
    await phone.hello()
    question = (await phone.open())["question"]
    right = await sync_to_async(world.right_choice)(question)
    fake_clock.tick(4_000)
    await phone.answer(question, right, took_ms=4_000)
    await phone.hang_up()
    assert await sweeper.sweep(Millis(MORNING + 60_000)) == 0
    assert await sweeper.sweep(Millis(MORNING + 70_000)) == 1
    assert await sweeper.sweep(Millis(MORNING + 70_000)) == 0
    closed = await sync_to_async(lambda: Entry.objects.get(kind=EntryKind.CLOSED))()
    assert (closed.points, closed.received_at) == (10, MORNING + 60_000)
    # Walking away is never quicker than trying: it takes the attempt's whole time.
    assert closed.took_ms == 60_000
    assert [(e.score, e.nickname) for e in heard] == [(10, "Mei")]
