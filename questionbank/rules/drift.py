"""Whether a question's rate moves from day to day: leaked, overtaken by events, or its key wrong.

A cumulative sum (Page 1954): each day's distance from the base, in standard errors and less SLACK,
is added up and never falls below 0; what passes LIMIT is an alarm. Rising rates alone give one
false alarm per question in about a year, so 2,000 questions would give six a day: faster answers
must be seen at the same time, or the sum must pass ALONE.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

SLACK = 0.5
LIMIT = 5.0
ALONE = 10.0
# Days with fewer answers say nothing; before there were so many answers there is no base.
ENOUGH_A_DAY = 200
BASE_ANSWERS = 1_000


@dataclass(frozen=True, slots=True)
class Day:
    """Answers of one day; `log_sum` and `log_square_sum` are sums of thousandths of the natural
    logarithm of milliseconds, and of its square (in thousandths, too)."""

    count: int
    right: int
    log_sum: int
    log_square_sum: int


@dataclass(frozen=True, slots=True)
class Drift:
    """The cumulative sums after the last day: rates upwards, rates downwards, times downwards."""

    easier: float = 0.0
    harder: float = 0.0
    faster: float = 0.0

    @property
    def alarm(self) -> bool:
        both = self.easier > LIMIT and self.faster > LIMIT
        return both or max(self.easier, self.harder) > ALONE


def drift(days: Sequence[Day]) -> Drift:
    """The sums over all days in order. The base is the first BASE_ANSWERS answers, by whole days.

    Until then, and for days of fewer than ENOUGH_A_DAY answers, nothing is added.
    """
    base, rest = _base(days)
    found = Drift()
    if not base.count:
        return found
    for day in rest:
        if day.count >= ENOUGH_A_DAY:
            found = _after(found, _share(base, day), _pace(base, day))
    return found


def _base(days: Sequence[Day]) -> tuple[Day, Sequence[Day]]:
    base = Day(0, 0, 0, 0)
    for at, day in enumerate(days):
        base = Day(
            base.count + day.count,
            base.right + day.right,
            base.log_sum + day.log_sum,
            base.log_square_sum + day.log_square_sum,
        )
        if base.count >= BASE_ANSWERS:
            return base, days[at + 1 :]
    return Day(0, 0, 0, 0), ()


def _after(found: Drift, share: float, pace: float) -> Drift:
    return Drift(
        max(0.0, found.easier + share - SLACK),
        max(0.0, found.harder - share - SLACK),
        max(0.0, found.faster - pace - SLACK),
    )


def _share(base: Day, day: Day) -> float:
    """The day's share right against the base's, in standard errors of their difference."""
    # One more of each keeps a base of only right answers from having no error at all.
    p = (base.right + 1) / (base.count + 2)
    error = sqrt(p * (1 - p) * (1 / day.count + 1 / base.count))
    return (day.right / day.count - p) / error


def _pace(base: Day, day: Day) -> float:
    mean = base.log_sum / base.count
    variance = base.log_square_sum * 1_000 / base.count - mean * mean
    if variance <= 0:
        return 0.0
    error = sqrt(variance * (1 / day.count + 1 / base.count))
    return (day.log_sum / day.count - mean) / error
