"""A writer in a thread of this process: for tests, and for programs that are no server."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from quiz.journal import sql
from quiz.journal.record import Outcome, Record
from quiz.rules.units import Millis


class InThread:
    """Servers have a process (quiz/journal/beside.py), which leaves them the interpreter."""

    def __init__(self, commit: Callable[[Sequence[Record], Millis], list[Outcome]]) -> None:
        self._commit = commit
        self.restarts = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def begin(self, records: Sequence[Record], stamp: Millis) -> asyncio.Future[list[Outcome]]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._thread, self._commit, records, stamp)

    async def ready(self) -> None:
        """The thread dials when it has something to store."""

    async def end(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, sql.close_connection)
