"""Tasks nobody waits for: kept alive until they end, heard of when they fail; looks that go on for
ever; and what else is kept alive for a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from django.db import Error as DatabaseError

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


async def for_ever(
    name: str, look: Callable[[], Awaitable[object]], *, every_s: float, at_once: bool = False
) -> None:
    """Await `look` again and again, `every_s` seconds after the last one; the first one after that
    time, too, or at once. Whatever it raises is logged under its name, and it is tried again."""
    waits_s = 0.0 if at_once else every_s
    while True:
        await asyncio.sleep(waits_s)
        waits_s = every_s
        try:
            await look()
        except DatabaseError as error:
            log.warning("%s: the database did not answer: %s", name, error)
        except Exception:  # one odd row must not end the looking, of which nobody would hear
            log.exception("%s: failed, will be tried again", name)


def _ended(task: asyncio.Task[Any]) -> None:
    _tasks.discard(task)
    if not task.cancelled() and task.exception() is not None:
        log.error("background task failed", exc_info=task.exception())
