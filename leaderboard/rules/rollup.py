"""Regions against regions: people, attempts, and a mean that small numbers cannot win by luck.

Source: contest regulations, section 8. People (人) are distinct contestants, attempts (人次) are
closed papers; no sum or mean here mixes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from leaderboard.rules.frames import RegionRow, renumbered


class Totals(NamedTuple):
    """One region's people, closed attempts, the sum of its people's standing scores, and the sum of
    the numbers of the rulings that its results follow."""

    people: int = 0
    attempts: int = 0
    points: int = 0
    ruled: int = 0

    @property
    def version(self) -> int:
        """A number that grows with each change of a result, and is the same wherever counted."""
        return self.attempts + self.ruled


@dataclass(frozen=True, slots=True)
class Policy:
    """`shrink` people with the parent's mean are mixed into each mean; a region with fewer than
    `least` people is listed but not ranked; figures about fewer than `few` are not shown."""

    shrink: int = 200
    least: int = 100
    few: int = 10


def mean_x100(of: Totals, divisor: int) -> int | None:
    """The mean standing score in hundredths, halves up; None when nobody took part."""
    return _rounded(100 * of.points, of.people * divisor) if of.people else None


def score_x100(of: Totals, parent: Totals, *, divisor: int, shrink: int) -> int | None:
    """(people x mean + shrink x parent's mean) / (people + shrink), in hundredths, halves up.

    None when nobody took part.
    """
    if not of.people or not parent.people:
        return None
    top = 100 * (of.points * parent.people + shrink * parent.points)
    return _rounded(top, (of.people + shrink) * parent.people * divisor)


def _rounded(top: int, bottom: int) -> int:
    return (2 * top + bottom) // (2 * bottom)


class Region(NamedTuple):
    path: str
    name: str
    totals: Totals


def table(
    regions: Sequence[Region], parent: Totals, *, divisor: int, policy: Policy
) -> tuple[RegionRow, ...]:
    """The rows of a region board, best first; then, by path, those with too few people to rank.

    Equal scores, as shown, share a rank.
    """
    return ordered([_row(region, parent, divisor, policy) for region in regions])


def ordered(rows: list[RegionRow]) -> tuple[RegionRow, ...]:
    """The rows with their ranks, best first; then, by id, those that are not ranked."""
    rows.sort(key=lambda row: (not row.ranked, -(row.score_x100 or 0) * row.ranked, row.id))
    return renumbered(_with_shared(rows))


def _row(region: Region, parent: Totals, divisor: int, policy: Policy) -> RegionRow:
    path, name, of = region
    if 0 < of.people < policy.few:
        return RegionRow(id=path, name=name, ranked=False, few=True)
    return RegionRow(
        id=path,
        name=name,
        ranked=of.people >= policy.least,
        people=of.people,
        attempts=of.attempts,
        mean_x100=mean_x100(of, divisor),
        score_x100=score_x100(of, parent, divisor=divisor, shrink=policy.shrink),
    )


def by_figure(
    region: Region, x100: int | None, *, divisor: int, policy: Policy, out: bool = False
) -> RegionRow:
    """The row of a board that another figure orders, in hundredths; None or `out` = not ranked."""
    path, name, of = region
    if 0 < of.people < policy.few:
        return RegionRow(id=path, name=name, ranked=False, few=True)
    return RegionRow(
        id=path,
        name=name,
        ranked=x100 is not None and not out and of.people >= max(policy.least, 1),
        people=of.people,
        attempts=of.attempts,
        mean_x100=mean_x100(of, divisor),
        score_x100=x100,
    )


def _with_shared(rows: Sequence[RegionRow]) -> list[RegionRow]:
    above: list[RegionRow | None] = [None, *rows[:-1]]
    return [replace(row, same=_shares(one, row)) for one, row in zip(above, rows, strict=False)]


def _shares(above: RegionRow | None, row: RegionRow) -> bool:
    ranked = above is not None and above.ranked and row.ranked
    return ranked and above is not None and above.score_x100 == row.score_x100
