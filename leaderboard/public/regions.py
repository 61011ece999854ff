"""Why a region stands where it stands, in figures; the page and the REST interface put it in words
of their own."""

from dataclasses import dataclass

from leaderboard import board
from leaderboard.catalogue import RankedRound
from leaderboard.rules import why
from leaderboard.rules.frames import Board, RegionRow
from quiz.rules.formats import Count


@dataclass(frozen=True, slots=True)
class Reason:
    """`above` is the region ranked directly above, None for the first and for one that is not
    ranked; `needed_mean_x100` what would draw level, `possible` whether anybody can earn that;
    `ranked` how many regions have a rank. Differences are those of the figures as they are shown,
    so that whoever subtracts finds the same."""

    mine: RegionRow
    above: RegionRow | None
    parent_mean_x100: int | None
    shrink: int
    apart_x100: int | None = None
    needed_mean_x100: int | None = None
    possible: bool = False
    ranked: int = 0

    @property
    def pull_x100(self) -> int | None:
        """By how much the parent's mean moves the region's own, as both are shown."""
        return pull_x100(self.mine)

    @property
    def mean_apart_x100(self) -> int | None:
        """What the one above has more in its mean; negative where it has less."""
        if self.above is None or self.above.mean_x100 is None or self.mine.mean_x100 is None:
            return None
        return self.above.mean_x100 - self.mine.mean_x100

    @property
    def pull_apart_x100(self) -> int | None:
        """The rest between the two: the parent's mean moves one more than the other."""
        if self.apart_x100 is None or self.mean_apart_x100 is None:
            return None
        return self.apart_x100 - self.mean_apart_x100


def pull_x100(row: RegionRow) -> int | None:
    """Score less mean, both as they are shown."""
    if row.score_x100 is None or row.mean_x100 is None:
        return None
    return row.score_x100 - row.mean_x100


def reason(found: Board[RegionRow], path: str, ranked: RankedRound) -> Reason | None:
    """None when the region is not on the board."""
    place = next((n for n, row in enumerate(found.rows) if row.id == path), None)
    if place is None:
        return None
    mine = found.rows[place]
    above = found.rows[place - 1] if place and mine.ranked else None
    shrink = board.policy().shrink
    ranked_ = sum(row.ranked for row in found.rows)
    plain = Reason(mine, above, found.mean_x100, shrink, ranked=ranked_)
    if above is None or above.score_x100 is None or mine.score_x100 is None:
        return plain
    needed = None
    if found.mean_x100 is not None and not mine.same:
        needed = why.needed_mean_x100(
            above.score_x100, found.mean_x100, people=mine.people or 0, shrink=shrink
        )
    most = 100 * ranked.form.full_score
    possible = ranked.form.count is Count.SUM or (needed or 0) <= most
    apart = above.score_x100 - mine.score_x100
    return Reason(mine, above, found.mean_x100, shrink, apart, needed, possible, ranked_)
