"""From the disk to the phones: committed batches are told a few records at a time."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from msgspec import Struct

from quiz import wire
from quiz.events import AttemptClosed
from quiz.journal.record import Outcome, Record, Stored
from quiz.rules.attempt import CLOSED
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
# Receipts are made and then written: few enough to be still in the nearest cache by then.
TOGETHER = 32


class Waiting(Struct, gc=False):
    """Records that are taken in together, one after the other in one batch, and who hears of it.
    Nothing that stays holds one, so that the collector need not look at them."""

    records: Sequence[Record]
    queued_at: Millis

    def done(self, outcomes: Sequence[Outcome]) -> None:
        """The database said what it holds now, record by record."""
        raise NotImplementedError

    def closed(self, closing: Stored) -> AttemptClosed | None:
        """What happened besides when a closing, always the last record, is new."""
        return None


class Telling:
    """Batches whose outcomes are known, told in their order. Between a few phones and the next few
    the event loop has a turn: the next batch is sent to the disk and frames are heard, so that
    neither of them waits until a whole hall has been told (decision 21)."""

    def __init__(
        self, settle: Callable[[int], None], tell: Callable[[list[AttemptClosed]], None]
    ) -> None:
        self._settle = settle
        self._tell = tell
        self._batches: deque[tuple[Sequence[Waiting], Sequence[Outcome]]] = deque()
        self._task: asyncio.Task[None] | None = None
        # Records whose phones have not been told yet.
        self.behind = 0

    def take(self, waiting: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
        """Tell the phones of one more batch, after those before it."""
        self._batches.append((waiting, outcomes))
        self.behind += len(outcomes)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._batches:
                waiting, outcomes = self._batches.popleft()
                for part in range(0, len(waiting), TOGETHER):
                    outcomes = self._told(waiting[part : part + TOGETHER], outcomes)
                    await asyncio.sleep(0)
        finally:  # when stopped before its end, nobody is told any more
            self._task = None
            self._batches.clear()
            self._settled(self.behind)

    def _told(self, part: Sequence[Waiting], outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """Tell some phones; return the outcomes of those after them."""
        events, n = [], 0
        with wire.gathering:
            for waiting in part:
                end = n + len(waiting.records)
                if event := _done(waiting, outcomes[n:end]):
                    events.append(event)
                n = end
        if events:
            self._tell(events)
        self._settled(n)
        return outcomes[n:]

    def _settled(self, number: int) -> None:
        self.behind -= number
        self._settle(number)


def _done(waiting: Waiting, outcomes: Sequence[Outcome]) -> AttemptClosed | None:
    last, event = outcomes[-1], None
    if waiting.records[-1].kind == CLOSED and isinstance(last, Stored) and last.fresh:
        try:
            event = waiting.closed(last)
        except Exception:  # the boards read it in the journal
            log.exception("journal: a closing could not be told to the boards")
    try:
        waiting.done(outcomes)
    except Exception:  # one broken phone must not cost its neighbours their receipts
        log.exception("journal: a receipt could not be handed over")
    return event
