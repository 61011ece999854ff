"""Item statistics are counted in a process of its own, which ends with whoever started it."""

import os
import sys
from pathlib import Path

import pytest

from quiz import children
from tests.faults.house import House, until
from tests.faults.stage import MIXED
from tests.processes import started_by, talking

pytestmark = pytest.mark.faults
COUNTING = """
import asyncio
from quiz import children
asyncio.run(children.run("count_statistics", "--idle", "600"))
"""


async def played(house: House) -> None:
    """Several papers are closed, and their server still runs."""
    await house.open()
    phones = [house.phone(person, MIXED) for person in range(4)]
    async with house.load(MIXED, phones):
        await until(lambda: house.ledger.receipted > 100, "papers")


async def test_a_process_beside_the_server_counts_what_was_closed(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await played(small_house)
    [web] = small_house.servers
    for name, value in web.environment.items():
        monkeypatch.setenv(name, value)
    assert await children.run("count_statistics") == 0
    counted, differing, *_ = web.manage("recount").splitlines()
    assert not counted.startswith("0 attempts")
    assert differing == "0 cells differ"


async def test_ctrl_c_at_a_terminal_is_for_the_server_alone(small_house: House) -> None:
    await small_house.open()
    [web] = small_house.servers
    told = {**os.environ, **web.environment}
    with talking([sys.executable, "-c", COUNTING], told) as parent:
        await until(lambda: len(started_by(parent.pid, "count_statistics")) == 1, "a child")
        [child] = started_by(parent.pid, "count_statistics")
        # It is seen from the fork on, a moment before it leaves its parent's group.
        await until(lambda: os.getpgid(child) == child, "a group of its own")
        parent.kill()
        parent.wait(20)
    await until(lambda: not Path(f"/proc/{child}").exists(), "the child's end")


async def test_the_counting_ends_when_whoever_started_it_is_gone(small_house: House) -> None:
    await played(small_house)
    [web] = small_house.servers
    command = [sys.executable, "manage.py", "count_statistics", "--idle", "600"]
    told = {**os.environ, **web.environment}
    with talking(command, told) as child:
        assert child.stdin is not None
        polite = children.POLITE
        await until(lambda: os.getpriority(os.PRIO_PROCESS, child.pid) == polite, "its manners")
        assert child.poll() is None
        child.stdin.close()
        assert child.wait(20) == 0
