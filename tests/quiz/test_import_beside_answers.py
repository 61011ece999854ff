"""Editors at work do not keep contestants waiting: SQLite has one writer for both."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from time import perf_counter

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import connection, connections

from questionbank import importing
from questionbank.formats import csvs
from questionbank.formats.found import Options, Written
from questionbank.models import Batch, Question
from questionbank.rules.question import Draft, Text
from quiz.journal import sql
from quiz.journal.queue import Journal
from quiz.journal.record import AsSent, Outcome
from quiz.journal.thread import InThread
from tests.questionbank.test_grants import COUNTY, person
from tests.quiz.test_journal import record, told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 3_000
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
# What a contestant waits for a receipt at most, in seconds.
LONGEST_S = 1.0
# So many answers a second, one after the other, as from a small round.
EVERY_S = 0.02


def draft(number: int) -> Draft:
    """Stems of letters that are nowhere else in the file: looking for copies is not measured."""
    stem = "".join(chr(0x4E00 + (number * 7 + at * 613) % 20_000) for at in range(12))
    options = tuple(Text(f"{stem[at]}{number}{at}") for at in range(4))
    return Draft("single", Text(stem), Text("因为如此。"), Text("来源"), options, key=(number % 4,))


def previewed(by: User) -> Batch:
    data = csvs.write([Written(f"w-{n}", draft(n)) for n in range(ROWS)], Options())
    return importing.preview(data, Options("a.csv"), by=by, scope=COUNTY)


def at_work(batch: Batch, by: User) -> None:
    """Store the batch and take it back, on a connection of this thread's own."""
    try:
        importing.accept(batch, by=by, now=NOW)
        assert Question.objects.count() == ROWS
        assert importing.undo(batch, by=by, now=NOW) == []
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.PREVIEW)
        batch.rows.update(outcome="new", question=None)
    finally:
        connections.close_all()


async def longest_wait(
    journal: Journal, work: asyncio.Future[None], attempts: Iterator[int]
) -> float:
    """The longest wait in seconds for a receipt, answer after answer, until the work is done."""
    waits: list[float] = []
    while not work.done():
        began = perf_counter()

        def received(outcome: Outcome, began: float = began) -> None:
            assert isinstance(outcome, AsSent)
            waits.append(perf_counter() - began)

        journal.append(told(record(attempt=next(attempts)), received))
        await asyncio.sleep(EVERY_S)
    await work
    await journal.drain()
    assert len(waits) > 20
    return max(waits)


async def test_answers_get_their_receipts_while_an_import_is_stored_and_undone() -> None:
    """The best of three: other tests may keep the machine busy, a long transaction always does."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a writer for everybody")
    chen = await sync_to_async(person)("chen", ("author", COUNTY))
    batch = await sync_to_async(previewed)(chen)
    journal, loop, attempts = (
        Journal(InThread(sql.commit)),
        asyncio.get_running_loop(),
        count(1),
    )
    waits: list[float] = []
    while len(waits) < 3 and min(waits, default=LONGEST_S) >= LONGEST_S:
        work = loop.run_in_executor(None, at_work, batch, chen)
        waits.append(await longest_wait(journal, work, attempts))
    await journal.writer.end()
    assert min(waits) < LONGEST_S
