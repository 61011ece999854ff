"""Attempts whose time ran out with nobody there are closed, once, and count."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import plan, sweeper, unclosed
from quiz.events import AttemptClosed
from quiz.journal.queue import journal
from quiz.models import Attempt, Contest, Contestant, Entry, EntryKind, Round
from quiz.plan import Plan
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from quiz.unclosed import Unclosed
from tests.fakes import MORNING, FakeClock
from tests.quiz import hall_world, world
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
    assert (closed.points, closed.received_at) == (10, MORNING + 59_999)
    # Walking away is never quicker than trying: it takes the attempt's whole time.
    assert closed.took_ms == 60_000
    assert [(e.score, e.nickname) for e in heard] == [(10, "Mei")]


END, AFTER = MORNING + world.HOUR, Millis(MORNING + 70_000)


@sync_to_async
def open_papers(
    number: int, opened_at: int = MORNING, *, first: int = 0, code: str = "demo"
) -> None:
    """So many papers of Mei that nobody sits on; a paper's `try_no` counts on from `first`."""
    who, round_ = Contestant.objects.get(), Round.objects.get(code=code)
    paper = {"book": 0, "form": 0, "region_path": "440000/440100", "cohort": "general"}
    Attempt.objects.bulk_create(
        Attempt(round=round_, contestant=who, try_no=first + n, opened_at=opened_at, **paper)
        for n in range(number)
    )


@sync_to_async
def closings() -> int:
    return Entry.objects.filter(kind=EntryKind.CLOSED, points=0, took_ms=60_000).count()


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pages of two papers; how many records waited for the disk after each of them."""
    waited = list[int]()
    drain = journal.drain

    async def drained() -> None:
        waited.append(journal.backlog)
        await drain()

    monkeypatch.setattr(unclosed, "RECORDS", 2 * 6)
    monkeypatch.setattr(journal, "drain", drained)
    return waited


@pytest.mark.usefixtures("mei")
async def test_all_that_ran_out_is_closed_in_one_go_and_answers_pass_between_the_pages(
    small_pages: list[int],
) -> None:
    await open_papers(9)
    assert await sweeper.sweep(AFTER) == 9
    assert await closings() == 9
    assert max(small_pages) == 2 * 6
    assert await sweeper.sweep(AFTER) == 0


@pytest.mark.usefixtures("mei", "small_pages")
async def test_processes_that_sweep_at_once_close_every_paper_once(
    heard: list[AttemptClosed],
) -> None:
    await open_papers(25)
    await asyncio.gather(*(sweeper.sweep(AFTER) for _process in range(3)))
    assert await closings() == 25
    assert len({event.attempt for event in heard}) == len(heard) == 25


@pytest.mark.usefixtures("mei")
async def test_a_round_that_is_over_and_closed_is_looked_at_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Unclosed()
    later = Millis(END + 2 * unclosed.LATE_MS)
    await open_papers(1)
    assert await sweeper.sweep(later, known) == 1
    assert await sweeper.sweep(later, known) == 0
    monkeypatch.setattr(known, "look", None)  # nobody looks
    assert await sweeper.sweep(Millis(later + 1), known) == 0


@pytest.mark.usefixtures("mei")
async def test_a_round_that_goes_on_after_all_is_swept_again() -> None:
    known = Unclosed()
    later = Millis(END + 2 * unclosed.LATE_MS)
    assert await sweeper.sweep(later, known) == 0
    await sync_to_async(Round.objects.update)(closes_at=later + world.HOUR)
    await open_papers(1, opened_at=later)
    assert await sweeper.sweep(Millis(later + 70_000), known) == 1


@pytest.mark.usefixtures("mei")
@pytest.mark.parametrize("ago", [0, unclosed.LATE_MS - 60_000])
async def test_a_paper_that_was_stored_after_a_look_is_found(ago: int) -> None:
    known, now = Unclosed(), Millis(MORNING + world.HOUR // 2)
    await open_papers(1)
    assert [await sweeper.sweep(now, known) for _look in range(2)] == [1, 0]
    await open_papers(1, opened_at=now - 60_000 - unclosed.MARGIN_MS - 501 - ago, first=1)
    assert await sweeper.sweep(now, known) == 1


@pytest.mark.usefixtures("mei")
async def test_papers_that_were_closed_long_ago_are_not_read_again() -> None:
    known, now = Unclosed(), Millis(MORNING + 3 * unclosed.LATE_MS)
    await open_papers(4)
    assert [await sweeper.sweep(now, known) for _look in range(2)] == [4, 0]
    await open_papers(1, opened_at=now - unclosed.LATE_MS, first=4)
    found, asked = await sync_to_async(_looked)(known, now)
    newest = await sync_to_async(lambda: Attempt.objects.order_by("pk").last())()
    assert newest is not None
    assert found == [newest.pk]
    # The four before it are below where the look begins.
    assert f'"quiz_attempt"."id" > {newest.pk - 1}' in asked


@pytest.mark.usefixtures("mei")
async def test_a_paper_opened_by_a_clock_far_behind_hides_no_other() -> None:
    known, now = Unclosed(), Millis(MORNING + 3 * unclosed.LATE_MS)
    await open_papers(4)
    assert [await sweeper.sweep(now, known) for _look in range(2)] == [4, 0]
    await open_papers(1, opened_at=now, first=4)
    await open_papers(1, opened_at=MORNING, first=5)
    assert await sweeper.sweep(now, known) == 0
    assert await sweeper.sweep(Millis(now + 70_000), known) == 1


def _looked(known: Unclosed, now: Millis) -> tuple[list[int], str]:
    """What a look finds, and how it asked."""
    (hours,) = known.rounds(now)
    with CaptureQueriesContext(connection) as seen:
        found = known.look(hours, now, 0)
    return found, seen.captured_queries[-1]["sql"]


@pytest.mark.usefixtures("mei")
async def test_a_paper_that_could_not_be_stored_is_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, now = Unclosed(), Millis(END + 2 * unclosed.LATE_MS)
    await open_papers(1)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "append", lambda _waiting: False)
        for _look in range(3):
            await sweeper.sweep(now, known)
    assert await closings() == 0
    assert await sweeper.sweep(now, known) == 1
    assert await closings() == 1


@pytest.mark.usefixtures("mei")
@pytest.mark.parametrize("broken", ["format", "plan"])
async def test_a_broken_round_keeps_no_other_one_open(
    broken: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    contest = await sync_to_async(Contest.objects.get)()
    await sync_to_async(world.make_round)(FORM, contest, code="next")
    await open_papers(1)
    await open_papers(1, code="next")
    if broken == "format":
        await sync_to_async(Round.objects.filter(code="demo").update)(format={"mode": "?"})
    else:
        monkeypatch.setattr(unclosed, "load", _unless("demo"))
    assert await sweeper.sweep(AFTER) == 1
    assert (
        "round demo cannot be read" if broken == "format" else "sweep: round demo"
    ) in caplog.text


def _unless(broken: str) -> Callable[[str], Plan]:
    def load(code: str) -> Plan:
        if code == broken:
            raise LookupError(code)
        return plan.load(code)

    return load


@pytest.mark.usefixtures("mei")
async def test_no_plan_is_made_where_nothing_is_to_be_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contest = await sync_to_async(Contest.objects.get)()
    for n in range(3):
        await sync_to_async(world.make_round)(hall_world.TWO, contest, code=f"hall-{n}")
    monkeypatch.setattr(plan, "_plans", {})
    assert await sweeper.sweep(Millis(END + 2 * unclosed.LATE_MS)) == 0
    assert plan._plans == {}
