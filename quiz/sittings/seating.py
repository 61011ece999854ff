"""Who sits in a room of one process, and who has gone."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from quiz.rules import timing
from quiz.rules.hall import Given
from quiz.sittings.hall_seat import HallSeat, Phone
from quiz.sittings.presence import Presence
from quiz.sittings.tally import Who

# A line that drops may come back; whoever stays away longer is not waited for.
PATIENCE_S = 5.0


class Seating:
    """The seats by attempt. `missed` is told of whoever stays away for too long."""

    def __init__(self, presence: Presence, missed: Callable[[HallSeat], None]) -> None:
        self.seats: dict[int, HallSeat] = {}
        self._presence = presence
        self._missed = missed

    def sit(self, found: HallSeat, phone: Phone) -> HallSeat:
        """A phone sits down on the seat of its entrant, the one that is here if there is one."""
        seat = self.seats.setdefault(found.attempt, found)
        seat.kept = {**found.kept, **seat.kept}
        self._presence.connected += seat.follow(found.name, found.team, removed=found.removed)
        if seat is found and found.kept:
            # Coming back in the middle earns nothing.
            seat.quota = timing.QUOTA_REFILL
        self._presence.connected += not (seat.phones or seat.removed)
        seat.phones[phone] = None
        if seat.away is not None:
            seat.away.cancel()
        return seat

    def follow(self, people: Iterable[Who], given: Mapping[int, Mapping[int, Given]]) -> None:
        """Take in what the database says of those who sit here, and what they gave."""
        for who in people:
            if seat := self.seats.get(who.attempt):
                seat.know(given.get(who.attempt, {}))
                self._presence.connected += seat.follow(who.name, who.team, removed=who.removed)

    def leave(self, seat: HallSeat, phone: Phone) -> None:
        """A phone is gone; its person is waited for a little."""
        if phone in seat.phones:
            del seat.phones[phone]
            self._presence.connected -= not (seat.phones or seat.removed)
            if not seat.phones:
                later = asyncio.get_running_loop().call_later
                seat.away = later(PATIENCE_S, self._away, seat)

    def _away(self, seat: HallSeat) -> None:
        if self.seats.get(seat.attempt) is not seat:  # of a room that was cleared meanwhile
            return
        self._missed(seat)
        if seat.writing is None:
            del self.seats[seat.attempt]

    def clear(self) -> list[Phone]:
        """Nobody sits here any more; returns the phones of those who did."""
        phones = [phone for seat in self.seats.values() for phone in seat.phones]
        for seat in self.seats.values():
            seat.phones.clear()  # they are counted out here, not again when they hang up
        self.seats.clear()
        self._presence.waiting.clear()
        self._presence.connected = 0
        return phones
