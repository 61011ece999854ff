"""The writer of a server as the process that it is: on a database file, killed, stopped, absent."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from msgspec.structs import replace
from pytest_django import Settings

from quiz.journal import line, sql
from quiz.journal.beside import Beside
from quiz.journal.queue import BUSY_RETRY_MS, Journal
from quiz.journal.record import Outcome, Record, Refused, Stored, Unavailable
from quiz.journal.thread import InThread
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.made import migrated
from tests.quiz.test_journal import fresh, record, told

pytestmark = pytest.mark.slow  # each starts a process
CLOSING = 3


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrated database of the test's own, which a writer that is started now finds."""
    found = tmp_path / "contest.sqlite3"
    found.write_bytes(migrated().read_bytes())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{found}")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return found


@pytest.fixture
async def beside(file: Path) -> AsyncIterator[Beside]:
    writer = Beside()
    yield writer
    await writer.end()


def rows(file: Path) -> list[tuple[int, int, str]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(
            "SELECT attempt_id, slot, choice FROM quiz_entry ORDER BY attempt_id, slot"
        ).fetchall()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def send(journal: Journal, *records: Record) -> list[Outcome]:
    done: list[Outcome] = []
    for one in records:
        assert journal.append(told(one, done.append))
    await journal.drain()
    return done


def numbered(outcome: Outcome) -> Outcome:
    """With the number of its row as 1: two databases count for themselves."""
    if not isinstance(outcome, Stored):
        return outcome
    return replace(outcome, entry=min(outcome.entry, 1))


async def gone(beside: Beside, pid: int) -> None:
    """Wait until the server knows that this writer has ended."""
    while beside.pid == pid:  # noqa: ASYNC110 (nothing tells a test)
        await asyncio.sleep(0.01)


async def test_a_receipt_means_that_the_row_is_in_the_file(beside: Beside, file: Path) -> None:
    outcomes = await send(Journal(beside), record(1, choice="2"), record(2, choice="3"))
    assert fresh(outcomes) == [True, True]
    assert rows(file) == [(1, 0, "2"), (2, 0, "3")]


async def test_it_is_found_from_whatever_folder_the_server_was_started_in(
    beside: Beside, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(file.parent)
    await beside.ready()
    assert fresh(await send(Journal(beside), record(1))) == [True]


@pytest.mark.django_db(transaction=True)
async def test_it_says_what_a_writer_in_a_thread_says(beside: Beside) -> None:
    """New, sent again, twice in a batch, in any order, a closing before and after its answers, and
    rows that no database takes."""
    if connection.vendor != "sqlite":
        pytest.skip("the writer of this test has a file of its own")
    batches = [
        [record(9, choice="1"), record(2, choice="2"), record(9, choice="4"), record(1)],
        [record(2, choice="7"), record(3), record(1, slot=1, kind=CLOSING)],
        [record(1, slot=1, kind=CLOSING), record(5, slot=3, kind=CLOSING)],
        [record(6), record(2**70), record(7, choice="\ud800"), record(8, slot=-1)],
        [record(2**70)],
    ]
    thread = InThread(sql.commit)
    for batch in batches:
        there = await beside.begin(batch, MORNING)
        here = await thread.begin(batch, MORNING)
        assert list(map(numbered, there)) == list(map(numbered, here))
    await thread.end()


async def test_a_killed_writer_is_followed_by_another_and_nothing_is_lost(
    beside: Beside, file: Path, fake_clock: object
) -> None:
    journal = Journal(beside)
    await send(journal, record(1))
    killed = beside.pid
    assert killed is not None
    with locked(file):
        waiting = asyncio.ensure_future(send(journal, record(2), record(1, slot=1)))
        await asyncio.sleep(0)
        os.kill(killed, signal.SIGKILL)
        await gone(beside, killed)
    assert fresh(await waiting) == [True, True]
    assert [row[:2] for row in rows(file)] == [(1, 0), (1, 1), (2, 0)]
    assert beside.pid not in (None, killed)
    assert beside.restarts == 1


async def test_it_says_how_long_the_oldest_answer_has_waited(beside: Beside, file: Path) -> None:
    """Of what is on its way to the disk, and of what waits behind it."""
    journal = Journal(beside)
    assert journal.oldest_ms(MORNING) == 0
    with locked(file):
        waiting = asyncio.ensure_future(send(journal, record(1)))
        await asyncio.sleep(0)
        behind = asyncio.ensure_future(send(journal, record(2)))
        assert journal.oldest_ms(Millis(MORNING + 1_500)) == 1_500
    await asyncio.gather(waiting, behind)
    assert journal.oldest_ms(Millis(MORNING + 3_000)) == 0
    assert beside.restarts == 0


@pytest.mark.slow
async def test_a_writer_that_fell_silent_is_ended_and_its_batch_is_stored_by_another(
    beside: Beside, file: Path, fake_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "PATIENCE_S", 1.0)
    await beside.ready()
    silent = beside.pid
    assert silent is not None
    os.kill(silent, signal.SIGSTOP)
    outcomes = await send(Journal(beside), record(4))
    assert fresh(outcomes) == [True]
    assert beside.pid != silent
    assert rows(file) == [(4, 0, "1")]


async def test_an_idle_writer_ends_with_its_line(beside: Beside, file: Path) -> None:
    await send(Journal(beside), record(1))
    pid = beside.pid
    assert pid is not None
    await beside.end()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert beside.pid is None
    assert not file.with_name(f"{file.name}-wal").exists()  # it put its things away


async def test_a_stop_does_not_wait_for_a_batch_that_waits_itself(
    beside: Beside, file: Path
) -> None:
    await beside.ready()
    with locked(file):
        waiting = beside.begin([record(1)], MORNING)
        await asyncio.wait_for(beside.end(), line.GOODBYE_S + 1)
        with pytest.raises(Unavailable, match="ended"):
            await waiting
    assert rows(file) == []


async def test_a_lock_that_stays_is_said_and_the_writer_lives(
    beside: Beside, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNAL_WAIT_MS", "50")
    with locked(file):
        with pytest.raises(Unavailable, match="locked"):
            await beside.begin([record(1)], MORNING)
        pid = beside.pid
    assert fresh(await beside.begin([record(1)], MORNING)) == [True]
    assert beside.pid == pid


async def test_where_no_process_can_be_started_phones_are_told_to_send_again(
    beside: Beside, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOURNAL_WAIT_MS = 0
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert await send(Journal(beside), record(1)) == [Refused("busy", BUSY_RETRY_MS)]


async def test_a_batch_is_on_its_way_while_the_phones_of_the_last_are_told(
    beside: Beside, file: Path
) -> None:
    """The second batch was sent before the first one's receipts were handed over."""
    journal, seen = Journal(beside), list[int]()

    def first(_outcome: Outcome) -> None:
        assert beside._line is not None
        seen.append(len(beside._line._asked))

    await beside.ready()
    journal.append(told(record(1), first))
    await asyncio.sleep(0)
    journal.append(told(record(2), lambda _: None))
    await journal.drain()
    assert seen == [1]
    assert len(rows(file)) == 2
