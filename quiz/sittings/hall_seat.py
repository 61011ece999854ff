"""A place in a hall: an entrant's attempt in one process's memory; the journal holds all of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from quiz.rules import timing
from quiz.rules.hall import Given
from quiz.rules.units import Millis
from quiz.sittings.frames import Error, Mine, Receipt


class Phone(Protocol):
    """A connection that sits here; the devices of one entrant share the seat."""

    round_trip: Millis | None
    lang: str

    def send(self, frame: Mine | Receipt | Error) -> None: ...

    async def close(self, code: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is on disk."""

    choice: tuple[int, ...]
    sure: bool
    took: Millis
    lag: Millis


def kept(given: Given) -> Kept:
    """An answer as it is read from the disk, which does not hold what its network cost."""
    return Kept(given.choice, given.sure, given.took, Millis(0))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that came and is not on disk yet: sent again it counts as of its first arrival."""

    slot: int
    choice: tuple[int, ...]
    sure: bool
    received_at: Millis


@dataclass(slots=True, eq=False)
class HallSeat:
    """One entrant. `writing` is the slot whose answer is on its way to the disk."""

    entrant: int
    attempt: int
    contestant: int
    name: str
    region: str
    came_in: int
    team: int | None = None
    removed: bool = False
    kept: dict[int, Kept] = field(default_factory=dict)
    quota: Millis = timing.QUOTA_START
    heard: Heard | None = None
    writing: int | None = None
    # In the order in which they came: the oldest goes first.
    phones: dict[Phone, None] = field(default_factory=dict)
    # Rings when nobody was back in time.
    away: asyncio.TimerHandle | None = None

    @property
    def here(self) -> bool:
        """Whether its entrant is in the hall, by some phone; who was shown out is not."""
        return bool(self.phones) and not self.removed

    def know(self, given: Mapping[int, Given]) -> None:
        """Take in what the disk holds by slot, as of whichever of their devices."""
        for slot, one in given.items():
            self.kept.setdefault(slot, kept(one))

    def follow(self, name: str, team: int | None, *, removed: bool) -> int:
        """Take in what its entrant is called and where they belong by now; returns by how many
        people more are in the hall than before (-1, 0 or 1)."""
        before = self.here
        self.name, self.team, self.removed = name, team, removed
        return self.here - before
