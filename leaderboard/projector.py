"""Keeps the boards' stores filled from the journal: at once from this process's own commits (memory
only), and each tick, in commit order, from everybody's, which also heals what went wrong before.
"""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from threading import Event, RLock
from typing import Final

import msgspec
from django.conf import settings
from django.db import Error as DatabaseError

from leaderboard import catalogue, derived, recasting
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.erasures import Erasures
from leaderboard.filling import Filling
from leaderboard.lateness import Lateness
from leaderboard.recent import Recent
from leaderboard.rules.definitions import Spec
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import NotReady, Shelf, Store, StoreAway
from leaderboard.store_memory import MemoryShelf
from leaderboard.store_redis import connect
from quiz import background, clock, threads
from quiz.events import AttemptClosed
from quiz.journal import follow
from quiz.journal.follow import Cursor
from quiz.journal.queue import journal
from quiz.rules.units import Millis

log = logging.getLogger(__name__)
PAGE: Final = 2_000
# Older than this and a board says that it is late.
LATE_MS: Final = 2_000
# Rounds and regions are edited by hand: a change may take this long to be seen.
RELOAD_MS: Final = 5_000
# Millions of papers are read into memory for minutes, for which no page's thread is kept: so long
# whoever comes in a process's first moments waits for all, and then for the names of rounds.
FIRST_MS: Final = 2_000
NAMES_S: Final = 5.0

Source = Callable[[Cursor | None, int], tuple[list[AttemptClosed], Cursor]]


