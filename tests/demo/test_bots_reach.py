"""A rehearsal that reaches nobody does not pass."""

import asyncio
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.management.commands.bots import failed
from quiz.bots.crowd import Run, play
from quiz.bots.front_door import NoContest
from quiz.bots.hall import HallRun, fill
from quiz.bots.phone import Tally
from tests.servers import free_port

PLAYED: dict[str, Any] = {"joined": 5, "papers": 3, "answers": 30, "receipts": 30}


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"


async def test_where_no_server_answers_nobody_is_sent() -> None:
    with pytest.raises(NoContest, match="no contest server answers at http://"):
        await play(Run(nowhere(), "2026", 5, "seed"), asyncio.Event())


@pytest.mark.slow
async def test_nobody_is_sent_to_a_hall_where_no_server_answers() -> None:
    run = HallRun(nowhere(), "2026", "440000", "123456", 5, "seed", {})
    with pytest.raises(NoContest, match="no contest server answers at http://"):
        await fill(run, asyncio.Event())


async def test_who_waits_for_a_server_that_starts_waits_its_minutes_only() -> None:
    run = Run(nowhere(), "2026", 5, "seed", minutes=0.001, patient=True)
    assert await asyncio.wait_for(play(run, asyncio.Event()), 20) == Tally()


@pytest.mark.parametrize(
    ("change", "told", "fails"),
    [
        ({}, False, False),
        ({"joined": 0}, False, True),
        ({"papers": 0}, False, True),
        ({"answers": 0, "receipts": 0}, False, True),
        ({"papers": 0}, True, False),
        ({"receipts": 29}, True, True),
        ({"wrong": 1}, True, True),
    ],
)
def test_a_rehearsal_passes_only_if_somebody_played_and_nothing_was_lost(
    *, change: dict[str, int], told: bool, fails: bool
) -> None:
    assert failed(Tally(**{**PLAYED, **change}), told=told) is fails


@pytest.mark.parametrize("command", [("bots",), ("hall_bots", "123456"), ("signin_link", "chen")])
@pytest.mark.parametrize(
    "url", ["foo", "ftp://x", "http://", "http://x:abc", "//x", "http://x/path", "http://x?q", ""]
)
def test_an_address_that_is_none_is_refused(command: tuple[str, ...], url: str) -> None:
    with pytest.raises(CommandError, match="is no address such as https://"):
        call_command(*command, "--url", url)


@pytest.mark.parametrize("minutes", ["-1", "nan", "inf"])
def test_minutes_that_cannot_be_are_refused(minutes: str) -> None:
    with pytest.raises(CommandError, match="--minutes: 0 to"):
        call_command("bots", "--minutes", minutes)
