"""Finding people by how their names begin: an index in memory, never a query for a search.

Names are read from the database piece by piece after each reading of the journal; erased ones are
taken out. An entry is the folded name and the person's number in one string, some 90 bytes, so a
million people take about 90 MB in each process.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Final

from sortedcontainers import SortedList

from leaderboard import board as boards
from leaderboard import projector as projectors
from leaderboard.projector import Projector
from leaderboard.rules.frames import PersonRow
from leaderboard.rules.scopes import BoardId
from quiz import clock, threads
from quiz.models import Contestant
from quiz.rules.units import Millis

# Read at once: some 50 ms, so that others who wait for the tick are not held up.
PIECE: Final = 20_000
# Numbers are given before their rows are stored: these many below the newest are read again.
OVERLAP: Final = 500
AGAIN_MS: Final = 1_000
ERASED_MS: Final = 5_000
LONGEST: Final = 60
# People of one beginning that are looked at for one search; a search of Redis costs a journey each.
MOST_LOOKS: Final = 2_000
MOST_LOOKS_AWAY: Final = 100
MOST_FOUND: Final = 30
_END: Final = "\0"


def folded(name: str) -> str:
    """The name as it is looked for: width, case and blanks make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c)[0] != "C")


@dataclass(frozen=True, slots=True)
class Found:
    """`more`: others begin like this, too, and were not looked at."""

    rows: tuple[PersonRow, ...]
    more: bool


class Finder:
    """One process's index of the names of all contests."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._entries: dict[str, SortedList] = {}
        self._gone: set[int] = set()
        self._lock = Lock()
        self._last = 0
        self._read_at = self._erased_at = Millis(0)
        self.ready = False

    async def tick(self) -> None:
        """To be awaited after each reading of the journal."""
        now = clock.now()
        if not self.ready or now - self._read_at >= AGAIN_MS:
            await threads.run(self.read_on, now)

    def settle(self, now: Millis) -> None:
        """Read here when nobody does beside us: all of it, or the first piece in a process's first
        moment. Otherwise costs nothing."""
        if not self._projector.following:
            while not self.read_on(now):
                pass
        elif not self._read_at:
            self.read_on(now)

    def read_on(self, now: Millis) -> bool:
        """Read one piece; returns whether it was the last one."""
        rows = list(
            Contestant.objects.filter(pk__gt=self._last - OVERLAP, erased_at=None)
            .order_by("pk")
            .values_list("pk", "nickname", "contest__code")[: PIECE + OVERLAP]
        )
        with self._lock:
            for contest in {contest for _, _, contest in rows}:
                self._add(contest, ((pk, name) for pk, name, where in rows if where == contest))
        self._last = max(self._last, rows[-1][0] if rows else 0)
        self._forget(now)
        self._read_at = now
        self.ready = len(rows) < PIECE + OVERLAP
        return self.ready

    def _add(self, contest: str, people: Iterable[tuple[int, str]]) -> None:
        entries = self._entries.setdefault(contest, SortedList())
        found = {_entry(pk, name) for pk, name in people if pk not in self._gone}
        entries.update([one for one in found if one not in entries])

    def _forget(self, now: Millis) -> None:
        """Take out whom the database no longer names: all entries that carry their numbers."""
        if now - self._erased_at < ERASED_MS:
            return
        since = self._erased_at - 60_000
        erased = Contestant.objects.filter(erased_at__gte=since).values_list("pk", flat=True)
        new = set(erased) - self._gone
        self._gone |= new
        if new and self._erased_at:
            for entries in list(self._entries.values()):
                self._take_out(new, entries)
        self._erased_at = now

    def _take_out(self, gone: set[int], entries: SortedList) -> None:
        """A search waits for one piece, never for the whole, which takes a million half a second.
        The place is kept by its entry: names that come in between move none past it."""
        last = ""
        while True:
            with self._lock:
                piece = list(islice(entries.irange(last, inclusive=(False, True)), PIECE))
                for one in piece:
                    if _number(one) in gone:
                        entries.remove(one)
            if len(piece) < PIECE:
                return
            last = piece[-1]

    def find(self, board: BoardId, text: str) -> Found:
        """People of a board of persons whose names begin like `text`; none for a text of nothing.

        Where names are masked only the whole name finds, so that nobody can list them. Raises
        StoreAway.
        """
        ranked = self._projector.catalogue.codes[board.round]
        start = folded(text[:LONGEST])
        if not start:
            return Found((), more=False)
        start += _END if ranked.masked else ""
        rows: list[PersonRow] = []
        looks = MOST_LOOKS if self._projector.shelf.local else MOST_LOOKS_AWAY
        for n, contestant in enumerate(self._matching(ranked.contest, start)):
            if n >= looks or len(rows) >= MOST_FOUND:
                return Found(tuple(rows), more=True)
            place = boards.near(self._projector, board, contestant, reach=0)
            rows += place.rows
        return Found(tuple(rows), more=False)

    def _matching(self, contest: str, start: str) -> list[int]:
        """The numbers of the first people whose entry begins so; a few more than are looked at."""
        entries = self._entries.get(contest)
        if entries is None:
            return []
        with self._lock:
            first = entries.bisect_left(start)
            some = list(entries[first : first + MOST_LOOKS + 1])
        found = [_number(one) for one in some if one.startswith(start)]
        return [one for one in found if one not in self._gone]


def _entry(contestant: int, name: str) -> str:
    return f"{folded(name)}{_END}{contestant:016d}"


def _number(entry: str) -> int:
    return int(entry[-16:])


finder = Finder(projectors.projector)
