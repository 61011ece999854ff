"""Papers without a limit that somebody comes back to after weeks: the journal has room for them."""

import pytest
from asgiref.sync import sync_to_async

from quiz import sweeper
from quiz.models import Contest, Entry, EntryKind, Round
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.timing import LONGEST_TOOK
from quiz.rules.tries import DAY_MS
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.quiz import world
from tests.quiz.world import connect, seated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
PRACTICE = Format(
    mode=Mode.PRACTICE,
    questions=3,
    blueprint={"single": 3},
    question_ms=Millis(0),
    tries_per_day=0,
    reveal=Reveal.EACH,
    boards=(),
    books=1,
)
# What the column holds; SQLite holds more, and its rows move to PostgreSQL.
INT4 = 2**31 - 1


@pytest.fixture
def mei(contest: Contest) -> str:
    world.make_round(PRACTICE, contest)
    return world.make_contestant(contest)


@sync_to_async
def tooks(kind: int) -> list[int]:
    return list(Entry.objects.filter(kind=kind).order_by("slot").values_list("took_ms", flat=True))


@pytest.mark.parametrize(("days", "took"), [(0, 2_000), (1, LONGEST_TOOK), (30, LONGEST_TOOK)])
async def test_a_practice_paper_goes_on_after_a_month(
    mei: str, fake_clock: FakeClock, days: int, took: int
) -> None:
    phone, question = await seated(mei)
    await phone.hang_up()
    fake_clock.tick(days * DAY_MS + 2_000)
    phone = await connect(mei)
    await phone.hello()
    receipt = await phone.answer(question, [1], took_ms=2_000)
    assert (receipt["t"], receipt["counts"]) == ("receipt", True)
    assert await tooks(EntryKind.ANSWER) == [took]
    await phone.hang_up()


async def test_a_paper_is_closed_whatever_its_answers_took_before_there_was_a_bound(
    mei: str, fake_clock: FakeClock
) -> None:
    phone, question = await seated(mei)
    for slot in range(2):
        await phone.answer({**question, "slot": slot}, [1])
        await phone.ask(t="next", attempt=question["attempt"], slot=slot + 1)
    await sync_to_async(Entry.objects.filter(kind=EntryKind.ANSWER).update)(took_ms=14 * DAY_MS)
    receipt = await phone.answer({**question, "slot": 2}, [1])
    assert receipt["result"]["took_ms"] == INT4
    assert await tooks(EntryKind.CLOSED) == [INT4]
    assert (await phone.hello())["attempt"]["result"]
    await phone.hang_up()


async def test_a_practice_round_of_a_month_closes_what_was_left_open(
    mei: str, fake_clock: FakeClock
) -> None:
    await sync_to_async(Round.objects.update)(closes_at=fake_clock.time + 30 * DAY_MS)
    phone, _question = await seated(mei)
    await phone.hang_up()
    assert await sweeper.sweep(fake_clock.tick(31 * DAY_MS)) == 1
    assert await tooks(EntryKind.ANSWER) == [LONGEST_TOOK, 0, 0]
    assert await tooks(EntryKind.CLOSED) == [LONGEST_TOOK]
