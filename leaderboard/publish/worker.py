"""Has waiting publications counted, each in a process of its own beside the server.

A process that dies leaves a heartbeat that grows old; then another begins anew, a few times.
"""

import contextlib
from collections.abc import Iterator
from typing import Final

from leaderboard.models import Publication
from leaderboard.models.results import State
from quiz import background, children, clock, threads
from quiz.rules.units import Millis

EVERY_S: Final = 2.1
# A counting process that said nothing for so long is taken for dead.
DEAD_MS: Final = 60_000
BEAT_S: Final = 7.0
MOST_TRIES: Final = 3


def claim(now: Millis) -> int | None:
    """A publication that waits for a process, now ours; None when there is none. One that killed
    every process which tried it has failed."""
    waiting = Publication.objects.filter(state=State.WORKING, beat_at__lt=now - DEAD_MS)
    for row in waiting.order_by("pk"):
        tries = row.stand.get("tries", 0) + 1
        state = State.WORKING if tries <= MOST_TRIES else State.FAILED
        ours = waiting.filter(pk=row.pk, beat_at=row.beat_at)
        if ours.update(beat_at=now, stand={"tries": tries}, state=state) and tries <= MOST_TRIES:
            return row.pk
    return None


@contextlib.contextmanager
def beating(number: int) -> Iterator[None]:
    """In the counting process: say every few seconds that it lives, whatever step takes long."""
    with children.beating(lambda: _beat(number), BEAT_S):
        yield


def _beat(number: int) -> None:
    Publication.objects.filter(pk=number).update(beat_at=clock.now())


async def watch_for_ever() -> None:
    """This process's looking for publications that wait."""
    await background.for_ever("publications", _look, every_s=EVERY_S)


async def _look() -> None:
    if found := await threads.run(claim, clock.now()):
        await children.run("publish_result", "--count", str(found))
