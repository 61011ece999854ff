"""Phones hear of each annulment and restoring of the paper that they sit on, whichever process made
the step.

Every process looks for new steps itself, once a second for all its phones together: nothing is sent
between processes, and a phone costs nothing until there is news about its own paper.
"""

from collections import deque
from typing import Final

from django.db.models import Max

from quiz import annulling, background, clock, seats, threads
from quiz.models import Annulment
from quiz.rules.units import Millis
from quiz.seat import Seat

# As soon as rulings; odd, so that it never lines up with other lookers.
EVERY_S: Final = 0.89
# Rows are looked at again for so long: one with a lower number may be committed later.
AGAIN_MS: Final = 10_000


class News:
    """One process's place among the steps. Used by one task only."""

    def __init__(self) -> None:
        # When (milliseconds) which was the newest step, oldest first.
        self._newest: deque[tuple[Millis, int]] = deque()

    async def look(self, now: Millis) -> int:
        """Tell the phones of every paper whose steps have changed; return how many papers."""
        steps = await threads.run(self._steps, now)
        news = sorted({attempt for attempt, step in steps if seats.misses(attempt, step)})
        told = [seat for attempt in news if (seat := await _taken_in(attempt))]
        for seat in told:
            for phone in list(seat.phones):
                phone.refresh()
        return len(told)

    def _steps(self, now: Millis) -> list[tuple[int, int]]:
        """The steps of the last seconds: paper and number."""
        newest = Annulment.objects.aggregate(last=Max("pk"))["last"] or 0
        while len(self._newest) > 1 and self._newest[1][0] <= now - AGAIN_MS:
            self._newest.popleft()
        since = self._newest[0][1] if self._newest else newest - annulling.MOST
        self._newest.append((now, newest))
        rows = Annulment.objects.filter(pk__gt=since).values_list("attempt", "step")
        return list(rows) if newest > since else []


async def _taken_in(attempt: int) -> Seat | None:
    """The paper's seat, once it has taken in what the journal holds; None when that was known."""
    return seats.learn(attempt, await threads.run(seats.entries, attempt))


async def watch_for_ever() -> None:
    news = News()
    await background.for_ever("annulments", lambda: news.look(clock.now()), every_s=EVERY_S)
