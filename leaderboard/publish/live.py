"""The live boards as a result is compared with them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.conf import settings

from leaderboard import awards, derived, figures
from leaderboard.catalogue import RankedRound
from leaderboard.derived import Derived
from leaderboard.figures import Source
from leaderboard.projector import Projector, projector
from leaderboard.rules import ranking
from leaderboard.rules.award import Row as AwardRow
from leaderboard.rules.definitions import Definition, Spec
from leaderboard.rules.invariants import Totals
from leaderboard.rules.rollup import Totals as Whole
from leaderboard.rules.scopes import Scope
from leaderboard.store import Store
from leaderboard.store_memory import MemoryShelf
from quiz.journal.follow import Cursor, closed_since
from quiz.rules.units import Millis

_START = Cursor()
PAGE = 5_000
ROWS = 1_000
Row = Sequence[Any]


def boards(round_: int, now: Millis) -> tuple[Projector, RankedRound | None]:
    """The boards of one round as everybody reads them now.

    In Redis they are the ones that are shown; where each process has its own they are built here,
    by the boards' code, from the journal. None for a round without boards. Raises StoreAway.
    """
    if settings.REDIS_URL:
        projector.catch_up(now)
        return projector, projector.catalogue.rounds.get(round_)
    built = Projector(MemoryShelf(), lambda cursor, _limit: ([], cursor or _START))
    built.catch_up(now)
    ranked = built.catalogue.rounds.get(round_)
    if ranked is not None:
        _fill(built, [ranked])
    return built, ranked


def _fill(built: Projector, rounds: Sequence[RankedRound], more: Collection[Derived] = ()) -> None:
    cursor, many = None, PAGE
    while many == PAGE:
        events, cursor = closed_since(cursor, PAGE)
        many = len(events)
        for ranked in rounds:
            built.store(ranked).apply([event for event in events if event.round == ranked.id])
        for one in more:
            built.store(one.ranked).apply(one.all_of(events))


class _Built(Projector):
    """Stores that were filled here are whole."""

    def derived_store(self, spec: Spec) -> Store | None:
        ranked = derived.ranked_of(self.catalogue, spec)
        return None if ranked is None else self.store(ranked)


def award(of: Definition, now: Millis) -> tuple[Whole, tuple[AwardRow, ...]]:
    """The whole, and the rows of an award as organisers see them. Raises NotReady, StoreAway."""
    return awards.judged(_source(of, now))


def _source(of: Definition, now: Millis) -> Source:
    """Where the figures of a definition come from; without Redis it is built here."""
    if settings.REDIS_URL:
        projector.catch_up(now)
        return figures.source_of(projector, of, full=True)
    built = _Built(MemoryShelf(), lambda cursor, _limit: ([], cursor or _START))
    built.catch_up(now)
    made = derived.derived(built.catalogue, derived.specs_of(built.catalogue, of))
    _fill(built, derived.rounds_of(built.catalogue, of), made.values())
    return figures.source_of(built, of, full=True)


def season(of: Definition, now: Millis, code: Callable[[int], str]) -> tuple[bool, Iterator[Row]]:
    """Every row of a season's board; first whether its store orders as finely as the regulations
    say."""
    source = _source(of, now)
    return exact(source.ranked), _rows(source.store, source.ranked, code)


def exact(ranked: RankedRound) -> bool:
    """Whether the store orders as finely as the regulations say (section 7.3)."""
    opens, closes = ranked.opens_at, ranked.closes_at
    fits = ranking.fits(ranked.form, opens_at=opens, closes_at=closes)
    return not settings.REDIS_URL or fits


def totals(live: Projector, ranked: RankedRound, paths: Sequence[str]) -> dict[str, Totals]:
    """People, attempts and points of regions."""
    found = live.store(ranked).totals([Scope(path) for path in paths])
    pairs = zip(paths, found, strict=True)
    return {path: (of.people, of.attempts, of.points) for path, of in pairs if any(of)}


def version(live: Projector, ranked: RankedRound) -> int:
    """The version of the whole contest's board."""
    return live.store(ranked).totals([Scope(ranked.root)])[0].version


def rows(live: Projector, ranked: RankedRound, code: Callable[[int], str]) -> Iterator[Row]:
    """Every row of the whole contest's board, a thousand at a time."""
    return _rows(live.store(ranked), ranked, code)


def _rows(store: Store, ranked: RankedRound, code: Callable[[int], str]) -> Iterator[Row]:
    start, scope = 0, Scope(ranked.root)
    while page := store.page(scope, start, start + ROWS).rows:
        start += len(page)
        for row in page:
            of = row.standing
            finish = max(of.finished_at - ranked.opens_at, 0) // 1_000
            figures = (of.score, of.took_ms, finish, of.tries)
            yield (row.rank, code(row.contestant), row.region, *figures)
