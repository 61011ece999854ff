"""Counts what was opened: the share of papers that were handed in needs both.

Attempts carry the moment they were opened, which is read before they are stored; so a stretch of
time that ended LAG_MS ago gets no more of them and is counted once. Numbers are handed out at about
the same moment: those of attempts opened LAG_MS before the stretch lie below all of it, and the
reading starts above them. What lies there and says it was opened later was opened while the clock
was ahead, and is counted as the reading passes it.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from django.db.models import Q

from leaderboard.catalogue import Catalogue
from leaderboard.reports import keeping
from leaderboard.reports.keeping import Changes, State
from leaderboard.rules import figures
from leaderboard.rules.figures import ALL, DAY, UNIT, WEEK, Key
from quiz.models import Attempt

# Longer than the opening of an attempt can take, its transaction included.
LAG_MS: Final = 60_000
FIELDS: Final = ("round", "region_path", "cohort", "contestant__unit", "opened_at")


def before(state: State) -> Q:
    """The attempts that are counted as opened in this state."""
    return Q(opened_at__lt=state.until) | Q(pk__lte=state.floor)


def waits(state: State, now: int) -> bool:
    """Whether attempts were opened that are not counted yet."""
    state = _set_right(state, now)
    rows = Attempt.objects.filter(pk__gt=state.floor, opened_at__gte=state.until)
    return rows.exists()


def counted(changes: Changes, rounds: Catalogue, state: State, now: int) -> Changes:
    """The changes with those of attempts that were opened before `now` less LAG_MS."""
    until, state = now - LAG_MS, _set_right(state, now)
    if until <= state.until:
        return changes
    above = Attempt.objects.filter(pk__gt=state.floor)
    old = above.filter(opened_at__lt=until - LAG_MS).order_by("-pk").values_list("pk", flat=True)
    floor = old.first() or state.floor
    stretch = Q(opened_at__gte=state.until, opened_at__lt=until)
    rows = above.filter(stretch | Q(opened_at__gte=until, pk__lte=floor)).values_list(*FIELDS)
    cells: dict[str, Counter[Key]] = {}
    for round_, path, cohort, unit, at in rows.iterator(chunk_size=2_000):
        if ranked := rounds.rounds.get(round_):
            found = cells.setdefault(ranked.contest, Counter())
            place = keeping.leaf(path, rounds.children)
            found.update(keys(round_, place, ranked.root, (cohort, unit, keeping.day_of(at))))
    return changes.with_opened(cells, floor=floor, until=until)


def _set_right(state: State, now: int) -> State:
    """The state, if the clock was ahead when it was stored, by numbers alone: all above those that
    were counted then is to be counted, however early it was opened."""
    if state.until <= now:
        return state
    rows = Attempt.objects.filter(pk__gt=state.floor, opened_at__lt=state.until)
    late = rows.filter(opened_at__gte=state.until - LAG_MS).order_by("-pk")
    floor = late.values_list("pk", flat=True).first()
    return replace(state, floor=floor or state.floor, until=0)


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
