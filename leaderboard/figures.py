"""The figures of groups of people on a defined board, read from the store of its results."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leaderboard import board, derived
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.rules import ranking, rollup
from leaderboard.rules.balance import balance
from leaderboard.rules.definitions import KINDS, Definition, Formula, Spec, Who, unit_code
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.rollup import Policy, Region, Totals
from leaderboard.rules.scopes import Scope
from leaderboard.rules.scores import Rate, Unshown, best_sum, per_10k, rounded
from leaderboard.store import NotReady, Store


class NoBoard(LookupError):
    """The definition's rounds are not there, or their scores cannot be added."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of a definition come from."""

    projector: Projector
    definition: Definition
    spec: Spec
    ranked: RankedRound
    store: Store

    @property
    def divisor(self) -> int:
        return ranking.divisor(self.ranked.form)

    @property
    def policy(self) -> Policy:
        """Units are ranked from the number of people on that may be shown."""
        usual = board.policy()
        return replace(usual, least=usual.few) if self.definition.who is Who.UNITS else usual


def source_of(projector: Projector, definition: Definition, *, full: bool) -> Source:
    """Where to read the definition's figures. Raises NoBoard and NotReady."""
    known = projector.catalogue
    spec = derived.spec_of(known, definition, public=not full)
    ranked = derived.ranked_of(known, spec)
    if ranked is None:
        raise NoBoard(definition.code)
    store = projector.derived_store(spec)
    if store is None:
        raise NotReady(f"the board {definition.code} is being prepared")
    return Source(projector, definition, spec, ranked, store)


def figures(source: Source) -> tuple[Totals, tuple[RegionRow, ...]]:
    """All rows of a board of groups, and the whole that they are parts of."""
    found = groups(source)
    whole, *totals = source.store.totals([Scope(source.definition.region), *found.values()])
    regions = [
        Region(path, name, of)
        for (path, name), of in zip(found, totals, strict=True)
        if of.people or _lists(source, path)
    ]
    if source.definition.formula is Formula.MEAN:
        rows = rollup.table(regions, whole, divisor=source.divisor, policy=source.policy)
        return whole, rows
    values = _values(source, regions, found)
    rows_ = [
        rollup.by_figure(region, value, divisor=source.divisor, policy=source.policy)
        for region, value in zip(regions, values, strict=True)
    ]
    return whole, rollup.ordered(rows_)


def _lists(source: Source, path: str) -> bool:
    place = source.projector.catalogue.places.get(path)
    return place is None or source.ranked.lists(place)


def groups(source: Source) -> dict[tuple[str, str], Scope]:
    """The groups that are rows: (id, name) and whose results are theirs."""
    of, known = source.definition, source.projector.catalogue
    if of.who is Who.UNITS:
        return {(name, name): Scope(f"{of.region}/{unit_code(name)}") for name in of.units}
    if of.who is Who.COHORTS:
        return {(code, one.name_zh): Scope(of.region, code) for code, one in known.cohorts.items()}
    return {
        (place.path, place.name_zh): Scope(place.path)
        for place in known.places.values()
        if place.kind == KINDS[of.who] and Scope(of.region).holds(place.path, "")
    }


def _values(
    source: Source, regions: Sequence[Region], found: dict[tuple[str, str], Scope]
) -> list[int | None]:
    """The figure of each region, in hundredths; None where it is not shown."""
    formula = source.definition.formula
    if formula is Formula.BEST:
        return [_best(source, found[region.path, region.name]) for region in regions]
    if formula is Formula.RATE:
        return [_rate(source, region).x100 for region in regions]
    if formula is Formula.BALANCE:
        cohorts = cohorts_of(source, [region.path for region in regions])
        return [
            None if _rate(source, region).why is Unshown.OVER else balance(people)
            for region, people in zip(regions, cohorts, strict=True)
        ]
    raise ValueError(f"{formula} is no figure of a region alone")


def _best(source: Source, scope: Scope) -> int:
    n = source.definition.best
    scores = [row.standing.score for row in source.store.page(scope, 0, n).rows]
    return rounded(100 * best_sum(scores, n), source.divisor)


def _rate(source: Source, region: Region) -> Rate:
    place = source.projector.catalogue.places[region.path]
    return per_10k(region.totals.people, place.population)


def cohorts_of(source: Source, paths: Sequence[str]) -> list[tuple[int, ...]]:
    """For each region, how many people of each cohort took part."""
    codes = list(source.projector.catalogue.cohorts)
    totals = source.store.totals([Scope(path, code) for path in paths for code in codes])
    people = [of.people for of in totals]
    size = len(codes)
    return [tuple(people[n * size : (n + 1) * size]) for n in range(len(paths))]
