"""Contacts go by their date, whoever thinks of it or not."""

import logging
from typing import Final

from leaderboard.raffle import claims
from quiz import background, clock, threads

log = logging.getLogger(__name__)
# The date is a day; ten minutes late is early enough.
EVERY_S: Final = 607.0


async def forget_for_ever() -> None:
    """Delete the contacts of raffles whose date has come, for ever."""
    await background.for_ever("raffles", _look, every_s=EVERY_S)


async def _look() -> None:
    if gone := await threads.run(claims.forget, clock.now()):
        log.info("raffles: %d contacts deleted by their date", gone)
