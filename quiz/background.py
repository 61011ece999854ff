"""Tasks nobody waits for, kept alive until they end, and heard of when they fail; and what else is
kept alive for a while."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)
_tasks: set[asyncio.Task[Any]] = set()


def spawn(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Start `work`; a failure is logged, not lost."""
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_ended)
    return task


def hold(thing: object, ms: int) -> None:
    """Keep `thing` in memory so long, whoever else lets go of it."""
    # The loop keeps the arguments of what it has to call; what it calls does not matter.
    asyncio.get_running_loop().call_later(ms / 1_000, id, thing)


def _ended(task: asyncio.Task[Any]) -> None:
    _tasks.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.error("background task failed", exc_info=task.exception())
