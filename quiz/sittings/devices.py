"""Whoever has answered by another device, in another process: they are told so here, too, and are
not waited for."""

from collections.abc import Collection

from quiz import clock, threads
from quiz.models import Entry, EntryKind
from quiz.rules.hall import Given
from quiz.rules.units import Millis
from quiz.sittings import tally, telling
from quiz.sittings.frames import Receipt
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.room import Room

# While more than these still think, a question does not end for them alone: nobody asks.
FEW = 200


async def look(room: Room, now: Millis) -> None:
    """Ask whether the last few who think have answered elsewhere, where there are other processes.
    Raises database errors."""
    asked, waiting = room.row.stage.open, room.presence.waiting
    if asked is None or not 0 < len(waiting) <= FEW or not room.presence.others(now):
        return
    found = await threads.run(_answered, room.row.id, asked.slot, list(waiting))
    for attempt, (seq, given) in found.items():
        seat = room.seating.seats.get(attempt)
        if seat is not None and room.row.stage.slot == asked.slot:
            seat.know({asked.slot: given})
            _tell(room, seat, seq)
            room.answered(seat, asked.slot)


def _answered(sitting: int, slot: int, attempts: Collection[int]) -> dict[int, tuple[int, Given]]:
    """The answers of these that are on disk, with the numbers their phones gave them. Blocking."""
    places = Entry.objects.filter(attempt__in=attempts, slot=slot, kind=EntryKind.ANSWER)
    seqs = dict(places.values_list("attempt_id", "seq"))
    given = tally.given(sitting, [slot], list(seqs)) if seqs else {}
    return {attempt: (seqs[attempt], slots[slot]) for attempt, slots in given.items()}


def _tell(room: Room, seat: HallSeat, seq: int) -> None:
    held = telling.stored(room.paper, room.row, seat)
    if held is not None:
        said = held.slot, seq, held.choice, held.text, held.sure
        for phone in seat.phones:
            phone.send(Receipt(*said, counts=True, now=clock.now()))
