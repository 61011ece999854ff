"""How derived stores come to hold the whole journal, and stay so, while boards are shown.

A store that was known when the journal was first read is filled with the others. One that comes
later is filled by a reading of its own, a few pages each tick, while it is also fed with what is
new: counting twice changes nothing, and so nothing is missed in between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from leaderboard.catalogue import RankedRound
from leaderboard.derived import Derived
from leaderboard.rules.definitions import By
from leaderboard.store import Shelf
from quiz.events import AttemptClosed
from quiz.journal import follow
from quiz.journal.follow import Cursor
from quiz.rules.units import Millis

# Closed attempts of one page, and pages in one tick: boards must not wait longer for it.
PAGE: Final = 2_000
PAGES: Final = 5
# Where several processes share a store, all of them have heard of it after this long.
KNOWN_MS: Final = 6_000
# A step of annulment that no paper comes to: it is odd, and no other undoes it.
LAST_STEP: Final = 65_535

Source = Callable[[Cursor | None, int], tuple[list[AttemptClosed], Cursor]]


@dataclass(slots=True)
class Reading:
    """One reading of the journal for stores that came later."""

    numbers: frozenset[int]
    cursor: Cursor | None = None


class Filling:
    """The derived stores of one process."""

    def __init__(self) -> None:
        self._derived: dict[int, Derived] = {}
        self._since: dict[int, Millis] = {}
        self._filled: frozenset[int] = frozenset()
        self._reading: Reading | None = None

    def ready(self, number: int) -> bool:
        """Whether the store of this number holds all it should."""
        return number in self._filled and number in self._derived

    def rounds(self) -> list[RankedRound]:
        """The derived stores as rounds."""
        return [one.ranked for one in self._derived.values()]

    def want(self, shelf: Shelf, wanted: Mapping[int, Derived], now: Millis) -> None:
        """From now on these are needed; the memory of others is given back."""
        for number in set(self._derived) - set(wanted):
            self._since.pop(number, None)
            shelf.drop(number)
        self._derived = dict(wanted)
        for number in wanted:
            self._since.setdefault(number, now)

    def begin_anew(self) -> None:
        """Another generation is shown: what was half read went into the one before."""
        self._reading, self._filled = None, frozenset()

    def apply(self, shelf: Shelf, events: Sequence[AttemptClosed]) -> None:
        """Count what is new in every derived store, also in one that is not whole yet."""
        for one in self._derived.values():
            mine = one.all_of(events)
            if mine:
                shelf.store(one.ranked).apply(mine)

    def let_go(self, shelf: Shelf, people: Sequence[int]) -> None:
        """Take people out of the stores of units: whoever had their data deleted names none any
        more, and a store that is filled today does not know them either."""
        units = [one for one in self._derived.values() if one.spec.by is By.UNIT]
        if not units or not people:
            return
        gone = [replace(event, unit="", void=LAST_STEP) for event in follow.of_people(people)]
        for one in units:
            shelf.store(one.ranked).apply(one.all_of(gone))

    def done(self, shelf: Shelf) -> None:
        """All of them have just been fed with the whole journal."""
        shelf.fill(self._derived)

    def go_on(self, shelf: Shelf, source: Source, now: Millis) -> None:
        """See what is whole by now, whoever filled it; read a few pages more for the others."""
        self._filled = shelf.filled() if self._derived else frozenset()
        missing = frozenset(number for number in self._derived if self._due(number, shelf, now))
        if not missing:
            self._reading = None
            return
        if not shelf.claim():
            return
        if self._reading is None or not self._reading.numbers & missing:
            self._reading = Reading(missing)
        if self._read(shelf, source, self._reading):
            shelf.fill(self._reading.numbers & set(self._derived))
            self._filled = shelf.filled()
            self._reading = None

    def _due(self, number: int, shelf: Shelf, now: Millis) -> bool:
        known = shelf.local or now - self._since[number] >= KNOWN_MS
        return number not in self._filled and known

    def _read(self, shelf: Shelf, source: Source, reading: Reading) -> bool:
        """Whether that was all."""
        for _ in range(PAGES):
            events, reading.cursor = source(reading.cursor, PAGE)
            for number in reading.numbers & set(self._derived):
                one = self._derived[number]
                shelf.store(one.ranked).apply(one.all_of(events))
            if len(events) < PAGE:
                return True
        return False
