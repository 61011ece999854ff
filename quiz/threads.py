"""The one way from the event loop to the database: a few threads that keep their connections."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import ParamSpec, TypeVar

from django.db import connection, connections

P = ParamSpec("P")
T = TypeVar("T")

# Reads and openings only; answers have a writer of their own (quiz/journal/queue.py).
POOL_SIZE = 4
# A thread may still wait for a database that is away; a stop does not wait for it longer.
GATHER_S = 2.0


def own_line() -> None:
    """Have this thread dial the database itself, and keep the connection until it breaks.

    Dialling SQLite for each call was half of what opening an attempt cost. On PostgreSQL the pool
    of the HTTP requests dials a dead server ever more rarely, and whoever asks it for a connection
    waits 5 s; a dial of one's own fails at once and may be tried again. A line that broke while
    idle is found by a SELECT 1 before the next call of `run`, which so does not fail.
    """
    options = connection.settings_dict["OPTIONS"]
    if connection.connection is None:
        alone = {name: value for name, value in options.items() if name != "pool"}
        kept = {"OPTIONS": alone, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
        connection.settings_dict = {**connection.settings_dict, **kept}


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="database", initializer=own_line)


_pool = _threads()


async def run(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `fn` in a database thread and return what it returns."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_pool, lambda: fresh(fn, *args, **kwargs))


def fresh(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `fn` here, dropping a connection that broke since its last use."""
    for line in connections.all(initialized_only=True):
        line.close_if_unusable_or_obsolete()
    return fn(*args, **kwargs)


def close_all() -> None:
    """Close the threads' connections (the end of a process, or of a test)."""
    global _pool
    old, _pool = _pool, _threads()
    everybody = Barrier(POOL_SIZE)  # one task for each thread, not four for a quick one
    for _ in range(POOL_SIZE):
        old.submit(_close_mine, everybody)
    old.shutdown(wait=True)


def _close_mine(everybody: Barrier) -> None:
    with contextlib.suppress(BrokenBarrierError):
        everybody.wait(GATHER_S)
    connections.close_all()
