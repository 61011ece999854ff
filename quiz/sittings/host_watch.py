"""Consoles of people who may not host any more: what a host is told holds the keys.

A command asks each time who gives it. Whoever only listens is looked at here: all consoles of the
process in one visit to the database, each session once, each remote by whoever made it."""

from collections import defaultdict
from collections.abc import Iterable

from quiz import background, threads
from quiz.hub import hub
from quiz.seats import Denied
from quiz.sittings import entrance, rooms
from quiz.sittings.consumers import HostSocket
from quiz.sittings.room import Room, topic
from quiz.sittings.telling import PAGES

# Whoever is signed out, or loses the role, listens on for so long at most. Odd, so that it never
# lines up with other lookers.
EVERY_S = 2.9
# The region in which somebody hosts, and by what: a session's cookies, or a sitting's remote.
Claim = tuple[str, bytes | int]


async def watch_for_ever() -> None:
    await background.for_ever("hosts", look, every_s=EVERY_S)


async def look() -> None:
    """Close the consoles whose session ended, or whose person's account or role did, and the
    remotes that such a person made."""
    claims: defaultdict[Claim, list[tuple[HostSocket, Room]]] = defaultdict(list)
    for room in rooms.in_use():
        for console in _consoles(room):
            by = room.row.id if console.remote else console.cookies
            claims[room.row.region, by].append((console, room))
    if not claims:
        return
    for claim in await threads.run(_denied, list(claims)):
        for console, room in claims[claim]:
            if console.room is room:
                await console.let_go()


def _consoles(room: Room) -> list[HostSocket]:
    here = [one for lang in PAGES for one in hub.listeners(topic("host", room.row.id, lang))]
    return [one for one in here if isinstance(one, HostSocket)]


def _denied(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if not _holds(*claim)]


def _holds(region: str, by: bytes | int) -> bool:
    try:
        if isinstance(by, int):
            entrance.check_remote(by, region)
        else:
            entrance.host_by_session(by, region)
    except Denied:
        return False
    return True
