"""What a process does besides answering goes on for ever, whatever one look meets."""

import asyncio
import logging
from typing import Any, NoReturn

import pytest
from django.db import OperationalError

from leaderboard.publish import official, worker
from leaderboard.raffle import tidying
from leaderboard.selection import forgetting
from quiz import annulment_news, background, departures, end_news, rulings, sweeper, threads

WATCHERS = {
    "sweep": (sweeper.sweep_for_ever, "EVERY_S"),
    "rulings": (rulings.watch_for_ever, "LOOK_S"),
    "departures": (departures.watch_for_ever, "EVERY_S"),
    "ends": (end_news.watch_for_ever, "EVERY_S"),
    "annulments": (annulment_news.watch_for_ever, "EVERY_S"),
    "official results": (official.watch_for_ever, "EVERY_S"),
    "publications": (worker.watch_for_ever, "EVERY_S"),
    "selections": (forgetting.watch_for_ever, "EVERY_S"),
    "raffles": (tidying.forget_for_ever, "EVERY_S"),
}
FAULTS = [LookupError("one odd row"), ConnectionResetError("gone"), OperationalError("away")]


@pytest.mark.parametrize("name", WATCHERS)
async def test_no_fault_ends_the_watching(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watch, pace = WATCHERS[name]
    faults, gone_on = list(FAULTS), asyncio.Event()

    async def fail(*_: Any) -> NoReturn:
        if not faults:
            gone_on.set()
            raise asyncio.CancelledError
        raise faults.pop(0)

    monkeypatch.setattr(threads, "run", fail)
    monkeypatch.setitem(watch.__globals__, pace, 0)
    with caplog.at_level(logging.WARNING), pytest.raises(asyncio.CancelledError):
        await watch()
    assert gone_on.is_set()
    assert [line.getMessage().split(":")[0] for line in caplog.records] == [name] * len(FAULTS)


async def test_a_database_that_is_away_is_told_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults: list[BaseException] = [
        OperationalError("away"),
        LookupError(),
        asyncio.CancelledError(),
    ]

    async def look() -> NoReturn:
        raise faults.pop(0)

    with pytest.raises(asyncio.CancelledError):
        await background.for_ever("sweep", look, every_s=0)
    assert [bool(line.exc_info) for line in caplog.records] == [False, True]


@pytest.mark.parametrize(("at_once", "looks"), [(True, 1), (False, 0)])
async def test_a_look_comes_at_once_or_after_the_first_wait(*, at_once: bool, looks: int) -> None:
    seen = list[int]()

    async def look() -> None:
        seen.append(1)

    watching = background.spawn(background.for_ever("x", look, every_s=3_600, at_once=at_once))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    watching.cancel()
    assert len(seen) == looks
