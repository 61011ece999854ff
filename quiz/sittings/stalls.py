"""Times in which this process did not listen: its event loop was blocked, or it was put to sleep.

What arrived meanwhile lay unread, and when it arrived nobody knows. Contestants must not pay for
that: an answer read right afterwards counts as having come when its phone says, within that time.
"""

import asyncio
import logging
from dataclasses import dataclass

from quiz import clock
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
BEAT_S = 0.05
# A beat that comes later than this was held up. A busy loop is late by less.
LATE_MS = 250
# Shorter ones come and go on any busy machine, and no contestant pays for them.
WORTH_A_LOOK_MS = 1_000


@dataclass(slots=True)
class Stalls:
    """Listens to the beats of one event loop. `since` = the last moment at which it surely
    listened, while it catches up with what lay unread; None as long as all is well."""

    last: Millis | None = None
    since: Millis | None = None

    def beat(self, now: Millis) -> None:
        """A moment at which the loop came round."""
        late = self.last is not None and now - self.last > LATE_MS
        if late and self.since is None:
            self.since = self.last
        elif not late:
            self.since = None
        self.last = now

    def arrived(self, read_at: Millis, claimed: Millis) -> Millis:
        """When something arrived that was read at `read_at` and was sent, says its phone, at
        `claimed`: as read, except after a time in which nobody listened."""
        since = self.since
        if self.last is not None and read_at - self.last > LATE_MS and since is None:
            since = self.last  # the beat itself is still to come
        return read_at if since is None else Millis(min(read_at, max(since, claimed)))


stalls = Stalls()


def tell(stood_ms: int) -> None:
    """Log a stall: as a warning only when somebody should see to the machine."""
    level = logging.WARNING if stood_ms >= WORTH_A_LOOK_MS else logging.INFO
    log.log(level, "stalls: the event loop stood still for %d ms", stood_ms)


async def beat_for_ever() -> None:
    """Beat for this process."""
    while True:
        before = stalls.last
        stalls.beat(clock.now())
        if stalls.since is not None and before is not None:
            tell(clock.now() - before)
        await asyncio.sleep(BEAT_S)
