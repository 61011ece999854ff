"""Phones of people who had their data deleted, or who go on with another phone, are let go,
whichever process heard of it."""

from quiz import background, clock, consumers, entrants, sockets, threads
from quiz.entrants import Nameless
from quiz.models import Contestant, Handover
from quiz.rules.units import Millis
from quiz.sittings import leavers

# Whoever went on with another phone hears of it at once on the old one, and answers nothing more
# there. Odd, so that it never lines up with the boards' tick or the sweeping.
EVERY_S = 0.97
# Looking back further than one interval: another process's clock may be behind.
BACK_MS = 60_000


async def watch_for_ever() -> None:
    await background.for_ever("departures", lambda: look(clock.now()), every_s=EVERY_S)


async def look(now: Millis) -> None:
    """Close the sockets of everybody whose data was deleted in the last minute, and those with a
    token that was given up since."""
    erased, nameless, given_up = await threads.run(_departed, now)
    for contestant in erased:
        await consumers.dismiss(contestant)
    if nameless:
        await leavers.let_go(erased, nameless)
    if given_up:
        await sockets.release(given_up)


def _departed(now: Millis) -> tuple[list[int], list[Nameless], set[str]]:
    erased = Contestant.objects.filter(erased_at__gte=now - BACK_MS)
    gone = list(erased.values_list("pk", flat=True))
    left = Handover.objects.filter(left_at__gte=now - BACK_MS)
    given_up = set(left.values_list("token_hash", flat=True))
    return gone, entrants.forget(gone) if gone else [], given_up
