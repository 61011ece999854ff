"""People whose data was deleted go out of their halls, and their names off its boards.

Each process looks itself, at its own rooms: nothing is sent between processes."""

from collections.abc import Collection

from quiz import background
from quiz.entrants import Nameless
from quiz.protocol import Close
from quiz.sittings import rooms
from quiz.sittings.room import Room


async def let_go(contestants: Collection[int], nameless: Collection[Nameless]) -> None:
    """Close the phones of these people in this process, and have the rooms that still know one of
    them by another name count anew, which tells everybody."""
    for room in rooms.in_use():
        for seat in list(room.seating.seats.values()):
            if seat.contestant in contestants:
                for phone in list(seat.phones):
                    await phone.close(Close.NO_TOKEN)
        if any(_knows(room, one) for one in nameless):
            background.spawn(room.count())


def _knows(room: Room, one: Nameless) -> bool:
    who = room.tally.people.get(one.attempt)
    return who is not None and who.name != one.name
