"""The server's end of its writer: a process of its own that stores batches.

In a thread of the server it would take the interpreter from the event loop
(docs/decisions/0019-the-writer-is-a-process.md).
"""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from quiz.journal import wire
from quiz.journal.line import Line
from quiz.journal.record import Outcome, Record, Refused, Unavailable
from quiz.journal.wire import Batch
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
ROOT: Final = Path(__file__).resolve().parents[2]


class Beside:
    """The writer of a server; another one is started when it ends before the server."""

    def __init__(self) -> None:
        self._line: Line | None = None
        self._starts = asyncio.Lock()
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """The process that stores now."""
        return None if self._line is None or self._line.gone.done() else self._line.pid

    def begin(self, records: Sequence[Record], stamp: Millis) -> asyncio.Future[list[Outcome]]:
        line = self._line
        if line is None or line.gone.done():
            return asyncio.ensure_future(self._late(records, stamp))
        try:
            return line.commit(Batch(records, stamp))
        except (OverflowError, ValueError):
            return asyncio.ensure_future(self._apart(records, stamp))

    async def ready(self) -> None:
        await self._started()

    async def end(self) -> None:
        if self._line is not None and not self._line.gone.done():
            await self._line.end()

    async def _late(self, records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        try:
            await self._started()
        except OSError as error:
            raise Unavailable(f"no process for the writer: {error}") from error
        return await self.begin(records, stamp)

    async def _apart(self, records: Sequence[Record], stamp: Millis) -> list[Outcome]:
        """Refuse what cannot even be said (no database could store it), and store the others."""
        fit = [wire.fits(record) for record in records]
        if all(fit):
            raise RuntimeError("a batch cannot be said, each of its records can")
        good = [record for record, one in zip(records, fit, strict=True) if one]
        stored = iter(await self.begin(good, stamp) if good else [])
        return [next(stored) if one else Refused("unstorable", 0) for one in fit]

    async def _started(self) -> Line:
        async with self._starts:
            if self._line is None or self._line.gone.done():
                if self._line is not None:
                    log.error("journal: the writer ended, another one is started")
                    self.restarts += 1
                self._line = await _start()
            return self._line


async def _start() -> Line:
    """A new process, out of reach of a terminal's Ctrl-C, which would end it while it is loading;
    its words of trouble go where ours go."""
    paths = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    told = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = (sys.executable, "-m", "quiz.journal.writer")
    loop = asyncio.get_running_loop()
    _, line = await loop.subprocess_exec(
        Line, *command, stderr=None, env=told, start_new_session=True
    )
    return line
