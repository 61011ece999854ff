"""What can be asked of the boards. Reads the stores, never the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.rules import masks, ranking, rollup, scopes
from leaderboard.rules.frames import Board, PersonRow, RegionRow
from leaderboard.rules.rollup import Policy, Region, Totals
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.store import Entry, Page

# Rows of a board that travels by socket; more are asked for page by page.
SIZE = 50
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


def look(projector: Projector, board: BoardId, size: int = SIZE) -> AnyBoard:
    """The board's first `size` rows (a region board has them all). Raises StoreAway."""
    if board.kind == "regions":
        return regions(projector, board)
    return persons(projector, board, 0, size)


def persons(projector: Projector, board: BoardId, start: int, stop: int) -> Board[PersonRow]:
    """Rows `start` to before `stop` of a board of persons."""
    ranked = projector.catalogue.codes[board.round]
    page = projector.store(ranked).page(board.scope, start, stop)
    return _board(page.totals, ranked, _rows(projector, ranked, page))


def regions(projector: Projector, board: BoardId) -> Board[RegionRow]:
    """The regions directly below the board's own, each against the others."""
    ranked = projector.catalogue.codes[board.round]
    below = projector.catalogue.children.get(board.scope.path, ())
    wanted = [board.scope, *(Scope(place.path) for place in below)]
    parent, *totals = projector.store(ranked).totals(wanted)
    named = [Region(p.path, p.name_zh, of) for p, of in zip(below, totals, strict=True)]
    divisor = ranking.divisor(ranked.form)
    rows = rollup.table(named, parent, divisor=divisor, policy=policy())
    return _board(parent, ranked, rows)


def places(projector: Projector, ranked: RankedRound, contestant: int, home: Scope) -> list[Place]:
    """Where somebody stands in county, city, province and cohort, with a neighbour each side."""
    own = _own_boards(projector, ranked, home)
    return [near(projector, board, contestant, level=level) for board, level in own]


def near(
    projector: Projector, board: BoardId, contestant: int, *, reach: int = 1, level: str = ""
) -> Place:
    """Where somebody stands on one board of persons, with up to `reach` neighbours a side."""
    ranked = projector.catalogue.codes[board.round]
    page = projector.store(ranked).around(board.scope, contestant, reach=reach)
    rank = next((row.rank for row in page.rows if row.contestant == contestant), None)
    rows = _rows(projector, ranked, page)
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


def _board(totals: Totals, ranked: RankedRound, rows: tuple) -> Board:  # type: ignore[type-arg]
    shown = totals.people >= policy().few
    mean = rollup.mean_x100(totals, ranking.divisor(ranked.form)) if shown else None
    return Board(totals.version, totals.people, totals.attempts, mean, rows)


def _rows(projector: Projector, ranked: RankedRound, page: Page) -> tuple[PersonRow, ...]:
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


def digest_rows(projector: Projector, ranked: RankedRound, scope: Scope) -> Sequence[Entry]:
    """Every row of one board, a thousand at a time."""
    rows: list[Entry] = []
    store = projector.store(ranked)
    while page := store.page(scope, len(rows), len(rows) + 1_000).rows:
        rows += page
    return rows
