"""How the mean of the region above draws each region's own to its score, as places on a line."""

from dataclasses import dataclass
from typing import Final

from leaderboard.public.regions import Reason
from leaderboard.rules.frames import RegionRow

# The line is this wide; between its ends and what lies outermost there is some air.
WIDTH: Final = 1_000
AIR: Final = 40


@dataclass(frozen=True, slots=True)
class Lane:
    """One region on the line: where its people's mean lies, and where its score."""

    mean: int
    score: int


@dataclass(frozen=True, slots=True)
class Line:
    """`parent` is where the mean of the region above lies, the same on every lane."""

    parent: int
    mine: Lane
    above: Lane | None


def line(why: Reason) -> Line | None:
    """Places from 0 to WIDTH; None where a figure is not shown, or all are the same."""
    rows = [row for row in (why.mine, why.above) if row is not None]
    figures = [why.parent_mean_x100, *(x for row in rows for x in (row.mean_x100, row.score_x100))]
    known = [one for one in figures if one is not None]
    if len(known) < len(figures) or min(known) == max(known):
        return None
    ends = (min(known), max(known))
    parent = _at(why.parent_mean_x100, ends)
    return Line(parent, _lane(why.mine, ends), _lane(why.above, ends) if why.above else None)


def _lane(row: RegionRow, ends: tuple[int, int]) -> Lane:
    return Lane(_at(row.mean_x100, ends), _at(row.score_x100, ends))


def _at(value: int | None, ends: tuple[int, int]) -> int:
    low, high = ends
    return AIR + (WIDTH - 2 * AIR) * ((value or 0) - low) // (high - low)
