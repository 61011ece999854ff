"""All cells of a contest's rounds as they are at one moment, with those that are not shown.

What is hidden in one table follows from every other table that shows the same people, so it is
worked out for all of them together: over the rounds, the regions, the cohorts, the units and the
days. Snapshots are kept for KEPT_MS, and longer while nothing new is counted or the next one is
worked out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from leaderboard.models import ReportShelf
from leaderboard.reports import keeping, shelves
from leaderboard.reports.keeping import State
from leaderboard.reports.unshown import Unshown
from leaderboard.rules.figures import ALL, UNIT, Figures, Key

KEPT_MS: Final = 20_000
# While a new one is worked out the one before is shown, with its moment: not one of hours ago.
OLD_MS: Final = 600_000
_MOST: Final = 8
# Path, group, kind and start of a cell of one round.
Cell = tuple[str, str, int, int]
# A figure of a cell, by its place.
Part = tuple[Cell, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The cells of one round, or of all together. `as_of` is the moment (milliseconds) up to which
    everything is counted, 0 = nothing yet."""

    cells: Mapping[Cell, Sequence[int]]
    hidden: frozenset[Cell]
    parts: frozenset[Part]
    as_of: int

    def figures(self, cell: Cell) -> Figures:
        """The figures of a cell, nothing where nobody took part. Also of hidden ones: whoever
        shows them asks `hidden`."""
        row = self.cells.get(cell, shelves.EMPTY)
        return Figures(*row[: shelves.OPENED])

    def hides(self, cell: Cell, figure: int) -> bool:
        """Whether that figure of a shown cell is about too few people to be shown."""
        return (cell, figure) in self.parts

    def opened(self, cell: Cell) -> int:
        return self.cells.get(cell, shelves.EMPTY)[shelves.OPENED]

    def groups(self, path: str, *, units: bool) -> list[str]:
        """The cohorts or the units (with UNIT before each) that have a cell in the region."""
        found = {one[1] for one in self.cells if one[0] == path and one[2] == ALL and one[1]}
        return sorted(group for group in found if group.startswith(UNIT) == units)

    def starts(self, path: str, kind: int) -> list[int]:
        """The Mondays (WEEK) or days (DAY) on which the region has a cell, in order."""
        return sorted(one[3] for one in self.cells if one[:3] == (path, "", kind))


@dataclass(frozen=True, slots=True)
class _Whole:
    """The snapshots of a contest by round, made at once; `read_at` in milliseconds."""

    rounds: Mapping[int, Snapshot]
    state: State
    read_at: int

    def of(self, round_: int) -> Snapshot:
        """That of a round, empty while nothing of it is counted."""
        nothing = Snapshot({}, frozenset(), frozenset(), self.state.as_of)
        return self.rounds.get(round_, nothing)


_kept: dict[tuple[str, bool], _Whole] = {}
# Whoever works one out holds it, and nobody else changes what is kept.
_working = Lock()


def of(
    contest: str, round_: int, root: str, *, few: int, now: int, units: bool = False
) -> Snapshot:
    """The snapshot of a round (0 = of all rounds) of a contest, whose region is at `root`.
    `now` in milliseconds. Units, of which there are many, only where they are asked for."""
    known = _kept.get((contest, units))
    if known is None or not _holds(known, now):
        known = _anew(contest, root, few, now, units=units)
    return known.of(round_)


def _holds(known: _Whole, now: int) -> bool:
    return now - known.read_at < KEPT_MS or known.state.turn == keeping.state().turn


def _anew(contest: str, root: str, few: int, now: int, *, units: bool) -> _Whole:
    """What is counted now. One thread at a time works that out, which takes seconds for a huge
    contest; whoever comes meanwhile has what was known, unless that is too old or nothing."""
    old = _kept.get((contest, units))
    if old is not None and now - old.read_at > OLD_MS:
        old = None
    if not _working.acquire(blocking=old is None) and old is not None:
        return old
    try:
        known = _kept.get((contest, units))
        if known is None or not _holds(known, now):  # somebody else may have done it
            state = keeping.state()
            made = _made(_cells(contest, units=units), root, few, state.as_of)
            known = _kept[contest, units] = _Whole(made, state, now)
            for one in list(_kept)[:-_MOST]:
                del _kept[one]
        return known
    finally:
        _working.release()


def forget() -> None:
    """Read everything anew next time."""
    with _working:
        _kept.clear()


def _cells(contest: str, *, units: bool) -> dict[Key, list[int]]:
    rows = ReportShelf.objects.filter(contest=contest)
    rows = rows if units else rows.filter(units=False)
    return {
        Key(round_, path, *key): row
        for round_, path, packed in rows.values_list("round", "path", "cells")
        for key, row in shelves.unpacked(packed).items()
    }


def _made(rows: Mapping[Key, list[int]], root: str, few: int, as_of: int) -> dict[int, Snapshot]:
    """The snapshot of each round, and of all; one round alone is all there is."""
    alone = {key.round for key in rows if key.round}
    if len(alone) == 1:
        made = _made({key: row for key, row in rows.items() if not key.round}, root, few, as_of)
        return made | {alone.pop(): made[0]}
    cells: defaultdict[int, dict[Cell, list[int]]] = defaultdict(dict)
    hidden: defaultdict[int, set[Cell]] = defaultdict(set)
    parts: defaultdict[int, set[Part]] = defaultdict(set)
    small = Unshown(rows, root, few)
    for key, row in rows.items():
        cells[key.round][_cell(key)] = row
    for key in small.cells():
        hidden[key.round].add(_cell(key))
    for key, figure in small.parts():
        parts[key.round].add((_cell(key), figure))
    return {
        one: Snapshot(held, frozenset(hidden[one]), frozenset(parts[one]), as_of)
        for one, held in cells.items()
    }


def _cell(key: Key) -> Cell:
    return key.path, key.group, key.kind, key.start
