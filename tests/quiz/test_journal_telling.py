"""How phones hear of a committed batch: a few at a time, in order, none left waiting."""

import asyncio
from collections.abc import Sequence
from functools import partial

import pytest

from quiz.events import AttemptClosed
from quiz.journal import sql
from quiz.journal.queue import Journal
from quiz.journal.record import Outcome, Record, Stored
from quiz.journal.telling import TOGETHER
from quiz.journal.thread import InThread
from quiz.rules.attempt import CLOSED
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz.test_journal import Told, fresh, record, send, told

pytestmark = pytest.mark.django_db(transaction=True)


async def test_while_a_long_batch_is_told_the_next_one_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal, done = Journal(InThread(sql.commit)), list[Outcome]()
    begin, people, told_by_then = journal.writer.begin, 10 * TOGETHER, list[int]()

    def beginning(records: Sequence[Record], stamp: Millis) -> asyncio.Future[list[Outcome]]:
        told_by_then.append(len(done))
        return begin(records, stamp)

    def answer_again(outcome: Outcome) -> None:
        done.append(outcome)
        journal.append(told(record(people), done.append))

    monkeypatch.setattr(journal.writer, "begin", beginning)
    for n in range(people):
        journal.append(told(record(n), done.append if n else answer_again))
    await journal.drain()
    await journal.drain()  # what came while phones were told
    assert told_by_then == [0, TOGETHER]
    assert fresh(done) == [True] * (people + 1)
    await journal.writer.end()


def _hear(heard: list[int], number: int, _outcome: Outcome) -> None:
    heard.append(number)


async def test_phones_are_told_in_the_order_of_their_answers(fake_clock: object) -> None:
    journal, heard = Journal(InThread(sql.commit)), list[int]()
    people = range(3 * TOGETHER + 1)
    for n in people:
        journal.append(told(record(n), partial(_hear, heard, n)))
    await journal.drain()
    assert heard == list(people)
    await journal.writer.end()


class Torn(Told):
    """A closing of which nobody can say what it came to."""

    def closed(self, closing: Stored) -> AttemptClosed | None:
        raise LookupError(closing.entry)

    def done(self, outcomes: Sequence[Outcome]) -> None:
        self.tell(outcomes[-1])


async def test_a_closing_that_cannot_be_told_to_the_boards_costs_nobody_a_receipt() -> None:
    journal, done = Journal(InThread(sql.commit)), list[Outcome]()
    people = 2 * TOGETHER
    paper = [record(people), record(people, slot=1, kind=CLOSED)]
    journal.append(Torn(paper, MORNING, done.append))
    for n in range(people):
        journal.append(told(record(n), done.append))
    await asyncio.wait_for(journal.drain(), 5)
    assert fresh(done) == [True] * (people + 1)
    await journal.writer.end()


async def test_when_the_telling_is_stopped_nobody_is_waited_for_and_the_next_are_told() -> None:
    journal, done = Journal(InThread(sql.commit)), list[Outcome]()

    def stop(outcome: Outcome) -> None:
        done.append(outcome)
        if task := asyncio.current_task():
            task.cancel()

    for n in range(3 * TOGETHER):
        journal.append(told(record(n), done.append if n else stop))
    await asyncio.wait_for(journal.drain(), 5)
    assert (len(done), journal.backlog) == (TOGETHER, 0)
    assert fresh(await send(journal, record(10**6))) == [True]
