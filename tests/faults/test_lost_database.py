"""PostgreSQL killed, restarted, cut off or struck dumb while phones answer."""

import asyncio
import os
import signal
import time

import pytest

from tests.faults import record
from tests.faults.house import House, health, sprung, through, until
from tests.faults.phone import stored
from tests.faults.stage import FORMS, LONG, MIXED
from tests.faults.toxic import STORING, Do, Toxic
from tests.servers import PostgreSQL

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
# After PostgreSQL accepts again, the first receipt may take this long.
BACK_S = 2.0
# Long enough for whoever dials again ever more rarely to be caught sleeping.
AWAY_S = 3.5
# A line that went dumb is given up after this.
DUMB_S = 7.0
WRITERS = """SELECT pid FROM pg_stat_activity WHERE datname = 'house'
AND query LIKE '%INSERT INTO quiz_entry%' AND pid <> pg_backend_pid()"""


@pytest.mark.parametrize(
    ("queue", "wait_ms"), [(5, 60_000), (20_000, 1_500)], ids=["full queue", "waited too long"]
)
async def test_row_08_while_postgresql_is_dead_answers_wait_or_hear_busy_and_it_goes_on_at_once(
    house: House, staged_postgres: PostgreSQL, queue: int, wait_ms: int
) -> None:
    (web,) = await house.open(JOURNAL_QUEUE=str(queue), JOURNAL_WAIT_MS=str(wait_ms))
    phones = [house.phone(n, LONG) for n in range(12)]
    async with house.load(LONG, phones):
        await asyncio.to_thread(staged_postgres.kill9)
        await asyncio.sleep(0.5)  # receipts of the last commit are still on their way
        told = house.ledger.receipted
        await until(lambda: house.ledger.errors["busy"] > 0, "a phone hears busy")
        asking = asyncio.create_task(asyncio.to_thread(health, web))
        await asyncio.sleep(AWAY_S)
        assert house.ledger.receipted == told
        await asyncio.to_thread(staged_postgres.start)
        waited = await until(lambda: house.ledger.receipted > told, "a receipt")
        assert not (await asking)["ready"]
        print(f"\nfirst receipt {waited:.2f} s after PostgreSQL was back")  # noqa: T201 (measured)
        await until(lambda: house.ledger.receipted > told + 100, "all are served again")
    assert waited <= BACK_S
    assert set(house.ledger.errors) <= {"busy", "unavailable"}
    await house.agree(LONG)


async def test_row_09_the_writers_backend_killed_under_load_its_batch_is_stored_all_the_same(
    house: House,
) -> None:
    await house.open()
    phones = [house.phone(n, LONG) for n in range(12)]
    async with house.load(LONG, phones):
        ((writer,),) = await asyncio.to_thread(record.query, house.url, WRITERS)
        told = house.ledger.receipted
        os.kill(writer, signal.SIGKILL)  # PostgreSQL then ends every other connection, too
        await until(lambda: house.ledger.receipted > told + 100, "all are served again")
    await house.agree(LONG)


@pytest.mark.parametrize("do", [Do.CUT, Do.DROP])
async def test_row_13_a_commit_of_unknown_outcome_is_replayed_and_there_is_one_row(
    house: House, wire: Toxic, do: Do
) -> None:
    await house.open(DATABASE_URL=through(house.url, wire))
    phone = house.phone(0, MIXED)
    question = (await phone.open(0))["question"]
    trap = wire.trap(STORING, do)
    receipt = await phone.answer(question)
    assert trap.sprung.is_set()
    (row,) = house.books(MIXED).rows
    assert house.ledger.receipts[row.attempt, 0] == [row.choice]
    assert receipt["question"]["slot"] == 1
    assert phone.closes == []
    await phone.paper(0)
    await house.agree(MIXED)


async def test_row_13_the_end_of_a_paper_of_unknown_outcome_is_stored_once_and_on_the_boards(
    house: House, wire: Toxic
) -> None:
    await house.open(DATABASE_URL=through(house.url, wire))
    phone = house.phone(0, MIXED)
    length = FORMS[MIXED]["questions"]
    question = (await phone.paper(0, most=length - 1))["question"]
    trap = wire.trap(b"COMMIT", Do.CUT)  # the last answer and the closing are one transaction
    receipt = await phone.answer(question)
    assert trap.sprung.is_set()
    assert receipt["result"]["of"] == length
    assert len(house.books(MIXED).rows) == length + 1
    await house.agree(MIXED)


async def test_row_13_what_another_device_stored_meanwhile_is_what_the_receipt_states(
    house: House, wire: Toxic
) -> None:
    dumb, well = house.server(DATABASE_URL=through(house.url, wire)), house.server()
    await asyncio.gather(*(asyncio.to_thread(server.start) for server in (dumb, well)))
    phone, other = house.phone(0, LONG, on=dumb), house.phone(0, LONG, on=well, device=1)
    question = (await phone.open(0))["question"]
    one, two = phone.two(question)
    await other.open(0)
    trap = wire.trap(STORING, Do.HOLD)
    waiting = asyncio.create_task(phone.answer(question, one))
    await sprung(trap)
    await other.answer(question, two)
    wire.cut()
    assert stored(question, (await waiting)["choice"]) == stored(question, two)
    assert phone.closes == []
    assert len(house.books(LONG).rows) == 1
    await house.agree(LONG)


@pytest.mark.parametrize("do", [Do.SWALLOW, Do.HOLD])
async def test_row_12_a_line_that_went_dumb_is_given_up_and_the_batch_is_replayed(
    house: House, wire: Toxic, do: Do
) -> None:
    await house.open(DATABASE_URL=through(house.url, wire))
    phone = house.phone(0, MIXED)
    question = (await phone.open(0))["question"]
    trap = wire.trap(STORING, do)
    started = time.monotonic()
    answering = asyncio.create_task(phone.answer(question))
    await sprung(trap)
    await answering
    waited = time.monotonic() - started
    print(f"\na dumb line was given up after {waited:.2f} s")  # noqa: T201 (measured)
    assert waited <= DUMB_S
    assert len(house.books(MIXED).rows) == 1
    await phone.paper(0)
    await house.agree(MIXED)