class Projector:
    """One process's reader of the journal. `catch_up` may be called from any thread, others are the
    event loop's."""

    def __init__(self, shelf: Shelf, source: Source = follow.closed_since) -> None:
        self.shelf = shelf
        self.catalogue = Catalogue()
        self.as_of = Millis(0)
        self.following = False
        self._source = source
        self._cursor: Cursor | None = None
        self._generation: str | None = None
        self._recent = Recent()
        self._filling = Filling()
        self._erasures = Erasures()
        self._loaded_at = Millis(0)
        self._ticks: list[Callable[[], Awaitable[None]]] = []
        self._lock = RLock()
        self._began = Millis(0)
        self._known, self._whole = Event(), Event()
        self._lateness = Lateness()

    def late(self, now: Millis) -> bool:
        """Whether the boards may lack results that are older than LATE_MS."""
        return now - self.as_of > LATE_MS

    def store(self, ranked: RankedRound) -> Store:
        """What counts in a round. Raises NotReady while this process reads the journal for the
        first time: ranks among some of the papers would be none. Where an odd entry ends that
        reading, what was counted before it is shown, as late."""
        if self.shelf.local and self.following and not self._whole.is_set():
            raise NotReady("the boards are being read from the journal")
        return self.shelf.store(ranked)

    def public_store(self, ranked: RankedRound) -> Store:
        """What the public may see of a round: while its boards stand still, not what came later.

        Raises NotReady where that is still being read from the journal.
        """
        cut = self.catalogue.freezes.get(ranked.id)
        if cut is None:
            return self.store(ranked)
        still = self.derived_store(derived.frozen(ranked, cut))
        if still is not None:
            return still
        if self.as_of < cut:
            return self.store(ranked)
        raise NotReady(f"the boards of {ranked.code} are being made to stand still")

    def stands_at(self, ranked: RankedRound) -> int | None:
        """The cut (milliseconds) of what the public is shown of a round; None while it is live."""
        cut = self.catalogue.freezes.get(ranked.id)
        if cut is None or self.derived_store(derived.frozen(ranked, cut)) is None:
            return None
        return cut

    def public_as_of(self, ranked: RankedRound) -> Millis:
        """Up to when everything counts that the public is shown of a round."""
        cut = self.stands_at(ranked)
        return self.as_of if cut is None else Millis(min(self.as_of, cut))

    def derived_store(self, spec: Spec) -> Store | None:
        """The store of these results; None when it is not whole yet, or cannot be."""
        ranked = derived.ranked_of(self.catalogue, spec)
        if ranked is None or (not spec.plain and not self._filling.ready(ranked.id)):
            return None
        return self.store(ranked)

    def settle(self, now: Millis) -> None:
        """Catch up here when nobody follows the journal (a command). Whoever follows it is waited
        for in the first moment of the process only.

        Otherwise costs nothing. When that fails, boards stay as they are.
        """
        if not self.following:
            self.try_to_catch_up(now)
        elif not self.as_of:
            self._whole.wait(max(self._began + FIRST_MS - now, 0) / 1000)
            self._known.wait(NAMES_S)

    def try_to_catch_up(self, now: Millis) -> bool:
        """Catch up; False when that failed, so that boards grow late and say so."""
        try:
            self.catch_up(now)
        except (StoreAway, DatabaseError) as error:
            self._lateness.trouble(str(error), now)
            return False
        # One odd entry: what was counted before it can still be seen.
        except Exception as error:  # noqa: BLE001 (the log has it)
            self._lateness.trouble(repr(error), now, odd=True)
            self.shelf.settle()
            self._whole.set()
            return False
        self._lateness.over()
        return True

    def catch_up(self, now: Millis) -> None:
        """Count everything that was committed before `now`."""
        with self._lock:
            self._reload(now)
            generation = self.shelf.generation()
            if generation is None:
                self._rebuild()
                generation = self.shelf.generation()
            if generation != self._generation:
                self._adopt(generation)
            from_the_first = self._cursor is None and self.shelf.local
            self._cursor = self._read_on(self.shelf, self._cursor, self._recent.new)
            if from_the_first:
                self.shelf.settle()
                self._filling.done(self.shelf)
            self._filling.go_on(self.shelf, self._source, now)
            rounds = [*self.catalogue.rounds.values(), *self._filling.rounds()]
            self._filling.let_go(self.shelf, self._erasures.settle(self.shelf, rounds, now))
            self.as_of = now
            self._whole.set()

    def _adopt(self, generation: str | None) -> None:
        """Go on from where this generation has been read to."""
        kept = self.shelf.cursor()
        self._cursor = msgspec.json.decode(kept, type=Cursor) if kept else None
        if self._cursor is None and self.shelf.local:
            recasting.begin(self.shelf, self.catalogue.rounds.values())
        else:
            recasting.settle(self.shelf, self.catalogue.rounds.values())
        self._generation = generation
        self._recent.clear()
        self._filling.begin_anew()

    def rebuild(self, now: Millis, heard: Callable[[int], None] | None = None) -> Shelf:
        """Fill a new generation from the whole journal and show it; `heard` is told of each page's
        size. The old one is shown until then."""
        with self._lock:
            self._reload(now)
            return self._rebuild(heard)

    def _rebuild(self, heard: Callable[[int], None] | None = None) -> Shelf:
        staged = self.shelf.stage()
        recasting.begin(staged, self.catalogue.rounds.values())

        def tell(events: Sequence[AttemptClosed]) -> Sequence[AttemptClosed]:
            if heard is not None:
                heard(len(events))
            return events

        self._read_on(staged, None, tell)
        self._filling.done(staged)
        staged.publish()
        return staged

    def _read_on(
        self,
        shelf: Shelf,
        cursor: Cursor | None,
        select: Callable[[Sequence[AttemptClosed]], Sequence[AttemptClosed]],
    ) -> Cursor | None:
        """Read to the end. The cursor moves on only when everything before it is in the store."""
        while True:
            events, further = self._source(cursor, PAGE)
            self._apply(shelf, select(events))
            if events or further != cursor:
                shelf.save(msgspec.json.encode(further).decode())
            cursor = further
            if len(events) < PAGE:
                return cursor

    def _apply(self, shelf: Shelf, events: Sequence[AttemptClosed]) -> None:
        if any(self._unknown(event.round) for event in events):
            self._settle(shelf, catalogue.load())
        for ranked, those in self._by_round(events):
            shelf.store(ranked).apply(those)
        self._filling.apply(shelf, events)
        self._recent.add(events)

    def _unknown(self, number: int) -> bool:
        return number not in self.catalogue.rounds and number not in self.catalogue.unranked

    def _by_round(
        self, events: Sequence[AttemptClosed]
    ) -> list[tuple[RankedRound, list[AttemptClosed]]]:
        found: defaultdict[int, list[AttemptClosed]] = defaultdict(list)
        for event in events:
            found[event.round].append(event)
        rounds = self.catalogue.rounds
        return [(rounds[number], those) for number, those in found.items() if number in rounds]

    def _reload(self, now: Millis) -> None:
        if now - self._loaded_at >= RELOAD_MS or not self.catalogue.places:
            fresh = catalogue.load()
            self._loaded_at = now
            if self._generation is not None:
                self.catalogue = recasting.held(fresh, self.catalogue.rounds)
                if self.shelf.generation() == self._generation:
                    self._settle(self.shelf, fresh)
            self.catalogue = fresh  # another generation is settled before it is gone on with
            self._known.set()
            self._filling.want(self.shelf, derived.wanted(self.catalogue), now)

    def _settle(self, shelf: Shelf, fresh: Catalogue) -> None:
        """Rounds and regions as they are now. Of a round that is new, or goes by other rules than
        until now, all results are in the store before the catalogue says so."""
        recasting.settle(shelf, fresh.rounds.values(), self.catalogue.rounds)
        self.catalogue = fresh

    def heard(self, events: list[AttemptClosed]) -> None:
        """This process's own commits, on the event loop: into memory at once. Redis never stands
        between a commit and its receipts; it is the next tick's, and so are derived stores, of
        which there may be many."""
        if self.shelf.local and self._generation is not None:
            for ranked, those in self._by_round(events):
                self.shelf.store(ranked).apply(those)

    def each_tick(self, tick: Callable[[], Awaitable[None]]) -> None:
        """Have `tick` awaited each time the journal has been read."""
        self._ticks.append(tick)

    async def follow(self) -> None:
        """Follow the journal for ever, BOARD_TICK_MS between two readings."""
        journal.listen(self.heard)
        self._began, self.following = clock.now(), True
        pace_s = settings.BOARD_TICK_MS / 1000
        try:
            await background.for_ever("boards", self._read, every_s=pace_s, at_once=True)
        finally:
            self.following = False

    async def _read(self) -> None:
        await threads.run(self.try_to_catch_up, clock.now())
        for tick in self._ticks:
            await _safely(tick)


async def _safely(tick: Callable[[], Awaitable[None]]) -> None:
    try:
        await tick()
    except Exception:  # one bad board must not stop the following of all
        log.exception("boards: a tick failed")


def _shelf() -> Shelf:
    return RedisShelf(connect(settings.REDIS_URL)) if settings.REDIS_URL else MemoryShelf()


projector = Projector(_shelf())


async def run() -> None:
    """This process's following of the journal, for ever."""
    await projector.follow()
