"""Counts what was opened: the share of papers that were handed in needs both.

Attempts carry the moment they were opened, which is read before they are stored; so a stretch of
time that ended LAG_MS ago gets no more of them and is counted once. Numbers are handed out at about
the same moment: those of attempts opened LAG_MS before the stretch lie below all of it, and the
reading starts above them.
"""

from collections import Counter
from typing import Final

from leaderboard.catalogue import Catalogue
from leaderboard.reports import keeping
from leaderboard.reports.keeping import Changes, State
from leaderboard.rules import figures
from leaderboard.rules.figures import ALL, DAY, UNIT, WEEK, Key
from quiz.models import Attempt

# Longer than the opening of an attempt can take, its transaction included.
LAG_MS: Final = 60_000
FIELDS: Final = ("round", "region_path", "cohort", "contestant__unit", "opened_at")


def waits(state: State) -> bool:
    """Whether attempts were opened that are not counted yet."""
    rows = Attempt.objects.filter(pk__gt=state.floor, opened_at__gte=state.until)
    return rows.exists()


def counted(changes: Changes, rounds: Catalogue, state: State, now: int) -> Changes:
    """The changes with those of attempts that were opened before `now` less LAG_MS."""
    until = now - LAG_MS
    if until <= state.until:
        return changes
    above = Attempt.objects.filter(pk__gt=state.floor)
    rows = above.filter(opened_at__gte=state.until, opened_at__lt=until).values_list(*FIELDS)
    cells: dict[str, Counter[Key]] = {}
    for round_, path, cohort, unit, at in rows.iterator(chunk_size=2_000):
        if ranked := rounds.rounds.get(round_):
            found = cells.setdefault(ranked.contest, Counter())
            place = keeping.leaf(path, rounds.children)
            found.update(keys(round_, place, ranked.root, (cohort, unit, keeping.day_of(at))))
    old = above.filter(opened_at__lt=until - LAG_MS).order_by("-pk").values_list("pk", flat=True)
    return changes.with_opened(cells, floor=old.first() or state.floor, until=until)


def keys(round_: int, path: str, root: str, who: tuple[str, str, int]) -> list[Key]:
    """The cells in which an attempt of this cohort, unit and day counts as opened."""
    cohort, unit, day = who
    week = figures.monday(day)
    found = []
    for place in figures.above(path, root):
        for one in (0, round_):
            found += [
                Key(one, place, "", ALL, 0),
                Key(one, place, "", WEEK, week),
                Key(one, place, "", DAY, day),
                Key(one, place, cohort, ALL, 0),
                Key(one, place, cohort, WEEK, week),
                Key(one, place, UNIT + unit, ALL, 0),
            ]
    return found
