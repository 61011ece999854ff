"""The boards of many people at once: made from what is known of each person, not entry by entry.

A process that starts reads millions of entries. To keep every board sorted after each of them took
more than half of that time, and nobody looks at a board before it is whole.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import Final

from sortedcontainers import SortedList

from leaderboard.rules import persons, ranking
from leaderboard.rules.persons import Person
from leaderboard.rules.ranking import Standing
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from quiz.rules.formats import Format

# Sorted at once, ten milliseconds for which the process waits: a million would take a second.
RUN: Final = 20_000

Among = Callable[[str, str], Sequence[Scope]]
Key = Callable[[int, Standing], int]


class Ladder:
    """One board."""

    __slots__ = ("attempts", "keys", "points", "ruled")

    def __init__(self) -> None:
        self.keys: SortedList = SortedList()
        self.attempts = 0
        self.points = 0
        self.ruled = 0

    @property
    def totals(self) -> Totals:
        return Totals(len(self.keys), self.attempts, self.points, self.ruled)


class Rising:
    """Ladders that are being made: `take` people, then `done`."""

    def __init__(self, form: Format, among: Among, key: Key) -> None:
        self._form, self._among, self._key = form, among, key
        self._ladders: dict[Scope, Ladder] = {}
        self._runs: dict[Scope, list[list[int]]] = {}

    def take(self, contestant: int, person: Person) -> None:
        """Add somebody who is not in yet."""
        known: Standing | None = None
        key = 0
        for scope, of, ruled in self._parts(person):
            self._count(scope, of, ruled, 1)
            if of is None:
                continue
            if of is not known:  # nearly always the same on every board: pack once
                known, key = of, self._key(contestant, of)
            runs = self._runs.setdefault(scope, [[]])
            if len(runs[-1]) >= RUN:
                runs[-1].sort()
                runs.append([])
            runs[-1].append(key)

    def done(self) -> dict[Scope, Ladder]:
        """The ladders, sorted; only `swap` may follow."""
        while self._runs:
            scope, runs = self._runs.popitem()
            runs[-1].sort()
            self._ladders[scope].keys = SortedList(merge(*runs) if len(runs) > 1 else runs[0])
        return self._ladders

    def swap(self, contestant: int, before: Person, after: Person) -> None:
        """Put somebody in as they are now who was taken as they were `before`."""
        for scope, of, ruled in self._parts(before):
            self._count(scope, of, ruled, -1)
            if of is not None:
                self._ladders[scope].keys.remove(self._key(contestant, of))
        for scope, of, ruled in self._parts(after):
            ladder = self._count(scope, of, ruled, 1)
            if of is not None:
                ladder.keys.add(self._key(contestant, of))

    def _count(self, scope: Scope, of: Standing | None, ruled: int, sign: int) -> Ladder:
        ladder = self._ladders.get(scope)
        if ladder is None:
            ladder = self._ladders[scope] = Ladder()
        ladder.ruled += sign * ruled
        if of is not None:
            ladder.attempts += sign * of.tries
            ladder.points += sign * of.score
        return ladder

    def _parts(self, person: Person) -> Iterator[tuple[Scope, Standing | None, int]]:
        """What a person is on each board: their standing there, and how much was changed of it."""
        shares = person.shares
        if len(shares) == 1:  # nearly everybody: the same standing on every board
            path, cohort, tally = shares[0]
            of, ruled = ranking.standing(tally), ranking.changes(tally)
            for scope in self._among(path, cohort):
                yield scope, of, ruled
            return
        for scope in dict.fromkeys(s for one in shares for s in self._among(*one[:2])):
            inside = [one.tally for one in shares if scope.holds(one.path, one.cohort)]
            ruled = sum(map(ranking.changes, inside))
            yield scope, persons.standing_in(self._form, person, scope), ruled
