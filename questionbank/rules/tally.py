"""First meetings of people with questions, counted into the cells of the count tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from questionbank.rules.flags import QUICK_MS
from questionbank.rules.pace import EDGES

# Choices longer than the column, or typed, pointed or guessed ones: only whether they were right.
LONGEST_CHOICE = 40
RIGHT, WRONG = "+", "-"


class Meeting(NamedTuple):
    """A person's first meeting with a question: how many of the `length` - 1 others were right,
    the choice as the journal keeps it, milliseconds, and the day in the event's time zone."""

    version: int
    group: str
    length: int
    rest: int
    choice: str
    right: bool
    took: int
    day: date


@dataclass
class Tally:
    """Counts that are not in the tables yet, or all of them, to be compared."""

    counts: Counter[tuple[int, str, int, int, str, bool]] = field(default_factory=Counter)
    paces: Counter[tuple[int, int, bool]] = field(default_factory=Counter)
    times: dict[tuple[int, date], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0] * 5)
    )

    def add(self, meetings: Iterable[Meeting]) -> None:
        """Count in some meetings; in which order does not matter."""
        found = list(meetings)
        if not found:
            return
        self.counts.update([one[:6] for one in found])
        took = np.array([max(one.took, 1) for one in found], dtype=np.int64)
        steps = (np.searchsorted(EDGES, took, side="right") - 1).tolist()
        self.paces.update(
            [(one.version, step, one.right) for one, step in zip(found, steps, strict=True)]
        )
        self._add_times(found, took)

    def _add_times(self, found: list[Meeting], took: npt.NDArray[np.int64]) -> None:
        """Whole sums of each (version, day); exact: they stay far below 2 to the 53."""
        places: dict[tuple[int, date], int] = {}
        at = [places.setdefault((one.version, one.day), len(places)) for one in found]
        pace = np.log(took)
        columns = (
            np.ones(len(found)),
            np.array([one.right for one in found], dtype=np.float64),
            took < QUICK_MS,
            np.rint(1_000 * pace),
            np.rint(1_000 * pace**2),
        )
        sums = [np.bincount(at, weights=column).astype(np.int64).tolist() for column in columns]
        for key, more in zip(places, zip(*sums, strict=True), strict=True):
            self.times[key] = [a + b for a, b in zip(self.times[key], more, strict=True)]

    def put(self, other: "Tally") -> None:
        """Count in what another tally counted."""
        self.counts.update(other.counts)
        self.paces.update(other.paces)
        for key, sums in other.times.items():
            self.times[key] = [a + b for a, b in zip(self.times[key], sums, strict=True)]

    def take(self, other: "Tally") -> None:
        """Count out what another tally counted, all of which must be in this one."""
        self.counts.subtract(other.counts)
        self.paces.subtract(other.paces)
        for key, sums in other.times.items():
            self.times[key] = [a - b for a, b in zip(self.times[key], sums, strict=True)]
            if not self.times[key][0]:
                del self.times[key]
        # An empty cell is no cell.
        self.counts, self.paces = +self.counts, +self.paces

    @property
    def versions(self) -> list[int]:
        return sorted({key[0] for key in self.counts})

    def differences(self, other: "Tally") -> list[tuple[Any, ...]]:
        """Each cell that the two count differently, with both numbers."""
        mine, theirs = self.cells(), other.cells()
        return [
            (*key, mine.get(key, 0), theirs.get(key, 0))
            for key in sorted({*mine, *theirs}, key=str)
            if mine.get(key) != theirs.get(key)
        ]

    def cells(self) -> dict[tuple[Any, ...], Any]:
        """Every cell of the three tables by what it counts."""
        times = {("time", *key): tuple(value) for key, value in self.times.items()}
        paces = {("pace", *key): value for key, value in self.paces.items()}
        return {("count", *key): value for key, value in self.counts.items()} | times | paces


def kept_choice(kind: str, choice: str, *, right: bool) -> str:
    """How a choice is counted: itself where there are few, else whether it was right."""
    if not choice:
        return ""
    many = kind in ("text", "hotspot", "estimate") or len(choice) > LONGEST_CHOICE
    return (RIGHT if right else WRONG) if many else choice
