"""The append-only record of what contestants did: one writer per process, group commit.

`append` queues; the writer takes everything that waits, commits it in one transaction, and only
then calls each record's `done`. While one batch commits the next gathers: no timer, no tuning.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from msgspec import Struct

from quiz import clock, journal_sql
from quiz.events import AttemptClosed
from quiz.journal_record import Outcome, Record, Refused, Stored, Unavailable
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
# One batch stays well under a second even on a slow disk, so a stop never waits long for it.
LARGEST_BATCH = 4_000
# Waits between tries while the database is away; odd, so that processes do not come back in step.
RETRY_MS = (53, 211, 499, 997)
BUSY_RETRY_MS = 1_500


class Waiting(Struct, frozen=True):
    """A record in the queue, who hears of it, and what happens besides when it is new."""

    record: Record
    done: Callable[[Outcome], None]
    queued_at: Millis
    event: Callable[[Stored], AttemptClosed] | None = None


class Journal:
    """The queue in front of one process's writer."""

    def __init__(self, commit: Callable[[Sequence[Record], Millis], list[Outcome]]) -> None:
        self._commit = commit
        self._queue: deque[Waiting] = deque()
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._listeners: list[Callable[[list[AttemptClosed]], None]] = []
        # Records since the process began: queued, and answered one way or the other.
        self._queued = self._answered = 0
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

    def append(self, waiting: Sequence[Waiting]) -> bool:
        """Queue records that belong in one batch. False = the queue is full: nothing was queued."""
        if self.backlog + len(waiting) > settings.JOURNAL_QUEUE:
            return False
        self._queue.extend(waiting)
        self._queued += len(waiting)
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
            while self._queue:
                size = min(len(self._queue), LARGEST_BATCH)
                batch = [self._queue.popleft() for _ in range(size)]
                records = [waiting.record for waiting in batch]
                self._release(batch, await self._store(records, batch[0].queued_at))
        finally:
            self._task = None
            self._settle()

    async def _store(self, records: list[Record], queued_at: Millis) -> list[Outcome]:
        """Commit, again and again while the database is away, until the oldest waited too long."""
        tries = 0
        loop = asyncio.get_running_loop()
        while True:
            try:
                outcomes = await loop.run_in_executor(
                    self._thread, self._commit, records, clock.now()
                )
                self.away_since = None
                return outcomes
            except Unavailable as error:
                now = clock.now()
                self.away_since = self.away_since or now
                if error.final or now - queued_at > settings.JOURNAL_WAIT_MS:
                    log.error("journal: %s", error)
                    return [Refused(error.code, BUSY_RETRY_MS)] * len(records)
            except Exception:  # a fault of ours must not leave phones waiting for ever
                log.exception("journal: a batch could not be stored")
                return [Refused("busy", BUSY_RETRY_MS)] * len(records)
            await asyncio.sleep(RETRY_MS[min(tries, len(RETRY_MS) - 1)] / 1000)
            tries += 1

    def _settle(self) -> None:
        """Whatever has left the queue is answered; whoever waits for it looks again."""
        self._answered = self._queued - len(self._queue)
        for drain in self._drains:
            if not drain.done():
                drain.set_result(None)
        self._drains.clear()

    def _release(self, batch: list[Waiting], outcomes: list[Outcome]) -> None:
        events = []
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.event and isinstance(outcome, Stored) and outcome.fresh:
                events.append(waiting.event(outcome))
            try:
                waiting.done(outcome)
            except Exception:  # one broken phone must not cost its neighbours their receipts
                log.exception("journal: a receipt could not be handed over")
        if events:
            self._tell(events)
        self._settle()

    def _tell(self, events: list[AttemptClosed]) -> None:
        for listener in self._listeners:
            try:
                listener(events)
            except Exception:  # a board that fails now reads the journal again later
                log.exception("journal: a listener failed")

    def close(self) -> None:
        """Give the writer's connection back (the end of a process or of a test)."""
        self._thread.submit(journal_sql.close_connection).result()


journal = Journal(journal_sql.commit)
