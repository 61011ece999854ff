"""Closes attempts whose time ran out while nobody was connected, so that they count."""

import logging
from collections.abc import Sequence
from functools import partial

from django.db import Error as DatabaseError

from quiz import background, clock, end_looks, plan, play, seats, threads, unclosed
from quiz.annul_missed import Missed
from quiz.journal.queue import journal
from quiz.rules.extending import FINAL_MS
from quiz.rules.units import Millis
from quiz.seats import Entrance, Found
from quiz.unclosed import Hours, Unclosed

log = logging.getLogger(__name__)
# Odd, so that processes do not sweep in step. Half a minute late is early enough for a board.
EVERY_S = 29.3


async def sweep_for_ever() -> None:
    """Close what ran out, store what closings have missed, and forget old plans, for ever."""
    await background.for_ever("sweep", partial(_look, Unclosed(), Missed()), every_s=EVERY_S)


async def _look(known: Unclosed, missed: Missed) -> None:
    await sweep(clock.now(), known)
    await threads.run(missed.look, clock.now())
    plan.forget(clock.now())


async def sweep(now: Millis, known: Unclosed | None = None) -> int:
    """Close all that ran out before `now` and return how many attempts were closed.

    One page after the other goes to the disk, so that live answers pass between them.
    """
    known, closed = known or Unclosed(), 0
    for hours in await threads.run(known.rounds, now):
        try:
            closed += await _sweep(hours, now, known)
        except DatabaseError:
            raise
        except Exception:  # one broken round must not keep the papers of the others open
            log.exception("sweep: round %s failed, will be tried again", hours.code)
    return closed


async def _sweep(hours: Hours, now: Millis, known: Unclosed) -> int:
    opened, after = list[int](), 0
    while numbers := await threads.run(known.look, hours, now, after):
        for first in range(0, len(numbers), hours.at_once):
            page = numbers[first : first + hours.at_once]
            opened += await _close(await threads.run(unclosed.papers, hours, page), now)
        after = max(numbers)
    known.looked(hours, now, min(opened, default=None))
    await threads.run(known.keep, hours, now)
    return len(opened)


async def _close(papers: Sequence[tuple[Found, Entrance]], now: Millis) -> list[int]:
    """Close these papers; return when they were opened."""
    await end_looks.since(Millis(now - FINAL_MS))
    for found, entrance in papers:
        play.settle(seats.sit(found, entrance), now, None, lambda: None)
    await journal.drain()
    return [found.attempt.opened_at for found, _entrance in papers]
