"""The award for organising well, from what the stores have counted."""

from collections.abc import Sequence

from leaderboard import derived
from leaderboard.catalogue import Place
from leaderboard.figures import Source, cohorts_of, groups
from leaderboard.rules import award, rollup
from leaderboard.rules.award import Basis, Facts, Out, Row, Weights
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.rollup import Policy, Region, Totals
from leaderboard.rules.scopes import Scope
from leaderboard.rules.seasons import full_score
from leaderboard.store import NotReady


def judged(source: Source, weights: Weights | None = None) -> tuple[Totals, tuple[Row, ...]]:
    """The whole, and every region's row; by other `weights` than the definition's where given.

    Raises NotReady while the days are still being counted.
    """
    whole, regions = counted(source)
    return whole, award.rows(regions, basis(source, whole), weights or source.definition.weights)


def basis(source: Source, whole: Totals) -> Basis:
    """What the regions are measured by."""
    full = full_score(source.ranked.form) // source.divisor
    return Basis(whole, full, source.divisor, source.policy)


def counted(source: Source) -> tuple[Totals, list[Facts]]:
    """The whole, and what was counted of each region."""
    places = [source.projector.catalogue.places[path] for path, _name in groups(source)]
    whole, *totals = source.store.totals(
        [Scope(source.definition.region), *(Scope(place.path) for place in places)]
    )
    listed = [
        (p, of) for p, of in zip(places, totals, strict=True) if of.people or source.ranked.lists(p)
    ]
    cohorts = cohorts_of(source, [place.path for place, _of in listed])
    activity = _activity(source, [place for place, _of in listed])
    return whole, [
        Facts(place.path, place.name_zh, place.population, of, people, active, days)
        for (place, of), people, (active, days) in zip(listed, cohorts, activity, strict=True)
    ]


def _activity(source: Source, places: Sequence[Place]) -> list[tuple[int, int]]:
    """For each region, on how many (day, region below it) pairs somebody played, of how many."""
    store = source.projector.derived_store(derived.by_day(source.spec))
    if store is None:
        raise NotReady(f"the days of {source.definition.code} are being counted")
    days = _days(source)
    found = []
    for place in places:
        below = _below(source, place)
        totals = store.totals([Scope(path, day) for path in below for day in days])
        found.append((sum(of.attempts > 0 for of in totals), len(totals)))
    return found


def _below(source: Source, place: Place) -> list[str]:
    """The regions directly below, itself where there are none."""
    children = source.projector.catalogue.children.get(place.path, ())
    return [child.path for child in children if source.ranked.lists(child)] or [place.path]


def _days(source: Source) -> list[str]:
    """The days that have begun, of those that count."""
    spec, ranked = source.spec, source.ranked
    opens_at = max(ranked.opens_at, spec.starts_at or 0)
    ends = (ranked.closes_at, spec.ends_at, spec.cut, source.projector.as_of)
    return derived.days(opens_at, max(min(end for end in ends if end is not None), opens_at + 1))


def as_rows(rows: Sequence[Row], divisor: int, policy: Policy) -> tuple[RegionRow, ...]:
    """The rows of an award as those of any board of regions; the score in hundredths."""
    made = [
        rollup.by_figure(
            Region(row.facts.path, row.facts.name, row.facts.totals),
            row.score,
            divisor=divisor,
            policy=policy,
            out=row.out is not Out.NO,
        )
        for row in rows
    ]
    return rollup.ordered(made)
