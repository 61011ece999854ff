"""The conditions of a selection: kept as a plain document, checked here, and turned into quotas."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from leaderboard.models import Candidate
from leaderboard.models.selection import Sex
from leaderboard.rules.selecting import Candidate as Choice
from leaderboard.rules.selecting import Quota, Task
from quiz import naming
from quiz.rules.called import Names

MOST_SEATS: Final = 12
MOST_RESERVES: Final = 10
OLDEST: Final = 120
WOMEN, MEN = "women", "men"


@dataclass(frozen=True, slots=True)
class Rule:
    """`seats` for each cohort; at least so many women and men; ages in years, both ends included,
    reached in `year` (0 and OLDEST = no bound); `reserves` for each cohort."""

    seats: Mapping[str, int] = field(default_factory=dict)
    women: int = 0
    men: int = 0
    youngest: int = 0
    oldest: int = OLDEST
    year: int = 0
    reserves: int = 2

    @property
    def size(self) -> int:
        return sum(self.seats.values())

    @property
    def asks_sex(self) -> bool:
        return bool(self.women or self.men)

    @property
    def asks_age(self) -> bool:
        return self.youngest > 0 or self.oldest < OLDEST


def wrong(rule: Rule, cohorts: Collection[str]) -> list[str]:
    """The names of what must be mended; none when the rule can be kept."""
    bad = {
        "seats": not 1 <= rule.size <= MOST_SEATS
        or any(code not in cohorts or count < 0 for code, count in rule.seats.items()),
        "women": rule.women < 0 or rule.men < 0 or rule.women + rule.men > rule.size,
        "ages": not 0 <= rule.youngest <= rule.oldest <= OLDEST,
        "reserves": not 0 <= rule.reserves <= MOST_RESERVES,
    }
    return [name for name, is_bad in bad.items() if is_bad]


def plain(rule: Rule) -> dict[str, Any]:
    return asdict(rule) | {"seats": {code: n for code, n in rule.seats.items() if n}}


def read(kept: Mapping[str, Any]) -> Rule:
    return Rule(**kept)


def task(rule: Rule, candidates: Iterable[Candidate], fixed: Iterable[int] = ()) -> Task:
    """What the solver is asked. Who declined, or does not have the age asked for, is not chosen;
    the `fixed` are in the team already."""
    kept = frozenset(fixed)
    people = [one for one in candidates if one.pk in kept or _may(rule, one)]
    choices = [Choice(one.pk, one.score, one.took_ms) for one in people]
    return Task(choices, rule.size, _quotas(rule, people), kept)


def _may(rule: Rule, one: Candidate) -> bool:
    return bool(rule.seats.get(one.cohort)) and not one.declined and of_age(rule, one)


def _quotas(rule: Rule, people: Collection[Candidate]) -> list[Quota]:
    found = [
        Quota(code, frozenset(one.pk for one in people if one.cohort == code), seats, seats)
        for code, seats in rule.seats.items()
        if seats
    ]
    for name, sex, least in ((WOMEN, Sex.FEMALE, rule.women), (MEN, Sex.MALE, rule.men)):
        if least:
            members = frozenset(one.pk for one in people if one.sex == sex)
            found.append(Quota(name, members, least, rule.size))
    return found


def of_age(rule: Rule, one: Candidate) -> bool:
    """Whether somebody has the age asked for; never when it is asked for and not known."""
    if not rule.asks_age:
        return True
    return one.born is not None and rule.youngest <= rule.year - one.born <= rule.oldest


def named(quota: str, cohorts: Mapping[str, Names], rule: Rule) -> str:
    """The condition in words."""
    if quota == WOMEN:
        return _("女性至少 %d 人") % rule.women
    if quota == MEN:
        return _("男性至少 %d 人") % rule.men
    return _("%(cohort)s %(seats)d 人") % {
        "cohort": naming.name(cohorts.get(quota, Names(quota))),
        "seats": rule.seats.get(quota, 0),
    }
