"""Whoever had their data deleted is counted on, without the unit that they had named.

What was counted of a person says their unit, paper by paper, and it is theirs: so it leaves what is
kept of them, and the papers move to those without a unit, as if they were counted today. Those of
whom no paper was closed are found in leaderboard/reports/openers.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from django.db.models import Max

from leaderboard.catalogue import Catalogue
from leaderboard.models import PersonFacts
from leaderboard.reports import keeping, opened
from leaderboard.reports.keeping import Changes, State
from leaderboard.rules import figures
from leaderboard.rules.figures import ALL, UNIT, Fact, Key
from quiz.models import Attempt, Contestant

# Looking back further than the newest deletion: one that was stored later may be a little older.
BACK_MS: Final = 60_000
_packed = msgspec.msgpack.Encoder()
_unpacked = msgspec.msgpack.Decoder(tuple[Fact, ...])
Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Leavers:
    """`named`: what is kept, with a unit, of people whose data was deleted; `until` the moment of
    the newest deletion (milliseconds) up to which these are all."""

    named: Mapping[int, Facts]
    until: int


def look(since: int, most: int) -> Leavers:
    """Those whose data was deleted since that moment (milliseconds), at most so many of them."""
    erased = Contestant.objects.filter(erased_at__gte=since - BACK_MS)
    newest = erased.aggregate(at=Max("erased_at"))["at"] or since
    rows = PersonFacts.objects.filter(pk__in=erased.values("pk")).values_list("pk", "facts")
    named: dict[int, Facts] = {}
    for who, packed in rows.iterator(chunk_size=keeping.AT_ONCE):
        facts = _unpacked.decode(packed)
        if any(fact.unit for fact in facts):
            named[who] = facts
        if len(named) == most:
            return Leavers(named, since)
    return Leavers(named, max(newest, since))


def changes(named: Mapping[int, Facts], rounds: Catalogue, state: State) -> Changes:
    """What it changes in this state that these people name no unit."""
    cells: defaultdict[str, dict[Key, list[int]]] = defaultdict(dict)
    facts: dict[int, bytes] = {}
    people = Contestant.objects.filter(pk__in=list(named))
    for who, contest, root in people.values_list("pk", "contest__code", "contest__region__path"):
        without = tuple(fact._replace(unit="") for fact in named[who])
        figures.change(named[who], without, root, cells[contest])
        facts[who] = _packed.encode(without)
    return Changes(cells, facts, _opened(named, rounds, state))


def _opened(named: Mapping[int, Facts], rounds: Catalogue, state: State) -> dict[str, Counter[Key]]:
    """The same of what they opened, also of papers that are not closed yet."""
    found: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    rows = Attempt.objects.filter(opened.before(state), contestant__in=list(named))
    for who, round_, path in rows.values_list("contestant", "round", "region_path"):
        if ranked := rounds.rounds.get(round_):
            unit = next(fact.unit for fact in named[who] if fact.unit)
            place = keeping.leaf(path, rounds.children)
            places = figures.above(place, ranked.root)
            found[ranked.contest].subtract(unit_keys(round_, places, unit))
            found[ranked.contest].update(unit_keys(round_, places, ""))
    return found


def unit_keys(round_: int, places: Iterable[str], unit: str) -> list[Key]:
    """The cells of a unit in these places, of the round and of all rounds."""
    return [Key(one, place, UNIT + unit, ALL, 0) for place in places for one in (0, round_)]
