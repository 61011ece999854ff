"""The promises of the writer, on the database that DATABASE_URL names."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from quiz.journal import postgresql, sql
from quiz.journal.queue import BUSY_RETRY_MS, Journal
from quiz.journal.record import AsSent, Outcome, Record, Refused, Stored, Unavailable
from quiz.journal.telling import Waiting
from quiz.journal.thread import InThread
from quiz.models import Entry
from quiz.rules.units import Millis
from tests.fakes import MORNING

pytestmark = pytest.mark.django_db(transaction=True)


def record(attempt: int = 1, slot: int = 0, choice: str = "1", **rest: int) -> Record:
    return Record(
        attempt, slot, rest.get("kind", 2), rest.get("seq", 1), choice, 900, 10, int(MORNING)
    )


class Told(Waiting):
    """One record, and who hears of it."""

    tell: Callable[[Outcome], object]

    def done(self, outcomes: Sequence[Outcome]) -> None:
        self.tell(*outcomes)


def told(one: Record, tell: Callable[[Outcome], object]) -> Told:
    return Told([one], MORNING, tell)


def fresh(outcomes: Sequence[Outcome]) -> list[bool]:
    return [
        isinstance(outcome, AsSent) or (isinstance(outcome, Stored) and outcome.fresh)
        for outcome in outcomes
    ]


def held(records: Sequence[Record], outcomes: Sequence[Outcome]) -> list[str]:
    """The choices that the journal holds now, as the outcomes say; none is refused."""
    found: list[str] = []
    for sent, outcome in zip(records, outcomes, strict=True):
        assert not isinstance(outcome, Refused)
        found.append(sent.choice if isinstance(outcome, AsSent) else outcome.choice)
    return found


def test_what_is_stored_once_is_read_back_the_second_time() -> None:
    first = sql.commit([record(choice="2")], MORNING)
    again = sql.commit([record(choice="3", seq=9)], Millis(MORNING + 5))
    assert fresh(first) == [True]
    assert again == [Stored(1, "2", 900, 10, MORNING, fresh=False, entry=Entry.objects.get().pk)]


def test_a_place_sent_twice_in_one_batch_is_stored_once() -> None:
    batch = [record(choice="2"), record(choice="3")]
    outcomes = sql.commit(batch, MORNING)
    assert fresh(outcomes) == [True, False]
    assert held(batch, outcomes) == ["2", "2"]


def test_outcomes_come_in_the_order_of_the_records() -> None:
    sql.commit([record(attempt=n, choice=f"{n}{n}") for n in (1, 7)], MORNING)
    batch = [record(attempt=n, choice=str(n)) for n in (9, 7, 2, 1)]
    outcomes = sql.commit(batch, MORNING)
    assert fresh(outcomes) == [True, False, True, False]
    assert held(batch, outcomes) == ["9", "77", "2", "11"]
    stored = {entry.attempt_id: entry.choice for entry in Entry.objects.all()}
    assert stored == {9: "9", 7: "77", 2: "2", 1: "11"}


def test_within_a_transaction_what_is_there_already_is_passed_over_too() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the journal's own transaction fits into no other one there")
    sql.commit([record(attempt=2, choice="2")], MORNING)
    batch = [record(attempt=n, choice="9") for n in (3, 2, 1)]
    with transaction.atomic():
        assert sql.add(batch, MORNING) == 2
        assert sql.add(batch, MORNING) == 0
    stored = {entry.attempt_id: entry.choice for entry in Entry.objects.all()}
    assert stored == {1: "9", 2: "2", 3: "9"}


def test_a_closing_beside_an_answer_that_came_twice_adds_up_what_is_held() -> None:
    first, second = record(slot=0, choice="2"), record(slot=1, choice="3")
    closing = Record(1, 2, 3, 0, "", 0, 0, int(MORNING))
    sql.commit([first], MORNING)
    outcomes = sql.commit([first, second, closing], Millis(MORNING + 5))
    assert fresh(outcomes) == [False, True, True]
    closed = outcomes[-1]
    assert isinstance(closed, Stored)
    assert (closed.took_ms, closed.points) == (1_800, 20)
    assert fresh(sql.commit([closing], MORNING)) == [False]


OF_250 = list(range(250))
BY_PAPER: dict[str, tuple[str, list[Any]]] = {
    "closed": (postgresql.CLOSINGS, [MORNING, OF_250, [20] * 250, [int(MORNING)] * 250]),
    "read back": (postgresql.HELD, [OF_250, [7] * 250, [2] * 250]),
}


@pytest.mark.parametrize("what", BY_PAPER)
def test_a_paper_is_looked_up_by_its_own_answers_whatever_the_planner_believes(what: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no statistics to be old")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quiz_entry")  # as in the first minutes of a round: nothing there
        sql.add([record(attempt=n, slot=s) for n in range(500) for s in range(20)], MORNING)
        statement, values = BY_PAPER[what]
        cursor.execute(f"EXPLAIN {statement}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan" in plan
    assert "Seq Scan" not in plan


POISON = {
    "a number no column holds": record(attempt=2**70),
    "a slot below zero": record(slot=-1),
    "a choice that is no text": record(choice="\ud800"),
    "a nul byte (PostgreSQL)": record(choice="\x00"),
}


@pytest.mark.parametrize("name", POISON)
@pytest.mark.parametrize("at", [0, 24, 49])
def test_one_poison_row_costs_its_forty_nine_neighbours_nothing(name: str, at: int) -> None:
    if "PostgreSQL" in name and connection.vendor != "postgresql":
        pytest.skip("SQLite stores a nul byte")
    batch = [record(attempt=n) for n in range(1, 51)]
    batch[at] = POISON[name]
    outcomes = sql.commit(batch, MORNING)
    assert outcomes[at] == Refused("unstorable", 0)
    assert sum(fresh(outcomes)) == Entry.objects.count() == 49


@examples(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.integers(0, 3)), max_size=8),
        max_size=5,
    )
)
def test_the_first_arrival_of_each_place_is_what_the_journal_holds(
    batches: list[list[tuple[int, int, int]]],
) -> None:
    Entry.objects.all().delete()
    expected: dict[tuple[int, int], str] = {}
    for batch in batches:
        records = [record(attempt=a, slot=s, choice=str(c)) for a, s, c in batch]
        for sent in records:
            expected.setdefault((sent.attempt, sent.slot), sent.choice)
        outcomes = sql.commit(records, MORNING)
        assert held(records, outcomes) == [expected[one.attempt, one.slot] for one in records]
    stored = {(entry.attempt_id, entry.slot): entry.choice for entry in Entry.objects.all()}
    assert stored == expected


class Disk:
    """A commit that a test can hold, break and watch; it stores by the real one."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.broken: list[Unavailable] = []

    def commit(self, records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        self.batches.append(len(records))
        if self.broken:
            raise self.broken.pop(0)
        return sql.commit(records, stamp)


async def send(journal: Journal, *records: Record) -> list[Outcome]:
    """Queue records one by one and wait until each has its outcome."""
    done: list[Outcome] = []
    for one in records:
        assert journal.append(told(one, done.append))
    await journal.drain()
    await journal.writer.end()
    return done


async def test_what_arrives_during_a_commit_shares_the_next_one(fake_clock: object) -> None:
    disk = Disk()
    journal = Journal(InThread(disk.commit))
    done: list[Outcome] = []
    journal.append(told(record(attempt=1), done.append))
    await asyncio.sleep(0)  # the writer takes the first alone
    for n in range(2, 32):
        journal.append(told(record(attempt=n), done.append))
    await journal.drain()
    assert disk.batches == [1, 30]
    assert len(done) == 31
    await journal.writer.end()


async def test_a_lost_connection_is_tried_again_and_everybody_is_answered(
    fake_clock: object,
) -> None:
    disk = Disk()
    disk.broken = [Unavailable("gone"), Unavailable("still gone")]
    outcomes = await send(Journal(InThread(disk.commit)), record(1), record(2))
    assert fresh(outcomes) == [True, True]


async def test_after_the_longest_wait_phones_hear_busy(settings: Settings) -> None:
    settings.JOURNAL_WAIT_MS = 0
    disk = Disk()
    disk.broken = [Unavailable("gone")]
    assert await send(Journal(InThread(disk.commit)), record()) == [Refused("busy", 1_500)]


async def test_a_full_disk_is_said_at_once(fake_clock: object) -> None:
    disk = Disk()
    disk.broken = [Unavailable("full", code="storage_full", final=True)]
    assert await send(Journal(InThread(disk.commit)), record()) == [Refused("storage_full", 1_500)]


async def test_a_full_queue_takes_nothing(settings: Settings) -> None:
    settings.JOURNAL_QUEUE = 1
    journal = Journal(InThread(sql.commit))
    pair = Told([record(1), record(2)], MORNING, lambda _: None)
    assert not journal.append(pair)
    assert journal.backlog == 0


async def test_one_broken_phone_costs_its_neighbours_no_receipt(fake_clock: object) -> None:
    journal, done = Journal(InThread(sql.commit)), list[Outcome]()

    def broken(_outcome: Outcome) -> None:
        raise RuntimeError("this phone is gone")

    journal.append(told(record(1), broken))
    journal.append(told(record(2), done.append))
    await journal.drain()
    assert fresh(done) == [True]
    await journal.writer.end()


async def test_draining_does_not_wait_for_what_came_later() -> None:
    journal = Journal(InThread(sql.commit))
    done: list[Outcome] = []
    later = iter(range(2, 10_000))
    stopped = False

    def again(outcome: Outcome) -> None:
        done.append(outcome)
        if not stopped:
            assert journal.append(told(record(attempt=next(later)), again))

    again(Refused("busy", 0))
    await asyncio.wait_for(journal.drain(), 5)
    assert len(done) >= 2
    assert journal.backlog > 0
    stopped = True
    await journal.drain()
    assert journal.backlog == 0
    await journal.writer.end()


async def test_a_fault_of_ours_in_storing_is_answered_and_the_next_batch_is_stored() -> None:
    broken = [ZeroDivisionError()]

    def commit(records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        if broken:
            raise broken.pop()
        return sql.commit(records, stamp)

    journal = Journal(InThread(commit))
    assert await send(journal, record()) == [Refused("busy", BUSY_RETRY_MS)]
    assert fresh(await send(journal, record())) == [True]


async def test_a_writer_that_cannot_even_begin_is_answered_and_the_next_batch_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal = Journal(InThread(sql.commit))
    with monkeypatch.context() as broken:
        broken.setattr(journal.writer, "begin", lambda *_: 1 / 0)
        assert await send(journal, record()) == [Refused("busy", BUSY_RETRY_MS)]
    assert fresh(await send(journal, record())) == [True]
