"""What was asked of candidates is emptied on its day, whether anybody opens a page or not."""

import asyncio
import logging
from datetime import date

from django.db import Error as DatabaseError

from leaderboard import catalogue
from leaderboard.selection import choosing
from quiz import clock, threads

log = logging.getLogger(__name__)
EVERY_S = 1_801.0


async def watch_for_ever() -> None:
    """Look twice an hour, for ever."""
    while True:
        try:
            await threads.run(now_due)
        except DatabaseError:
            log.exception("selections: the database did not answer")
        await asyncio.sleep(EVERY_S)


def now_due() -> int:
    now = clock.now()
    return choosing.forget(date.fromisoformat(catalogue.day(now)), now)
