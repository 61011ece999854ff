"""What can be asked of the boards. Reads the stores, never the database."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.rules import masks, ranking, rollup, scopes
from leaderboard.rules.frames import Board, PersonRow, RegionRow
from leaderboard.rules.rollup import Policy, Region, Totals
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import Entry, Page, Store

# Rows of a board that travels by socket; more are asked for page by page.
SIZE = 50
GUESTS = ("guest", "other")
AnyBoard = Board[PersonRow] | Board[RegionRow]


def policy() -> Policy:
    """How regions are compared here."""
    return Policy(least=settings.BOARD_LEAST_PEOPLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place on one board, None when not on it; `rows` are theirs and the neighbours'."""

    board: BoardId
    level: str
    rank: int | None
    people: int
    rows: tuple[PersonRow, ...]


def held(projector: Projector, ranked: RankedRound, *, full: bool) -> Store:
    """The store that is shown: all that is known, or what the public may see of it."""
    return projector.store(ranked) if full else projector.public_store(ranked)


def look(projector: Projector, board: BoardId, size: int = SIZE) -> AnyBoard:
    """The board's first `size` rows (a region board has them all). Raises StoreAway.

    This and what follows shows what the public may see; with `full` also what is held back.
    """
    if board.kind == "regions":
        return regions(projector, board)
    return persons(projector, board, 0, size)


def persons(
    projector: Projector, board: BoardId, start: int, stop: int, *, full: bool = False
) -> Board[PersonRow]:
    """Rows `start` to before `stop` of a board of persons."""
    ranked = projector.catalogue.codes[board.round]
    page = held(projector, ranked, full=full).page(board.scope, start, stop)
    return summed(page.totals, ranked, rows_of(projector, ranked, page))


def regions(projector: Projector, board: BoardId, *, full: bool = False) -> Board[RegionRow]:
    """The regions directly below the board's own, each against the others: those valid in the
    round's window, and those that have results."""
    ranked = projector.catalogue.codes[board.round]
    below = projector.catalogue.children.get(board.scope.path, ())
    wanted = [board.scope, *(Scope(place.path) for place in below)]
    parent, *totals = held(projector, ranked, full=full).totals(wanted)
    named = [
        Region(p.path, p.name_zh, of)
        for p, of in zip(below, totals, strict=True)
        if of.people or ranked.lists(p)
    ]
    divisor = ranking.divisor(ranked.form)
    rows = rollup.table(named, parent, divisor=divisor, policy=policy())
    return summed(parent, ranked, rows)


def guests(
    projector: Projector, ranked: RankedRound, *, full: bool = False
) -> tuple[RegionRow, ...]:
    """A line for each place of guests that has results; none of them is ranked, and none counts in
    a region of the contest."""
    known = projector.catalogue.places.values()
    outside = [p for p in known if p.kind in GUESTS and not Scope(ranked.root).holds(p.path, "")]
    totals = held(projector, ranked, full=full).totals([Scope(p.path) for p in outside])
    divisor = ranking.divisor(ranked.form)
    return tuple(
        rollup.by_figure(
            Region(p.path, p.name_zh, of), None, divisor=divisor, policy=policy(), out=True
        )
        for p, of in zip(outside, totals, strict=True)
        if of.people
    )


def places(projector: Projector, ranked: RankedRound, contestant: int, home: Scope) -> list[Place]:
    """Where somebody stands in county, city, province and cohort, with a neighbour each side."""
    own = _own_boards(projector, ranked, home)
    return [near(projector, board, contestant, level=level) for board, level in own]


def near(
    projector: Projector, board: BoardId, contestant: int, *, reach: int = 1, level: str = ""
) -> Place:
    """Where somebody stands on one board of persons, with up to `reach` neighbours a side."""
    ranked = projector.catalogue.codes[board.round]
    page = projector.public_store(ranked).around(board.scope, contestant, reach=reach)
    rank = next((row.rank for row in page.rows if row.contestant == contestant), None)
    rows = rows_of(projector, ranked, page)
    return Place(board, level, rank, page.totals.people, rows)


def _own_boards(
    projector: Projector, ranked: RankedRound, home: Scope
) -> list[tuple[BoardId, str]]:
    """The boards of one person, nearest first; the cohort's is that of the whole contest."""
    parts = home.path.split("/")
    paths = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
    wanted = [
        (BoardId(ranked.code, "persons", Scope(path)), scopes.level(path, ranked.root) or "")
        for path in paths
    ]
    cohort = BoardId(ranked.code, "persons", Scope(ranked.root, home.cohort))
    return [(b, n) for b, n in [*wanted, (cohort, "cohort")] if projector.catalogue.exists(b)]


def summed(totals: Totals, ranked: RankedRound, rows: tuple) -> Board:  # type: ignore[type-arg]
    """The rows as a board, with the figures of all whom it counts."""
    shown = totals.people >= policy().few
    mean = rollup.mean_x100(totals, ranking.divisor(ranked.form)) if shown else None
    return Board(totals.version, totals.people, totals.attempts, mean, rows)


def rows_of(projector: Projector, ranked: RankedRound, page: Page) -> tuple[PersonRow, ...]:
    """A page of a store as rows to be shown."""
    return tuple(_row(projector, ranked, entry) for entry in page.rows)


def _row(projector: Projector, ranked: RankedRound, entry: Entry) -> PersonRow:
    return PersonRow(
        id=entry.contestant,
        rank=entry.rank,
        same=entry.same,
        name=masks.masked(entry.name) if ranked.masked else entry.name,
        region=entry.region,
        place=projector.catalogue.name(entry.region),
        score=entry.standing.score,
        took_ms=entry.standing.took_ms,
        finished_at=entry.standing.finished_at,
        tries=entry.standing.tries,
    )


def digest_rows(projector: Projector, ranked: RankedRound, scope: Scope) -> Iterator[Entry]:
    """Every row of one board, a thousand at a time."""
    store, start = projector.store(ranked), 0
    while page := store.page(scope, start, start + 1_000).rows:
        yield from page
        start += len(page)
