"""Writers that wait for each other's rows: fault row 15. SQLite lets one write at a time."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from quiz.journal import sql
from quiz.journal.record import AsSent, Outcome, Record, Stored
from quiz.models import Entry
from tests.fakes import MORNING
from tests.quiz.test_journal_follow import _address

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_one_of_several_writers"),
]
ROUNDS, BATCH = 20, 200
LOCKED_S = 30.0
# Whoever looks for a deadlock first is the one who is given up: never the other here.
PATIENT = "SET deadlock_timeout = '60s'"
OTHER = """INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,
received_at, stored_at) VALUES ({}, 0, 2, 7, '3', 900, 0, 5, 6)"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture
def _one_of_several_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def record(attempt: int) -> Record:
    return Record(attempt, 0, 2, 1, "1", 900, 10, int(MORNING))


def store(batch: Sequence[Record]) -> list[Outcome]:
    """In a thread of its own, whose line to the database ends with it."""
    try:
        return sql.commit(batch, MORNING)
    finally:
        connection.close()


def counted(question: str) -> int:
    with psycopg.connect(_address(), autocommit=True) as line:
        row = line.execute(question.encode()).fetchone()
    assert row is not None
    return int(row[0])


def wait_for_the_writer() -> None:
    """Until it waits for a row of somebody else."""
    latest = time.monotonic() + LOCKED_S
    while counted(WAITING) == 0:
        assert time.monotonic() < latest, "the writer never waited"


@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_a_batch_that_lost_to_a_deadlock_is_sent_again_and_says_what_is_stored(ends: str) -> None:
    before = counted(DEADLOCKS)
    with psycopg.connect(_address()) as other, ThreadPoolExecutor(2) as threads:
        other.execute(PATIENT)
        other.execute(OTHER.format(2).encode())
        ours: Future[list[Outcome]] = threads.submit(store, [record(1), record(2)])
        wait_for_the_writer()
        threads.submit(other.execute, OTHER.format(1).encode()).result()
        getattr(other, ends)()
        outcomes = ours.result()
    assert counted(DEADLOCKS) == before + 1
    held = {"commit": "3", "rollback": "1"}[ends]
    assert sorted(Entry.objects.values_list("attempt_id", "choice")) == [(1, held), (2, held)]
    if ends == "commit":
        assert [isinstance(one, Stored) and one.choice for one in outcomes] == ["3", "3"]
    else:
        assert [type(one) for one in outcomes] == [AsSent, AsSent]


def test_two_writers_with_the_same_places_in_crossed_order_never_lock_each_other() -> None:
    before, gate = counted(DEADLOCKS), threading.Barrier(2)

    def write(step: int) -> int:
        for turn in range(ROUNDS):
            batch = [record(turn * BATCH + n) for n in range(BATCH)][::step]
            gate.wait()
            assert len(sql.commit(batch, MORNING)) == BATCH
        connection.close()
        return step

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(write, (1, -1))) == [1, -1]
    assert Entry.objects.count() == ROUNDS * BATCH
    assert counted(DEADLOCKS) == before
