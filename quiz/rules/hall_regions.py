"""Regions of a hall against each other, and their order in an unfreezing. Source: contest
regulations, section 11.8.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quiz.rules.hall import Standing


class RegionStanding(NamedTuple):
    """A region among others; mean (hundredths) and rank None = too few people."""

    path: str
    people: int
    mean_x100: int | None
    rank: int | None


def table(by_region: Mapping[str, Sequence[Standing]], least: int) -> list[RegionStanding]:
    """Regions by the mean score of their people, best first, those with fewer than `least` last."""
    means = {
        path: 100 * sum(one.score for one in people) // len(people)
        for path, people in by_region.items()
        if len(people) >= least
    }
    order = sorted(means.values(), reverse=True)
    rows = [
        RegionStanding(
            path,
            len(people),
            means.get(path),
            1 + order.index(means[path]) if path in means else None,
        )
        for path, people in by_region.items()
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.path))


def unfreezing(frozen: Sequence[RegionStanding], now: Sequence[RegionStanding]) -> list[str]:
    """The order in which regions are opened: from the last place of the frozen table up, before
    them those that the frozen table does not have."""
    known = {row.path for row in frozen}
    new = [row.path for row in now if row.path not in known]
    return [*new, *(row.path for row in reversed(frozen))]


def steps(frozen: Sequence[RegionStanding], now: Sequence[RegionStanding]) -> list[list[str]]:
    """What each step of an unfreezing opens: first, together, the regions that have too few people
    in both tables, of which nothing is told; then one region a step."""
    ranked = {row.path for row in (*frozen, *now) if row.rank is not None}
    order = unfreezing(frozen, now)
    silent = [path for path in order if path not in ranked]
    single = [[path] for path in order if path in ranked]
    return [silent, *single] if silent else single


class Opening(NamedTuple):
    """A frozen table some steps on: what is shown of each region, the table one step before, the
    region opened last, and how many regions are left."""

    rows: list[RegionStanding]
    before: list[RegionStanding]
    last: str | None
    left: int


def opened(
    frozen: Mapping[str, Sequence[Standing]],
    now: Mapping[str, Sequence[Standing]],
    made: int,
    least: int,
) -> Opening:
    """The frozen table after so many steps: the opened regions stand as they do now, the others as
    they did. More steps than there are change nothing more."""
    order = steps(table(frozen, least), table(now, least))

    def after(count: int) -> list[RegionStanding]:
        opened = [path for step in order[:count] for path in step]
        return table({**frozen, **{path: now.get(path, ()) for path in opened}}, least)

    done = min(made, len(order))
    last = order[done - 1][-1] if done else None
    return Opening(after(done), after(max(0, done - 1)), last, sum(map(len, order[done:])))
