"""Standings in this process's memory: for each board one sorted list of whole numbers.

A number holds the packed order in its upper bits and the contestant in its lower ones; the boards
of one contestant share it. About 0.6 kB a person with six boards (bench/boards.py).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from threading import RLock
from typing import Final

from sortedcontainers import SortedList

from leaderboard.catalogue import RankedRound
from leaderboard.ladders import Ladder, Rising
from leaderboard.rules import persons, ranking
from leaderboard.rules.persons import Move, Person, Step
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope, scopes
from leaderboard.store import Entry, Page, result_of
from quiz.events import AttemptClosed

CONTESTANT_BITS: Final = 53
CONTESTANT: Final = (1 << CONTESTANT_BITS) - 1
# The event loop may wait for a thread that holds the lock: never longer than this many take.
AT_A_TIME: Final = 100


class MemoryStore:
    """Implements leaderboard.store.Store. Safe to use from several threads."""

    def __init__(self, ranked: RankedRound) -> None:
        self._form = ranked.form
        self._root = ranked.root
        self.layout = ranking.layout(
            ranked.form, opens_at=ranked.opens_at, closes_at=ranked.closes_at
        )
        self._people: dict[int, Person] = {}
        # Made when somebody first looks; until then people are all there is to keep.
        self._ladders: dict[Scope, Ladder] | None = None
        # While they are made: whoever came or changed meanwhile, as they were before.
        self._late: dict[int, Person] | None = None
        self._scopes = lru_cache(maxsize=4_096)(scopes)
        self._lock = RLock()

    def apply(self, events: Sequence[AttemptClosed]) -> int:
        new = 0
        for start in range(0, len(events), AT_A_TIME):
            with self._lock:
                new += sum(map(self._count, events[start : start + AT_A_TIME]))
        return new

    def _count(self, event: AttemptClosed) -> bool:
        before = self._people.get(event.contestant) or Person(event.nickname)
        place = persons.place(before, Scope(event.region_path, event.cohort), event.try_no)
        if place is None:
            return False
        among = self._scopes(*place, self._root)
        step = persons.step(self._form, before, place, result_of(event))
        if step is None:
            return False
        self._people[event.contestant] = step.person
        if self._late is not None:
            self._late.setdefault(event.contestant, before)
        if self._ladders is not None:
            moves = persons.moves(self._form, before, step.person, among)
            self._climb(self._ladders, event.contestant, moves, step)
        return True

    def _among(self, path: str, cohort: str) -> Sequence[Scope]:
        return self._scopes(path, cohort, self._root)

    def settle(self) -> None:
        """Make the boards, beside whatever goes on, before anybody looks at them."""
        rising = Rising(self._form, self._among, self._key)
        with self._lock:
            if self._ladders is not None:
                return
            everybody = list(self._people)
            late: dict[int, Person] = {}
            self._late = late
        for start in range(0, len(everybody), AT_A_TIME):
            with self._lock:
                those = [(who, self._people[who]) for who in everybody[start : start + AT_A_TIME]]
                for who, _person in those:
                    late.pop(who, None)
            for who, person in those:
                rising.take(who, person)
        ladders = rising.done()
        while not self._swapped(rising, ladders, late):
            pass

    def _swapped(
        self, rising: Rising, ladders: dict[Scope, Ladder], late: dict[int, Person]
    ) -> bool:
        """Put in some of those who came or changed meanwhile; whether they were the last."""
        with self._lock:
            if self._ladders is not None:  # somebody could not wait, and made them
                return True
            for who in list(islice(late, AT_A_TIME)):
                rising.swap(who, late.pop(who), self._people[who])
            if late:
                return False
            self._ladders, self._late = ladders, None
            return True

    def _made(self) -> dict[Scope, Ladder]:
        """The boards; whoever looks before they were settled waits for them."""
        if self._ladders is None:
            self.settle()
        return self._ladders or {}

    def _climb(
        self, ladders: dict[Scope, Ladder], contestant: int, moves: Sequence[Move], step: Step
    ) -> None:
        old: int | None = None
        new: int | None = None
        known_before: ranking.Standing | None = None
        known_after: ranking.Standing | None = None
        for scope, before, after in moves:
            if before is not known_before:  # nearly always the same on every board: pack once
                known_before = before
                old = None if before is None else self._key(contestant, before)
            if after is not known_after:
                known_after = after
                new = None if after is None else self._key(contestant, after)
            ladder = ladders.get(scope)
            if ladder is None:
                ladder = ladders[scope] = Ladder()
            ladder.attempts += step.attempts
            ladder.ruled += step.ruled
            ladder.points += persons.points(after) - persons.points(before)
            if old != new:
                _change(ladder.keys, old, new)

    def _key(self, contestant: int, of: ranking.Standing) -> int:
        return ranking.pack(self.layout, of) << CONTESTANT_BITS | contestant

    def totals(self, scopes: Sequence[Scope]) -> list[Totals]:
        with self._lock:
            found = [self._made().get(scope) for scope in scopes]
            return [ladder.totals if ladder else Totals() for ladder in found]

    def page(self, scope: Scope, start: int, stop: int) -> Page:
        with self._lock:
            ladder = self._made().get(scope) or Ladder()
            return Page(ladder.totals, tuple(self._entries(scope, ladder, start, stop)))

    def around(self, scope: Scope, contestant: int, *, reach: int) -> Page:
        with self._lock:
            ladder = self._made().get(scope) or Ladder()
            person = self._people.get(contestant)
            of = persons.standing_in(self._form, person, scope) if person else None
            if of is None:
                return Page(ladder.totals, ())
            place = ladder.keys.bisect_left(self._key(contestant, of))
            first, beyond = max(place - reach, 0), place + reach + 1
            return Page(ladder.totals, tuple(self._entries(scope, ladder, first, beyond)))

    def rank(self, scope: Scope, contestant: int) -> int | None:
        """1 + the number strictly better; None for one who is not on the board."""
        with self._lock:
            person, ladder = self._people.get(contestant), self._made().get(scope)
            of = persons.standing_in(self._form, person, scope) if person else None
            return self._rank(ladder, self._key(0, of)) if ladder and of else None

    def better(self, scope: Scope, packed: Sequence[int]) -> list[int]:
        with self._lock:
            ladder = self._made().get(scope) or Ladder()
            return [int(ladder.keys.bisect_left(one << CONTESTANT_BITS)) for one in packed]

    def rename(self, contestant: int, name: str) -> bool:
        with self._lock:
            person = self._people.get(contestant)
            if person is None or person.name == name:
                return False
            self._people[contestant] = person._replace(name=name)
            return True

    def _rank(self, ladder: Ladder, key: int) -> int:
        return 1 + int(ladder.keys.bisect_left(key >> CONTESTANT_BITS << CONTESTANT_BITS))

    def _entries(self, scope: Scope, ladder: Ladder, start: int, stop: int) -> list[Entry]:
        above = max(start - 1, 0)
        keys = list(ladder.keys[above:stop])
        if len(keys) <= start - above:
            return []
        rank = self._rank(ladder, keys[start - above])
        shared = [False, *(a >> CONTESTANT_BITS == b >> CONTESTANT_BITS for a, b in pairwise(keys))]
        rows = []
        for n, (key, same) in enumerate(zip(keys, shared, strict=True), start=above):
            if n >= start:
                rank = rank if same or n == start else n + 1
                rows.append(self._entry(scope, key & CONTESTANT, rank, same=same))
        return rows

    def _entry(self, scope: Scope, contestant: int, rank: int, *, same: bool) -> Entry:
        person = self._people[contestant]
        of = persons.standing_in(self._form, person, scope)
        if of is None:
            raise LookupError(f"contestant {contestant} has no attempt in {scope}")
        return Entry(contestant, rank, same, person.name, persons.home_in(person, scope), of)


def _change(keys: SortedList, old: int | None, new: int | None) -> None:
    if old is not None:
        keys.remove(old)
    if new is not None:
        keys.add(new)


class MemoryShelf:
    """Implements leaderboard.store.Shelf: always there, empty in a new process."""

    local = True

    def __init__(self) -> None:
        self._stores: dict[tuple[int, str], MemoryStore] = {}
        self._moulds: dict[int, str] = {}
        self._filled: frozenset[int] = frozenset()
        # From then on boards are kept sorted from each store's first entry.
        self._settled = False

    def generation(self) -> str | None:
        return "memory"

    def cursor(self) -> str | None:
        return None

    def save(self, cursor: str) -> None:
        """Nothing to keep: the reader of this process remembers where it is."""

    def store(self, ranked: RankedRound) -> MemoryStore:
        name = ranked.id, ranked.mould
        found = self._stores.get(name)
        if found is None:
            made = MemoryStore(ranked)
            if self._settled and not self._filling(ranked.id):
                made.settle()
            found = self._stores.setdefault(name, made)
        return found

    def moulds(self) -> Mapping[int, str]:
        return self._moulds

    def cast(self, moulds: Mapping[int, str]) -> None:
        self._moulds = {**self._moulds, **moulds}

    def filled(self) -> frozenset[int]:
        return self._filled

    def fill(self, numbers: Collection[int]) -> None:
        self._make([store for name, store in list(self._stores.items()) if name[0] in numbers])
        self._filled |= frozenset(numbers)

    def _filling(self, number: int) -> bool:
        """Whether it is a derived store (below 0) that millions of entries are being read into:
        nobody looks before it is whole, and to sort its boards after each entry takes longer."""
        return number < 0 and number not in self._filled

    def settle(self) -> None:
        self._settled = True
        self._make(list(self._stores.values()))

    def _make(self, stores: Sequence[MemoryStore]) -> None:
        if self._settled:
            for store in stores:
                store.settle()

    def claim(self) -> bool:
        return True

    def drop(self, number: int) -> None:
        self._filled -= {number}
        for name in [name for name in list(self._stores) if name[0] == number]:
            self._stores.pop(name, None)

    def stage(self) -> "MemoryShelf":
        return MemoryShelf()

    def publish(self) -> None:
        """Nobody else looks at this memory."""
