"""Turns at the database for those who come in: one lane for each address, taken in turn.

A laptop may hold thousands of sockets and have each of them say hello without end. All of that
waits in one lane; whoever comes from elsewhere waits for one of them, not for all. A school behind
one address has the database to itself while nobody else comes.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from quiz import threads

P = ParamSpec("P")
T = TypeVar("T")

# As many as there are threads: a turn that is given does not wait behind others.
AT_ONCE = threads.POOL_SIZE


class Lanes:
    """`AT_ONCE` turns at a time. Used on the event loop only."""

    def __init__(self) -> None:
        self._busy = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def run(self, lane: str, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `threads.run`, when it is the turn of `lane`."""
        await self._turn(lane)
        try:
            return await threads.run(fn, *args, **kwargs)
        finally:
            self._busy -= 1
            self._next()

    async def _turn(self, lane: str) -> None:
        if self._busy < AT_ONCE:
            self._busy += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(lane, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it had been given meanwhile
                self._busy -= 1
                self._next()
            raise

    def _next(self) -> None:
        """Give the turn that is free to the lane that has waited longest for one."""
        while self._waiting:
            lane, line = self._waiting.popitem(last=False)
            turn = line.popleft()
            if line:
                self._waiting[lane] = line
            if not turn.done():
                self._busy += 1
                turn.set_result(None)
                return


lanes = Lanes()
