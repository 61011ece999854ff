"""All cells of one round as they are at one moment, with those that are not shown.

What is hidden in one table follows from every other table that shows the same people, so it is
worked out for all of them together: over the regions, the cohorts, the units and the days. A
snapshot is kept for KEPT_MS, and longer while nothing new is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db.models import QuerySet

from leaderboard.models import ReportShelf
from leaderboard.reports import keeping, shelves
from leaderboard.reports.lines import Cell, lines
from leaderboard.rules.figures import ALL, DAY, UNIT, Figures
from leaderboard.rules.hiding import hidden

KEPT_MS: Final = 20_000
_MOST: Final = 8
_PEOPLE: Final = Figures._fields.index("people")
NEW: Final = Figures._fields.index("newcomers")
LEVELS: Final = tuple(Figures._fields.index(f"level{at}") for at in range(4))
OLD: Final = -1
# People of a cell who reached a level, or who are new there, by the figure's place; or (OLD) all
# the others.
Part = tuple[Cell, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`as_of` is the moment (milliseconds) up to which everything is counted, 0 = nothing yet;
    `read_at` that at which the cells were read."""

    cells: Mapping[Cell, Sequence[int]]
    hidden: frozenset[Cell]
    parts: frozenset[Part]
    turn: int
    as_of: int
    read_at: int

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


_kept: dict[tuple[str, int, bool], Snapshot] = {}
_lock = Lock()


def of(
    contest: str, round_: int, root: str, *, few: int, now: int, units: bool = False
) -> Snapshot:
    """The snapshot of a round (0 = of all rounds) of a contest, whose region is at `root`.
    `now` in milliseconds. Units, of which there are many, only where they are asked for."""
    with _lock:
        known = _kept.get((contest, round_, units))
        if known is not None and now - known.read_at < KEPT_MS:
            return known
        state = keeping.state()
        if known is not None and known.turn == state.turn:
            return known
        made = _made(_shelves(contest, round_, units=units), root, few)
        _kept[contest, round_, units] = Snapshot(*made, state.turn, state.as_of, now)
        for one in list(_kept)[:-_MOST]:
            del _kept[one]
        return _kept[contest, round_, units]


def forget() -> None:
    """Read everything anew next time."""
    with _lock:
        _kept.clear()


def _shelves(contest: str, round_: int, *, units: bool) -> QuerySet[ReportShelf]:
    rows = ReportShelf.objects.filter(contest=contest, round=round_)
    return rows if units else rows.filter(units=False)


def _made(
    rows: QuerySet[ReportShelf], root: str, few: int
) -> tuple[dict[Cell, list[int]], frozenset[Cell], frozenset[Part]]:
    cells: dict[Cell, list[int]] = {}
    for path, packed in rows.values_list("path", "cells"):
        for key, row in shelves.unpacked(packed).items():
            cells[path, *key] = row
    people = {cell: row[_PEOPLE] for cell, row in cells.items()}
    sums = lines(cells, root)
    return cells, frozenset(hidden(people, sums, few)), _parts(cells, sums, few)


def _parts(
    cells: Mapping[Cell, Sequence[int]], sums: Sequence[Sequence[Cell]], few: int
) -> frozenset[Part]:
    """The parts of cells that are not shown: small ones, and those that would tell them."""
    count: dict[Part, int] = {}
    inside: list[list[Part]] = []
    for cell, row in cells.items():
        if cell[1].startswith(UNIT):
            continue  # of units only people and papers are told
        own = {NEW: row[NEW], OLD: row[_PEOPLE] - row[NEW]}
        if cell[2] != DAY:
            own |= {at: row[at] for at in LEVELS}
        count |= {(cell, at): people for at, people in own.items()}
        count[cell, _PEOPLE] = row[_PEOPLE]
        inside += [[(cell, _PEOPLE), (cell, NEW), (cell, OLD)]]
        inside += [[(cell, _PEOPLE), *((cell, at) for at in LEVELS)]] if cell[2] != DAY else []
    for at in (NEW, *LEVELS):
        inside += [[(cell, at) for cell in line if (cell, at) in count] for line in sums]
    return frozenset(part for part in hidden(count, inside, few) if part[1] != _PEOPLE)
