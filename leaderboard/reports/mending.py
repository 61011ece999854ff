"""Makes shelves anew that could not be read: of a broken disk, or written by another release.

Whoever counts or makes sheets leaves such a shelf out and empties it (shelves.lose), so that the
others go on. All that it held follows from what is kept of each person and from the papers that
were opened; of a province that takes a minute or two, in the process that counts.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

import msgspec

from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.models import PersonFacts
from leaderboard.reports import keeping, opened, shelves
from leaderboard.reports.keeping import State
from leaderboard.reports.shelves import Cells, Name
from leaderboard.rules import figures
from leaderboard.rules.figures import UNIT, Fact, Key
from quiz.models import Attempt, Contest, Contestant

PEOPLE_AT_ONCE: Final = 500
_unpacked = msgspec.msgpack.Decoder(tuple[Fact, ...])


def mend(rounds: Catalogue, state: State) -> Name | None:
    """Make one shelf anew as it is in this state; None where none is lost. Raises Elsewhere when
    somebody counted meanwhile."""
    name = shelves.lost()
    if name is not None:
        keeping.replace(name, _cells(name, rounds, state), state)
    return name


def _cells(name: Name, rounds: Catalogue, state: State) -> Cells:
    found: Cells = {}
    for key, more in chain(_closed(name), _opened(name, rounds, state)):
        if (key.round, key.path, key.group.startswith(UNIT)) == name[1:]:
            shelves.add(found, {(key.group, key.kind, key.start): more})
    return found


def _closed(name: Name) -> Iterator[tuple[Key, list[int]]]:
    root = Contest.objects.filter(code=name.contest).values_list("region__path", flat=True).first()
    people = Contestant.objects.filter(contest__code=name.contest).order_by("pk")
    who = 0
    while some := list(people.filter(pk__gt=who).values_list("pk", flat=True)[:PEOPLE_AT_ONCE]):
        for packed in PersonFacts.objects.filter(pk__in=some).values_list("facts", flat=True):
            for key, one in figures.cells(_unpacked.decode(packed), root or "").items():
                yield key, [*one, 0]
        who = some[-1]


def _opened(name: Name, rounds: Catalogue, state: State) -> Iterator[tuple[Key, list[int]]]:
    for ranked in rounds.rounds.values():
        if ranked.contest == name.contest and name.round in (0, ranked.id):
            yield from _opened_in(ranked, rounds, state)


def _opened_in(
    ranked: RankedRound, rounds: Catalogue, state: State
) -> Iterator[tuple[Key, list[int]]]:
    one = [*shelves.EMPTY[:-1], 1]
    rows = Attempt.objects.filter(opened.before(state), round=ranked.id)
    for _round, path, cohort, unit, at in rows.values_list(*opened.FIELDS).iterator(2_000):
        place = keeping.leaf(path, rounds.children)
        who = cohort, unit, keeping.day_of(at)
        yield from ((key, one) for key in opened.keys(ranked.id, place, ranked.root, who))
