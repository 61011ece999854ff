"""Phones of people who had their data deleted are let go, whichever process deleted it."""

import asyncio
import logging

from django.db import Error as DatabaseError

from quiz import clock, consumers, threads
from quiz.models import Contestant
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
# Odd, so that it never lines up with the boards' tick or the sweeping.
EVERY_S = 4.7
# Looking back further than one interval: another process's clock may be behind.
BACK_MS = 60_000


async def watch_for_ever() -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await look(clock.now())
        except DatabaseError:
            log.exception("departures: the database did not answer")


async def look(now: Millis) -> None:
    """Close the sockets of everybody whose data was deleted in the last minute."""
    for contestant in await threads.run(_erased, now):
        await consumers.dismiss(contestant)


def _erased(now: Millis) -> list[int]:
    gone = Contestant.objects.filter(erased_at__gte=now - BACK_MS)
    return list(gone.values_list("pk", flat=True))
