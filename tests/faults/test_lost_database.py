"""PostgreSQL killed, restarted, cut off or struck dumb while phones answer."""

import asyncio

import pytest

from tests.faults.house import House, health, until
from tests.faults.stage import LONG
from tests.servers import PostgreSQL

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
# After PostgreSQL accepts again, the first receipt may take this long.
BACK_S = 2.0
# Long enough for whoever dials again ever more rarely to be caught sleeping.
AWAY_S = 3.5


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
