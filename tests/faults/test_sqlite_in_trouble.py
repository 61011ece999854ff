"""SQLite locked by another process, and on a full disk, while phones answer."""

import asyncio
import contextlib
import json
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, until
from tests.faults.stage import LONG
from tests.processes import Process, missing, program, talking
from tests.servers import WRITER, WebServer

pytestmark = pytest.mark.faults
LOCKER = """
import sqlite3, sys
line = sqlite3.connect(sys.argv[1], isolation_level=None)
line.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
JOIN = {"contest": "2026", "nickname": "late", "region": "440103", "cohort": "general"}


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    """While inside, another process may write to the database, and nobody else."""
    command = [sys.executable, "-c", LOCKER, str(database)]
    with talking(command) as locker:
        assert locker.stdout is not None
        assert locker.stdout.readline() == "locked\n"
        yield


@contextlib.asynccontextmanager
async def no_space(web: WebServer, log: Path) -> AsyncIterator[None]:
    """While inside, every write of the server and its writer to a file fails as on a full disk."""
    strace = Process(log)
    (writer,) = web.children(WRITER)
    full = ["-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC"]
    strace.spawn([program("strace"), "-f", "-qq", *full, "-p", str(web.pid), "-p", str(writer)])
    await asyncio.to_thread(_attached, strace, web.pid, writer)
    try:
        yield
    finally:
        strace.send(signal.SIGTERM)


def _attached(strace: Process, *pids: int) -> None:
    """Wait until each thread is traced. Skips the test, loudly, where that is not allowed."""
    tracer = f"TracerPid:\t{strace.pid}\n"

    def traced() -> bool:
        tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").glob("*/status")]
        return not strace.running or all(tracer in task.read_text() for task in tasks)

    strace.wait_until(traced, "strace")
    if not strace.running:
        missing(f"STRACE MAY NOT LOOK INTO OUR OWN SERVER: {strace.output()}")


def join(web: WebServer) -> int:
    """The HTTP status of somebody's joining."""
    request = urllib.request.Request(
        f"{web.url}/api/join",
        data=json.dumps(JOIN).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    ("wait_ms", "locked_s", "busy"), [(60_000, 8, False), (1_000, 6, True)], ids=["wait", "busy"]
)
async def test_row_17_while_another_process_locks_sqlite_answers_wait_or_hear_busy_and_are_stored(
    small_house: House, wait_ms: int, locked_s: int, *, busy: bool
) -> None:
    house = small_house
    (web,) = await house.open(JOURNAL_WAIT_MS=str(wait_ms))
    phones = [house.phone(n, LONG) for n in range(8)]
    async with house.load(LONG, phones):
        with locked(Path(house.url.removeprefix("sqlite:///"))):
            await asyncio.sleep(0.5)  # receipts of the last commit are still on their way
            told = house.ledger.receipted
            joining = asyncio.create_task(asyncio.to_thread(join, web))
            await asyncio.sleep(locked_s)
            assert house.ledger.receipted == told
        waited = await until(lambda: house.ledger.receipted > told, "a receipt")
        print(f"\nfirst receipt {waited:.2f} s after the lock")  # noqa: T201
        await until(lambda: house.ledger.receipted > told + 50, "all are served again")
    assert await joining == 503
    assert (house.ledger.errors["busy"] > 0) is busy
    assert set(house.ledger.errors) <= {"busy", "unavailable"}
    await house.agree(LONG)


async def test_row_19_on_a_full_disk_phones_hear_storage_full_and_it_goes_on_when_there_is_space(
    small_house: House,
) -> None:
    house = small_house
    (web,) = await house.open()
    phones = [house.phone(n, LONG) for n in range(8)]
    async with house.load(LONG, phones):
        async with no_space(web, house.folder / "strace.log"):
            await asyncio.sleep(0.5)  # receipts of the last commit are still on their way
            told = house.ledger.receipted
            await until(lambda: house.ledger.errors["storage_full"] > 20, "storage_full is heard")
            assert house.ledger.receipted == told
        waited = await until(lambda: house.ledger.receipted > told, "a receipt")
        print(f"\nfirst receipt {waited:.2f} s after there was space")  # noqa: T201
        await until(lambda: house.ledger.receipted > told + 50, "all are served again")
    assert set(house.ledger.errors) <= {"storage_full", "unavailable"}
    await house.agree(LONG)
