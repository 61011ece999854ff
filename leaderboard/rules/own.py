"""Which of somebody's own attempts their standing comes from. Source: regulations, section 2.4."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from leaderboard.rules import ranking
from leaderboard.rules.ranking import Standing, Tally
from leaderboard.rules.results import Result
from quiz.rules.formats import Count, Format


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody's attempts of one round, by try: the last word on each; the tries that count, and
    what these come to (None = nothing counts)."""

    results: tuple[Result, ...]
    counting: frozenset[int]
    standing: Standing | None


def own(form: Format, accounts: Iterable[Result]) -> Own:
    """What the accounts of one person's attempts come to; of one attempt there may be several."""
    tally = reduce(lambda held, one: ranking.add(form, held, one), accounts, Tally())
    results = tuple(sorted(ranking.results(tally)))
    chosen = results if form.count is Count.SUM else tally.kept
    counting = frozenset(one.try_no for one in chosen if one.counts)
    return Own(results, counting, ranking.standing(tally))
