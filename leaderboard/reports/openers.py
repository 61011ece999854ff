"""Whoever only opened papers and then had their data deleted is counted on without their unit.

Nothing is kept of them by which their unit could be told (leaderboard/reports/leavers.py knows it
of those who closed a paper): so the open papers of their places are counted again by unit, and what
a unit has too many moves to those without one. They get facts, of no paper, and are not looked at
again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

import msgspec
from django.db.models import Count, Exists, OuterRef

from leaderboard.catalogue import Catalogue
from leaderboard.models import PersonFacts
from leaderboard.reports import keeping, opened, shelves
from leaderboard.reports.keeping import Changes, State
from leaderboard.reports.leavers import BACK_MS, unit_keys
from leaderboard.reports.shelves import Name
from leaderboard.rules import figures
from leaderboard.rules.figures import ALL, UNIT, Key
from quiz.models import Attempt, Contestant

_NO_PAPER: Final = msgspec.msgpack.encode(())


class Place(NamedTuple):
    """A round in a region, as attempts name it."""

    round: int
    path: str


def look(since: int, state: State, most: int) -> list[int]:
    """At most so many of those whose data was deleted since that moment (milliseconds), of whom a
    paper is counted as opened and none as closed."""
    erased = Contestant.objects.filter(erased_at__gte=since - BACK_MS)
    theirs = Attempt.objects.filter(opened.before(state), contestant=OuterRef("pk"))
    counted = PersonFacts.objects.filter(pk=OuterRef("pk"))
    found = erased.filter(Exists(theirs), ~Exists(counted)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


def changes(people: Collection[int], rounds: Catalogue, state: State) -> Changes:
    """What it changes in this state that these people name no unit."""
    moved: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    for place, now in _by_unit(people, state):
        if ranked := rounds.rounds.get(place.round):
            leaf = keeping.leaf(place.path, rounds.children)
            above = figures.above(leaf, ranked.root)
            name = Name(ranked.contest, place.round, leaf, units=True)
            for unit, count in _too_many(name, now).items():
                for key in unit_keys(place.round, above, unit):
                    moved[ranked.contest][key] -= count
                for key in unit_keys(place.round, above, ""):
                    moved[ranked.contest][key] += count
    return Changes({}, dict.fromkeys(people, _NO_PAPER), moved)


def _by_unit(people: Collection[int], state: State) -> Iterator[tuple[Place, Counter[str]]]:
    """The attempts of each place in which these people opened one, by the unit named today: one
    reading of a round, however many of them left."""
    rows = Attempt.objects.filter(opened.before(state))
    theirs: defaultdict[int, set[str]] = defaultdict(set)
    for round_, path in rows.filter(contestant__in=people).values_list("round", "region_path"):
        theirs[round_].add(path)
    for round_, paths in theirs.items():
        found = {path: Counter[str]() for path in paths}
        there = rows.filter(round=round_, region_path__in=paths).order_by()
        units = there.values_list("region_path", "contestant__unit").annotate(count=Count("pk"))
        for path, unit, count in units:
            found[path][unit] = count
        yield from ((Place(round_, path), units) for path, units in found.items())


def _too_many(name: Name, now: Counter[str]) -> Counter[str]:
    """The units of a shelf with how many more opened papers are counted there than there are."""
    kept = Counter(
        {
            group.removeprefix(UNIT): row[shelves.OPENED]
            for cells in shelves.read([name]).values()
            for (group, kind, _start), row in cells.items()
            if kind == ALL and group != UNIT
        }
    )
    return kept - now
