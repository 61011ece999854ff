"""A board as a definition: whose standings, of which rounds, where, in which order, from when.

Source: contest regulations, section 8.9. Nothing here counts anything: a definition says which
results belong to the board (Spec), and everything else is how its rows are ordered and shown.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from leaderboard.rules.award import Weights
from leaderboard.rules.seasons import MOST_ROUNDS

MOST_ROWS: Final = 1_000
MOST_BEST: Final = 50
MOST_UNITS: Final = 500


class Who(StrEnum):
    """Whose standings are rows."""

    PERSONS = "persons"
    UNITS = "units"
    CITIES = "cities"
    COUNTIES = "counties"
    TOWNS = "towns"
    COHORTS = "cohorts"


# The kind of region that each board of regions lists.
KINDS: Final = {Who.CITIES: "city", Who.COUNTIES: "county", Who.TOWNS: "town"}


class Formula(StrEnum):
    """What orders the rows: a person's standing, or a figure of a group of people."""

    STANDING = "standing"
    MEAN = "mean"
    BEST = "best"
    RATE = "rate"
    BALANCE = "balance"
    AWARD = "award"


FORMULAS: Final = {
    Who.PERSONS: (Formula.STANDING,),
    Who.UNITS: (Formula.MEAN, Formula.BEST),
    Who.COHORTS: (Formula.MEAN, Formula.BEST),
    **dict.fromkeys(
        KINDS, (Formula.MEAN, Formula.BEST, Formula.RATE, Formula.BALANCE, Formula.AWARD)
    ),
}


class By(StrEnum):
    """What takes the region's or the cohort's place in a derived store."""

    PLACE = ""
    UNIT = "unit"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Spec:
    """Which results a store holds. `rounds` are their numbers, the earliest first; moments in
    milliseconds: closed from `starts_at` to before `ends_at`, stored up to and at `cut`.

    `units` are counted below `region` when it is a store of units.
    """

    rounds: tuple[int, ...]
    best_of: int = 0
    starts_at: int | None = None
    ends_at: int | None = None
    cut: int | None = None
    by: By = By.PLACE
    region: str = ""
    units: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is what the store of its one round holds anyway."""
        free = self.starts_at is None and self.ends_at is None and self.cut is None
        return free and len(self.rounds) == 1 and self.by is By.PLACE

    def number(self, mould: str) -> int:
        """Names the store of that mould among those of the rounds: below 0, the same in every
        process."""
        said = (
            mould,
            *(self.rounds, self.best_of, self.starts_at, self.ends_at, self.cut),
            *(str(self.by), self.region, self.units),
        )
        return -1 - int.from_bytes(hashlib.sha256(repr(said).encode()).digest()[:6])


def unit_code(name: str) -> str:
    """The part of a path that stands for a unit in a store of units."""
    return "u" + hashlib.sha256(name.encode()).hexdigest()[:11]


@dataclass(frozen=True, slots=True)
class Definition:
    """One board. `rounds` are codes, none = every ranked round of the contest; `best_n` = how many
    rounds count, 0 = all; `best` = how many people a region's sum of the best has.

    `public_from` None = only organisers see it; `freeze_at` = the cut of what the public sees.
    """

    contest: str
    code: str
    title_zh: str
    region: str
    title_en: str = ""
    who: Who = Who.PERSONS
    formula: Formula = Formula.STANDING
    rounds: tuple[str, ...] = ()
    best_n: int = 0
    best: int = 10
    cohort: str = ""
    starts_at: int | None = None
    ends_at: int | None = None
    top: int = 100
    public_from: int | None = None
    freeze_at: int | None = None
    weights: Weights = field(default_factory=Weights)
    units: tuple[str, ...] = ()

    def public(self, now: int) -> bool:
        """Whether everybody may see it at `now`."""
        return self.public_from is not None and self.public_from <= now


def problems(of: Definition) -> list[tuple[str, str]]:
    """What contradicts itself: field and reason, nothing when all is well."""
    checks = [
        ("formula", "no_such_order", of.formula not in FORMULAS[of.who]),
        ("cohort", "only_persons", bool(of.cohort) and of.who is not Who.PERSONS),
        ("top", "out_of_bounds", not 1 <= of.top <= MOST_ROWS),
        ("best", "out_of_bounds", not 1 <= of.best <= MOST_BEST),
        ("best_n", "out_of_bounds", not 0 <= of.best_n <= MOST_ROUNDS),
        ("ends_at", "ends_before", _ends_before(of)),
        ("units", "needs_units", of.who is Who.UNITS and not of.units),
        ("units", "out_of_bounds", len(of.units) > MOST_UNITS),
    ]
    return [(name, reason) for name, reason, wrong in checks if wrong]


def _ends_before(of: Definition) -> bool:
    return of.starts_at is not None and of.ends_at is not None and of.ends_at <= of.starts_at
