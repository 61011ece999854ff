"""Phones hear when their round has got more time, whichever process gave it."""

import asyncio
from typing import Final

from quiz import background, clock, consumers, end_looks
from quiz.rules.units import Millis

# As soon as annulments; odd, so that it never lines up with other lookers.
EVERY_S: Final = 0.83
# Phones told in one go: what comes from others waits for a millisecond or two at the most.
AT_ONCE: Final = 32


async def look(now: Millis) -> None:
    """Have seats go by the ends of now, and tell each phone whose round has another one."""
    await end_looks.since(now)
    phones = consumers.at(end_looks.moved())
    for first in range(0, len(phones), AT_ONCE):
        for phone in phones[first : first + AT_ONCE]:
            phone.hear_end()
        await asyncio.sleep(0)


async def watch_for_ever() -> None:
    await background.for_ever("ends", lambda: look(clock.now()), every_s=EVERY_S, at_once=True)
