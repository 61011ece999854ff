"""What was asked of candidates is emptied on its day, whether anybody opens a page or not."""

from datetime import date
from functools import partial

from leaderboard import catalogue
from leaderboard.selection import choosing
from quiz import background, clock, threads

EVERY_S = 1_801.0


async def watch_for_ever() -> None:
    """Look twice an hour, for ever."""
    look = partial(threads.run, now_due)
    await background.for_ever("selections", look, every_s=EVERY_S, at_once=True)


def now_due() -> int:
    now = clock.now()
    return choosing.forget(date.fromisoformat(catalogue.day(now)), now)
