"""Up to where a round's papers are closed is known to every process, and after a start."""

from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import sweeper, swept, unclosed
from quiz.models import Attempt, Contestant, Round, Swept
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from quiz.swept import Mark
from quiz.unclosed import Unclosed
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_threads")]
FORM = Format(questions=5, blueprint={"single": 5}, total_ms=Millis(60_000), books=1)
END = MORNING + world.HOUR
OVER = Millis(END + 2 * unclosed.LATE_MS)


@pytest.fixture
def demo() -> Round:
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    world.make_round(FORM, contest)
    world.make_contestant(contest)
    return Round.objects.get()


def papers(round_: Round, many: int, opened_at: int = MORNING) -> list[int]:
    first = Attempt.objects.count()
    place = {"book": 0, "form": 0, "region_path": "440000/440100", "cohort": "general"}
    made = Attempt.objects.bulk_create(
        Attempt(
            round=round_,
            contestant=Contestant.objects.get(),
            try_no=first + n,
            opened_at=opened_at,
            **place,
        )
        for n in range(many)
    )
    return [one.pk for one in made]


def queries(ask: Callable[[], object], about: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        ask()
    return [one["sql"] for one in seen.captured_queries if f'FROM "{about}"' in one["sql"]]


async def test_a_process_that_starts_looks_at_no_round_that_another_found_whole(
    demo: Round,
) -> None:
    await sync_to_async(papers)(demo, 3)
    known = Unclosed()
    assert [await sweeper.sweep(OVER, known) for _look in range(2)] == [3, 0]
    fresh = Unclosed()
    assert await sync_to_async(fresh.rounds)(Millis(OVER + 1)) == []


async def test_a_process_that_starts_in_an_open_round_begins_where_others_are(demo: Round) -> None:
    await sync_to_async(papers)(demo, 4)
    now, known = Millis(MORNING + 3 * unclosed.LATE_MS), Unclosed()
    for look in range(3):
        await sweeper.sweep(Millis(now + look * 2 * unclosed.LATE_MS), known)
    newest = (await sync_to_async(papers)(demo, 1, opened_at=now + 4 * unclosed.LATE_MS))[0]

    def looked() -> tuple[list[int], list[str]]:
        fresh, later = Unclosed(), Millis(now + 5 * unclosed.LATE_MS)
        (hours,) = fresh.rounds(later)
        with CaptureQueriesContext(connection) as seen:
            found = fresh.look(hours, later, 0)
        return found, [one["sql"] for one in seen.captured_queries]

    found, asked = await sync_to_async(looked)()
    assert found == [newest]
    # The four before it are passed over from the first look on.
    assert f'"quiz_attempt"."id" > {newest - 1}' in asked[-1]


def test_what_is_still_open_is_not_looked_for_below_the_mark(demo: Round) -> None:
    old, new = papers(demo, 3), papers(demo, 1, opened_at=MORNING + 4 * unclosed.LATE_MS)
    assert list(swept.still_open(demo.pk, 5, OVER).values_list("pk", flat=True)) == [*old, *new]
    before = Millis(MORNING + 3 * unclosed.LATE_MS)
    swept.keep(demo.pk, Mark(before, old[-1]), OVER)
    rows = swept.still_open(demo.pk, 5, OVER)
    (asked,) = queries(lambda: list(rows), "quiz_attempt")
    assert f'"quiz_attempt"."id" > {old[-1]}' in asked
    assert list(rows.values_list("pk", flat=True)) == new


def test_of_a_whole_round_no_paper_is_read(demo: Round) -> None:
    papers(demo, 3)
    swept.keep(demo.pk, Mark(Millis(END + unclosed.LATE_MS + 1)), OVER)
    assert queries(lambda: swept.still_open(demo.pk, 5, OVER).count(), "quiz_attempt") == []
    # It got more time by hand: papers may be open again.
    Round.objects.update(closes_at=OVER + world.HOUR)
    demo.refresh_from_db()
    papers(demo, 1, opened_at=OVER)
    assert swept.still_open(demo.pk, 5, OVER).count() == 1


def test_a_mark_only_grows(demo: Round) -> None:
    for before, floor in ((5_000, 7), (4_000, 3), (6_000, 9)):
        swept.keep(demo.pk, Mark(Millis(before), floor), OVER)
    assert swept.mark(demo.pk, OVER) == Mark(Millis(6_000), 9)
    swept.keep(demo.pk, Mark(Millis(5_500), 8), OVER)
    assert swept.marks(OVER) == {demo.pk: Mark(Millis(6_000), 9)}


def test_what_a_clock_far_ahead_left_holds_nothing_and_goes(demo: Round) -> None:
    ahead = Mark(Millis(OVER + world.HOUR), 99)
    swept.keep(demo.pk, ahead, Millis(OVER + 2 * world.HOUR))
    assert swept.mark(demo.pk, OVER) == swept.NONE
    swept.keep(demo.pk, Mark(OVER, 3), OVER)
    assert Swept.objects.values_list("before", "floor").get() == (OVER, 3)


def test_a_round_that_is_deleted_meanwhile_has_none(demo: Round) -> None:
    gone = demo.pk
    demo.prepared.delete()
    demo.delete()
    swept.keep(gone, Mark(OVER, 3), OVER)
    assert not Swept.objects.exists()
    assert list(swept.still_open(gone, 5, OVER)) == []
