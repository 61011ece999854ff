"""Answers that came in time while nothing could be stored: sending them again loses nothing."""

import gc
from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from pytest_django import Settings

from quiz import play
from quiz.models import Entry
from quiz.rules import timing
from tests.fakes import FakeClock
from tests.quiz.world import connect, right, seated, stored

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
ROOM = 20_000
REFUSE = """CREATE TRIGGER refuse BEFORE INSERT ON quiz_entry
BEGIN SELECT RAISE(ABORT, 'not this one'); END"""


@pytest.mark.parametrize("late_ms", [1, 19_000, play.HEARD_MS - 20_000])
async def test_an_answer_refused_as_busy_counts_as_of_its_first_arrival(
    mei: str, fake_clock: FakeClock, settings: Settings, late_ms: int
) -> None:
    phone, question = await seated(mei)
    frame = phone.answer_to(question, await right(question), took_ms=3_000)
    fake_clock.tick(3_000)
    settings.JOURNAL_QUEUE = 0
    refused = await phone.ask(**frame)
    assert (refused["code"], refused["retry_ms"] > 0) == ("busy", True)
    assert await stored() == []
    fake_clock.tick(20_000 + late_ms)
    settings.JOURNAL_QUEUE = ROOM
    receipt = await phone.ask(**frame)
    assert (receipt["counts"], receipt["question"]["slot"]) == (True, 1)
    entry = await sync_to_async(Entry.objects.get)()
    assert (entry.took_ms, entry.points) == (3_000, 10)
    await phone.hang_up()


@pytest.fixture
def refusing() -> Iterator[None]:
    """A database that refuses entries, though it is well."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
        yield
        cursor.execute("DROP TRIGGER refuse")


async def test_an_answer_that_the_database_refuses_is_said_to_be_unstorable(
    mei: str, refusing: None
) -> None:
    phone, question = await seated(mei)
    refused = await phone.ask(**phone.answer_to(question, await right(question)))
    assert (refused["t"], refused["code"], refused["slot"]) == ("error", "unstorable", 0)
    assert refused["message"] == "这条答案无法保存。"
    assert "retry_ms" not in refused
    assert await stored() == []
    await phone.hang_up()


async def test_who_loses_the_line_after_a_busy_comes_back_to_what_was_heard(
    mei: str, fake_clock: FakeClock, settings: Settings
) -> None:
    phone, question = await seated(mei)
    frame = phone.answer_to(question, await right(question), took_ms=3_000)
    fake_clock.tick(3_000)
    settings.JOURNAL_QUEUE = 0
    assert (await phone.ask(**frame))["code"] == "busy"
    await phone.hang_up()
    del phone
    gc.collect()
    fake_clock.tick(30_000)
    settings.JOURNAL_QUEUE = ROOM
    again = await connect(mei)
    assert (await again.hello())["attempt"]["stored"] == []
    receipt = await again.ask(**frame)
    assert (receipt["counts"], receipt["question"]["slot"]) == (True, 1)
    assert await sync_to_async(lambda: Entry.objects.get().took_ms)() == 3_000
    await again.hang_up()


async def test_another_choice_after_the_deadline_is_a_new_answer_and_late(
    mei: str, fake_clock: FakeClock, settings: Settings
) -> None:
    phone, question = await seated(mei)
    settings.JOURNAL_QUEUE = 0
    await phone.answer(question, [1])
    fake_clock.tick(30_000)
    settings.JOURNAL_QUEUE = ROOM
    receipt = await phone.answer(question, [2])
    assert (receipt["counts"], receipt["reason"]) == (False, "late")
    await phone.hang_up()


@pytest.mark.parametrize(("after_ms", "blanks"), [(0, 0), (play.HEARD_MS + 1, 1)])
async def test_time_books_no_blank_while_the_phone_of_a_refused_answer_tries_again(
    mei: str, fake_clock: FakeClock, settings: Settings, after_ms: int, blanks: int
) -> None:
    phone, question = await seated(mei)
    settings.JOURNAL_QUEUE = 0
    await phone.answer(question, [1])
    fake_clock.tick(30_000 + after_ms)
    settings.JOURNAL_QUEUE = ROOM
    other = await connect(mei)  # a second device makes the seat look at the time
    await other.hello()
    assert len(await stored()) == blanks
    await phone.hang_up()
    await other.hang_up()


async def test_network_credit_is_spent_once_however_often_the_answer_is_sent(
    mei: str, fake_clock: FakeClock, settings: Settings
) -> None:
    phone, question = await seated(mei)
    pong = await phone.ask(t="ping", c=1)
    fake_clock.tick(300)
    await phone.send(t="echo", n=pong["n"])
    await phone.ask(t="ping", c=2)
    fake_clock.tick(2_000)
    frame = phone.answer_to(question, [1], took_ms=1_000)
    settings.JOURNAL_QUEUE = 0
    for _ in range(5):  # the quota of an attempt would be gone after four
        await phone.ask(**frame)
    settings.JOURNAL_QUEUE = ROOM
    await phone.ask(**frame)
    entry = await sync_to_async(Entry.objects.get)()
    assert entry.took_ms == 2_300 - (300 + timing.JITTER)
    await phone.hang_up()
