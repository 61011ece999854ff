"""The append-only record of what contestants did: one writer per process, group commit.

`append` queues; the writer takes everything that waits, commits it in one transaction, and only
then is each record's `done` called (quiz/journal/telling.py). While one batch commits the next
gathers: no timer, no tuning.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from django.conf import settings
from msgspec import Struct

from quiz import clock
from quiz.events import AttemptClosed
from quiz.journal import sql
from quiz.journal.record import Outcome, Record, Refused, Unavailable
from quiz.journal.telling import Telling, Waiting
from quiz.journal.thread import InThread
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
# One batch stays well under a second even on a slow disk, so a stop never waits long for it.
LARGEST_BATCH = 4_000
# Waits between tries while the database is away; odd, so that processes do not come back in step.
RETRY_MS = (53, 211, 499, 997)
BUSY_RETRY_MS = 1_500


class Batch(Struct, frozen=True):
    """What is being stored, and the first try of it."""

    waiting: list[Waiting]
    records: list[Record]
    begun: Awaitable[list[Outcome]]


class Writer(Protocol):
    """Commits batches one after the other, off the event loop. `restarts` counts how often what
    does so ended too early and was started again."""

    restarts: int

    def begin(self, records: Sequence[Record], stamp: Millis) -> asyncio.Future[list[Outcome]]:
        """Send a batch now. The future may hold Unavailable: it may be sent again."""

    async def ready(self) -> None:
        """Be ready before the first answer comes."""

    async def end(self) -> None:
        """Let go of the database; what is not answered by now is not waited for."""


class Journal:
    """The queue in front of one process's writer."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._queue: deque[Waiting] = deque()
        self._batch: Batch | None = None
        self._task: asyncio.Task[None] | None = None
        self._telling = Telling(self._settle, self._tell)
        self._listeners: list[Callable[[list[AttemptClosed]], None]] = []
        # Records since the process began: queued, and answered one way or the other.
        self._queued = self._answered = self._limit = 0
        self._drains: list[asyncio.Future[None]] = []
        self.away_since: Millis | None = None

    def listen(self, listener: Callable[[list[AttemptClosed]], None]) -> None:
        """Have `listener` called on the event loop after each commit that closed attempts."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    @property
    def stuck(self) -> bool:
        """Whether records wait because the database did not take the last batch."""
        return self.away_since is not None and self.backlog > 0

    @property
    def backlog(self) -> int:
        """Records that are not on disk yet."""
        return self._queued - self._answered

    def oldest_ms(self, now: Millis) -> Millis:
        """For how long what has waited longest for the disk has waited; 0 = nothing waits. May be
        asked by any thread."""
        batch = self._batch
        try:
            first = batch.waiting[0] if batch else self._queue[0]
        except IndexError:
            return Millis(0)
        return Millis(max(0, now - first.queued_at))

    def append(self, waiting: Waiting) -> bool:
        """Queue records. False = the queue is full: nothing was queued."""
        if self._task is None:
            self._limit = settings.JOURNAL_QUEUE
        queued = self._queued + len(waiting.records)
        if queued - self._answered > self._limit:
            return False
        self._queue.append(waiting)
        self._queued = queued
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._write())
        return True

    async def drain(self) -> None:
        """Wait until everything queued so far has been answered; later records are not waited for.

        So it returns under steady load, too.
        """
        last = self._queued
        while self._answered < last:
            self._drains.append(asyncio.get_running_loop().create_future())
            await self._drains[-1]

    async def _write(self) -> None:
        try:
            batch = self._batch = self._begin()
            while batch:
                outcomes = await self._stored(batch)
                # The next one is on its way to the disk while these phones are told.
                self._telling.take(batch.waiting, outcomes)
                batch = self._batch = self._begin()
        finally:  # what was on its way when this was stopped is not answered any more
            self._task = self._batch = None
            left = sum(len(waiting.records) for waiting in self._queue) + self._telling.behind
            self._settle(self._queued - left - self._answered)

    def _begin(self) -> Batch | None:
        """Hand everything that waits to the writer."""
        queue, waiting = self._queue, list[Waiting]()
        records: list[Record] = []
        while queue and len(records) < LARGEST_BATCH:
            waiting.append(queue.popleft())
            records += waiting[-1].records
        if not waiting:
            return None
        return Batch(waiting, records, self._sent(records))

    def _sent(self, records: list[Record]) -> Awaitable[list[Outcome]]:
        try:
            return self.writer.begin(records, clock.now())
        except Exception as error:  # noqa: BLE001 (it is answered like one that failed later)
            failed = asyncio.get_running_loop().create_future()
            failed.set_exception(error)
            return failed

    async def _stored(self, batch: Batch) -> list[Outcome]:
        """Its outcomes. While the database is away it is sent again and again, until the oldest
        waited too long."""
        tries, begun = 0, batch.begun
        while True:
            try:
                outcomes = await begun
                self.away_since = None
                return outcomes
            except Unavailable as error:
                if error.final or self._too_late(batch):
                    log.error("journal: %s", error)
                    return [Refused(error.code, BUSY_RETRY_MS)] * len(batch.records)
            except Exception:  # a fault of ours must not leave phones waiting for ever
                log.exception("journal: a batch could not be stored")
                return [Refused("busy", BUSY_RETRY_MS)] * len(batch.records)
            await asyncio.sleep(RETRY_MS[min(tries, len(RETRY_MS) - 1)] / 1000)
            tries, begun = tries + 1, self._sent(batch.records)

    def _too_late(self, batch: Batch) -> bool:
        now = clock.now()
        self.away_since = self.away_since or now
        waited = now - batch.waiting[0].queued_at
        return waited > int(settings.JOURNAL_WAIT_MS)

    def _settle(self, number: int) -> None:
        """So many more are answered; whoever waits for it looks again."""
        self._answered += number
        for drain in self._drains:
            if not drain.done():
                drain.set_result(None)
        self._drains.clear()

    def _tell(self, events: list[AttemptClosed]) -> None:
        for listener in self._listeners:
            try:
                listener(events)
            except Exception:  # a board that fails now reads the journal again later
                log.exception("journal: a listener failed")


journal = Journal(InThread(sql.commit))
