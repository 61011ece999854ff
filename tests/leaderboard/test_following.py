"""A process follows the journal for ever, whatever one reading meets."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from pytest_django import Settings

from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from quiz import clock
from quiz.events import AttemptClosed
from quiz.journal.follow import Cursor, closed_since
from quiz.journal.queue import journal
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_projector import shown


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_threads")
async def test_no_odd_entry_ends_the_following(
    stage: Scene,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.BOARD_TICK_MS = 1
    readings, late, caught_up = list[int](), list[bool](), asyncio.Event()

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        readings.append(1)
        if len(readings) < 4:
            raise LookupError("one odd entry")
        return closed_since(cursor, limit)

    async def tick() -> None:
        late.append(projector.late(clock.now()))
        if not late[-1]:
            caught_up.set()

    await sync_to_async(stage.close)("梅", 80)
    monkeypatch.setattr(journal, "_listeners", [])
    projector = Projector(MemoryShelf(), source)
    projector.each_tick(tick)
    following = asyncio.ensure_future(projector.follow())
    await asyncio.wait_for(caught_up.wait(), 20)
    assert late == [True, True, True, False]
    assert projector.following
    assert await sync_to_async(shown)(projector) == [("梅", 80, 1)]
    # One traceback tells as much as three; then, that it is over.
    assert [bool(line.exc_info) for line in caplog.records] == [True, False]
    following.cancel()
    await asyncio.wait([following])
    assert not projector.following
