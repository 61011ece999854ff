"""A hall that comes back to a process which never saw it: nobody's question ends before they do."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async

from quiz.models import Contest, Sitting
from quiz.rules.stage import Asking, Stage, State
from quiz.rules.units import Millis
from quiz.sittings import rooms
from quiz.sittings.doorbell import Bell, doorbell
from quiz.sittings.presence import BACK_MS, Presence, sure_from
from tests.fakes import FakeClock
from tests.quiz import hall_world, world
from tests.quiz.hall_world import Hall, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
OPEN = Stage(of=2, state=State.SHOWN, slot=0, askings=(Asking(0, Millis(0), None),))


@pytest_asyncio.fixture
async def hall(contest: Contest, fake_clock: FakeClock) -> AsyncIterator[Hall]:
    made = await sync_to_async(hall_world.make_hall)(contest, fake_clock)
    yield made
    await made.close()


async def in_play(hall: Hall) -> tuple[str, str]:
    """Two people, who are not connected yet; the first question is open."""
    host = await hall.host(await sync_to_async(hall_world.organiser)())
    await hall.do(host, "open")
    contest = await sync_to_async(Contest.objects.get)()
    mei, bo = [await sync_to_async(world.make_contestant)(contest, name) for name in ("Mei", "Bo")]
    await hall.do(host, "show")
    await hall.later(hall.lead_ms)
    return mei, bo


async def restarted(hall: Hall) -> tuple[str, str]:
    """They were in when their process ended; a new one knows of nobody."""
    mei, bo = await in_play(hall)
    for line in (*hall.lines, *[(await hall.phone(token))[0] for token in (mei, bo)]):
        await line.hang_up()
    rooms.forget_all()
    return mei, bo


async def answers(hall: Hall, token: str) -> Line:
    """Somebody is back and answers."""
    line, entered = await hall.phone(token)
    assert entered["stage"]["state"] == "shown"
    await line.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
    await line.hear("receipt")
    return line


async def stage(hall: Hall) -> str:
    """Where the row stands, once all is done that was begun."""
    await hall.lines[-1].quiet()
    row = await sync_to_async(Sitting.objects.get)(pk=hall.sitting.pk)
    return str(row.stage["state"])


async def test_after_a_restart_the_first_ones_back_do_not_end_it_for_the_others(hall: Hall) -> None:
    mei, bo = await restarted(hall)
    await answers(hall, mei)
    await hall.later(BACK_MS - 1)
    assert await stage(hall) == "shown"
    await answers(hall, bo)


async def test_it_ends_early_once_all_had_the_time_to_come_back(hall: Hall) -> None:
    mei, bo = await restarted(hall)
    await answers(hall, mei)
    line = await answers(hall, bo)
    assert await stage(hall) == "shown"
    await hall.later(BACK_MS)
    await line.hear("stage", state="locked")


async def test_who_is_back_and_still_thinks_is_waited_for_as_ever(hall: Hall) -> None:
    mei, bo = await restarted(hall)
    line, _ = await hall.phone(bo)
    await answers(hall, mei)
    await hall.later(BACK_MS)
    assert await stage(hall) == "shown"
    await line.send(t="answer", slot=0, seq=1, choice=[1], took_ms=900)
    await line.hear("stage", state="locked")


async def test_an_end_that_came_to_nothing_is_asked_for_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    # As while the database is away.
    monkeypatch.setattr(rooms, "_gives", [lambda _room, do, _who: asked.append(do)])
    for token in await in_play(hall):
        await answers(hall, token)
    assert "lock" in asked
    asked.clear()
    await hall.later(1)
    assert asked == ["lock"]


@pytest.mark.parametrize(("at", "said"), [(BACK_MS - 1, 1), (BACK_MS, 0)])
def test_the_other_processes_hear_that_somebody_may_still_come(
    monkeypatch: pytest.MonkeyPatch, at: int, said: int
) -> None:
    rung: list[Bell] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    Presence(1, sure_from(OPEN, Millis(0)), connected=3).ring(OPEN, Millis(at))
    assert [bell.waiting for bell in rung] == [said]


def test_before_the_first_question_nobody_is_waited_for() -> None:
    assert sure_from(Stage(of=2, state=State.LOBBY), Millis(50_000)) == 0
