"""Simulated people that a console calls, in a process of their own: why they failed is told."""

import asyncio
import shutil
from pathlib import Path

import pytest

from quiz import background
from quiz.rules.stage import Stage, State
from quiz.sittings import rehearsal
from quiz.sittings.store import Row
from tests.faults.house import environment
from tests.made import migrated
from tests.processes import START_S, free_port

LOBBY = Stage(of=3, state=State.LOBBY)
HALL = Row(
    *(7, "live", "", "123456", "", "", "", 0, 0),
    rehearsal=True,
    region="440000",
    version=1,
    stage=LOBBY,
)


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the child has: all tables, and no such sitting."""
    url = f"sqlite:///{shutil.copy(migrated(), tmp_path / 'contest.sqlite3')}"
    for name, value in environment(DATABASE_URL=url, DATA_DIR=str(tmp_path)).items():
        monkeypatch.setenv(name, value)


async def bring() -> asyncio.subprocess.Process:
    await rehearsal.bring_bots(HALL, 2, f"http://127.0.0.1:{free_port()}")
    return rehearsal._running[HALL.id]


async def listened() -> None:
    """Until whoever listens to them has heard their end."""
    await asyncio.wait_for(asyncio.gather(*background._tasks), START_S)


@pytest.mark.slow
async def test_the_log_says_in_which_hall_and_why_they_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await bring()
    await listened()
    (said,) = [one.getMessage() for one in caplog.records if one.name == rehearsal.log.name]
    assert said == (
        "bots: the simulated people of hall 123456 ended with status 1: "
        "CommandError: there is no sitting 123456: its six digits are on its console and its big"
        " screen"
    )
    assert HALL.id not in rehearsal._running


async def test_who_is_sent_home_has_not_failed(caplog: pytest.LogCaptureFixture) -> None:
    process = await bring()
    await rehearsal.send_bots_home(HALL.id)
    await listened()
    assert process.returncode
    assert "bots:" not in caplog.text
