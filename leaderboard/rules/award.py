"""The award for organising well: four parts with weights, each traceable to what was counted.

Source: contest regulations, section 8.7. Parts are in ten-thousandths, contributions and scores in
hundredths of a point of 100; a score is the sum of its contributions as they are shown.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Final, NamedTuple

from leaderboard.rules.balance import WHOLE, balance
from leaderboard.rules.bands import BANDS, Band, band_of, caps
from leaderboard.rules.rollup import Policy, Totals, score_x100
from leaderboard.rules.scores import Rate, Unshown, per_10k, rounded

PARTS: Final = ("reach", "balance", "mean", "activity")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, in per cent; together 100."""

    reach: int = 40
    balance: int = 25
    mean: int = 20
    activity: int = 15

    def __post_init__(self) -> None:
        """Raises ValueError for weights that are not whole, below 0, or not 100 together."""
        values = [getattr(self, part.name) for part in fields(self)]
        if not all(type(value) is int and 0 <= value <= 100 for value in values):
            raise ValueError(f"weights must be whole numbers from 0 to 100, got {values}")
        if sum(values) != 100:
            raise ValueError(f"weights must come to 100, got {sum(values)}")


class Out(StrEnum):
    """Why a region is listed but not ranked."""

    NO = ""
    FEW = "few"  # too few people to show figures about
    LEAST = "least"  # too few people to be ranked
    UNKNOWN = "unknown"  # nobody knows how many live there
    OVER = "over"  # more people than residents: somebody must look


class Facts(NamedTuple):
    """What was counted of one region. `cohorts` are people by cohort, every one of the contest's;
    `active` of `days` (day, place below) pairs saw at least one attempt."""

    path: str
    name: str
    population: int | None
    totals: Totals
    cohorts: tuple[int, ...]
    active: int
    days: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What all regions are measured by: the whole they are parts of, and the full score."""

    whole: Totals
    full: int
    divisor: int = 1
    policy: Policy = field(default_factory=Policy)
    bands: tuple[Band, ...] = BANDS
    per_cent: int = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One region: what was counted, what it comes to, and its parts in the order of PARTS.

    `cap` is the rate that counts in full in its band; `rank` is None when `out` says why.
    """

    facts: Facts
    out: Out
    band: str = ""
    rate: int | None = None
    cap: int | None = None
    mean: int | None = None
    parts: tuple[int, ...] = ()
    gains: tuple[int, ...] = ()
    score: int | None = None
    rank: int | None = None
    rank_in_band: int | None = None


def gain(weight: int, part: int) -> int:
    """What a part adds to the score, in hundredths of a point, halves up."""
    return rounded(weight * part, 100)


def rows(regions: Sequence[Facts], basis: Basis, weights: Weights) -> tuple[Row, ...]:
    """All regions, the best first; then, by path, those that are not ranked.

    Equal scores share a rank, in the whole and in the band.
    """
    reached = caps(_rates(regions, basis), basis.per_cent)
    made = [_row(facts, basis, reached, weights) for facts in regions]
    made.sort(key=lambda row: (row.score is None, -(row.score or 0), row.facts.path))
    return tuple(_ranked(made))


def _out(facts: Facts, rate: Rate, policy: Policy) -> Out:
    if 0 < facts.totals.people < policy.few:
        return Out.FEW
    if rate.why is not Unshown.NO:
        return Out(rate.why.value)
    return Out.LEAST if facts.totals.people < max(policy.least, 1) else Out.NO


def _rates(regions: Sequence[Facts], basis: Basis) -> dict[str, list[int]]:
    """The rates of the regions that are ranked, by band."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for facts in regions:
        rate = per_10k(facts.totals.people, facts.population)
        band = band_of(facts.population, basis.bands)
        if band and rate.x100 is not None and _out(facts, rate, basis.policy) is Out.NO:
            found[band.code].append(rate.x100)
    return found


def _row(facts: Facts, basis: Basis, reached: dict[str, int], weights: Weights) -> Row:
    rate = per_10k(facts.totals.people, facts.population)
    out = _out(facts, rate, basis.policy)
    band = band_of(facts.population, basis.bands)
    code = band.code if band else ""
    if out is not Out.NO or rate.x100 is None:
        return Row(facts, out, code, None if out is Out.FEW else rate.x100)
    shrink = basis.policy.shrink
    mean = score_x100(facts.totals, basis.whole, divisor=basis.divisor, shrink=shrink)
    top = reached[code]
    parts = (
        share(rate.x100, top),
        balance(facts.cohorts) or 0,
        share(mean or 0, 100 * basis.full),
        share(facts.active, facts.days),
    )
    gains = tuple(
        gain(getattr(weights, name), part) for name, part in zip(PARTS, parts, strict=True)
    )
    return Row(facts, out, code, rate.x100, top, mean, parts, gains, sum(gains))


def share(value: int, whole: int) -> int:
    """`value` of `whole` in ten-thousandths, never less than none or more than all; 0 of nothing
    is nothing."""
    return rounded(WHOLE * min(max(value, 0), whole), whole) if whole > 0 else 0


def _ranked(made: Sequence[Row]) -> list[Row]:
    seen: defaultdict[str, list[int]] = defaultdict(list)
    done = []
    for row in made:
        if row.score is None:
            done.append(row)
            continue
        done.append(
            _at(row, _place(seen[""], row.score), _place(seen[f"band {row.band}"], row.score))
        )
    return done


def _place(scores: list[int], score: int) -> int:
    """1 + the number of better ones; `scores` (best first) gets one more."""
    scores.append(score)
    return scores.index(score) + 1


def _at(row: Row, rank: int, in_band: int) -> Row:
    return replace(row, rank=rank, rank_in_band=in_band)


class Gap(NamedTuple):
    """One part of two regions beside each other: contributions and `behind` = theirs - mine."""

    part: str
    mine: int
    theirs: int

    @property
    def behind(self) -> int:
        return self.theirs - self.mine


def gaps(row: Row, better: Row) -> tuple[Gap, ...]:
    """Part by part, why `better` stands above `row`: all `behind` come to the scores' difference.

    Raises ValueError unless both are ranked.
    """
    if row.score is None or better.score is None:
        raise ValueError("only regions that are ranked can be compared")
    return tuple(Gap(*one) for one in zip(PARTS, row.gains, better.gains, strict=True))
