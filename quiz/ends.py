"""When rounds end, as this process last looked it up. In memory; quiz/end_looks.py looks.

An end may be moved (quiz/extending.py), but not in its last minute: one that was looked up late
enough stands (quiz/rules/extending.py). Nobody writes by an end that may have been moved: the few
who would look first, so that an answer in time pays nothing for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from quiz.plan import Plan
from quiz.rules import extending
from quiz.rules.units import Millis
from quiz.seat import Seat

Ends = Mapping[int, Millis | None]
"""Rounds by number, and when each closes; None = never."""

# A round that ended so long ago is not asked about again: an end moves before it comes.
OVER_MS: Final = 3_600_000


class Unsure(Exception):
    """The round's end may have been moved since this process looked it up."""


@dataclass(slots=True)
class Known:
    """What one process knows. The event loop's alone."""

    # The last look that came back began then.
    looked_at: Millis = Millis(0)
    ends: dict[int, Millis | None] = field(default_factory=dict)
    # The plans of rounds that were moved under somebody, one for all who sit there.
    _moved: dict[int, Plan] = field(default_factory=dict)

    def learn(self, found: Ends, looked_at: Millis) -> set[int]:
        """Take a look in; the rounds whose ends are not what was known here."""
        news = {one for one, end in found.items() if self.ends.get(one, -1) != end}
        self.ends.update(found)
        self.looked_at = max(self.looked_at, looked_at)
        self._let_go()
        return news

    def _let_go(self) -> None:
        """Of plans of rounds that are long over; whoever sits in one keeps it."""
        over = self.looked_at - OVER_MS
        for one in [one for one, plan in self._moved.items() if (plan.closes_at or over) < over]:
            del self._moved[one]

    def newest(self, plan: Plan) -> Plan:
        """The plan with the round's end as it is known here, where that is later: the same one for
        all. An end that was moved to an earlier moment (of practice only) is for new papers."""
        end = self.ends.get(plan.round, plan.closes_at)
        if not extending.later(end, plan.closes_at):
            return plan
        made = self._moved.get(plan.round)
        if made is None or made.closes_at != end or made.books is not plan.books:
            made = self._moved[plan.round] = replace(plan, closes_at=end)
        return made

    def forget(self) -> None:
        """As a process that has looked nothing up yet."""
        self.looked_at = Millis(0)
        self.ends.clear()
        self._moved.clear()


known = Known()


def unsure(seat: Seat, now: Millis) -> bool:
    """Whether the attempt would be over at `now` by its round's end, and that may have moved."""
    end = seat.plan.closes_at
    if end is None or end != seat.ends_at or not seat.ended(now):
        return False
    return not extending.stands(end, known.looked_at)
