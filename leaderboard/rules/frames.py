"""A board's visible rows, what changed between two of its versions, and the change put back in.

Law: `apply(difference(old, new), old) == new` for any two versions of a board.
A rank is not part of a change: it follows from a row's place, `same` and `ranked`, so that one new
leader does not resend everybody below.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`same`: shares the rank of the row above. `rank` is None for a row that is not ranked."""

    id: int | str
    rank: int | None = None
    same: bool = False
    ranked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(Row):
    """`name` is empty for someone who had their data deleted; times in milliseconds."""

    name: str
    region: str
    place: str
    score: int
    took_ms: int
    finished_at: int
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow(Row):
    """`few`: fewer people than may be shown, so no figure is."""

    name: str
    few: bool = False
    people: int | None = None
    attempts: int | None = None
    mean_x100: int | None = None
    score_x100: int | None = None


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Board(Generic[R]):
    """The top of a board at one version: the number of results (人次) that it counts."""

    v: int
    people: int
    attempts: int
    mean_x100: int | None
    rows: tuple[R, ...]


@dataclass(frozen=True, slots=True)
class Frame(Generic[R]):
    """From version `since` to `v`: take out `gone` and all of `rows`, then put each of `rows`, in
    order, at its place (from 0)."""

    since: int
    v: int
    people: int
    attempts: int
    mean_x100: int | None
    gone: tuple[int | str, ...]
    rows: tuple[tuple[int, R], ...]


def renumbered(rows: Sequence[R]) -> tuple[R, ...]:
    """The rows with the ranks that follow from their places: 1 + the number strictly better."""
    result: list[R] = []
    for n, row in enumerate(rows, start=1):
        above = result[-1].rank if result and row.same else n
        rank = above if row.ranked else None
        result.append(row if row.rank == rank else replace(row, rank=rank))
    return tuple(result)


def difference(old: Board[R], new: Board[R]) -> Frame[R]:
    """The change from `old` to `new`, with as few rows as their order allows."""
    before = {row.id: (n, row) for n, row in enumerate(old.rows)}
    stay = _unmoved([before[row.id][0] if row.id in before else None for row in new.rows])
    rows = tuple(
        (n, row)
        for n, row in enumerate(new.rows)
        if n not in stay or not _alike(before[row.id][1], row)
    )
    kept = {row.id for row in new.rows}
    gone = tuple(row.id for row in old.rows if row.id not in kept)
    return Frame(old.v, new.v, new.people, new.attempts, new.mean_x100, gone, rows)


def _alike(one: Row, other: Row) -> bool:
    return replace(one, rank=None) == replace(other, rank=None)


def _unmoved(places: Sequence[int | None]) -> set[int]:
    """Positions of a longest rising run of old places: rows that need not be moved."""
    ends: list[int] = []  # the smallest last place of a rising run of each length
    where: list[int] = []  # its position
    came_from: dict[int, int | None] = {}
    for n, place in enumerate(places):
        if place is None:
            continue
        length = bisect_left(ends, place)
        came_from[n] = where[length - 1] if length else None
        ends[length : length + 1] = [place]
        where[length : length + 1] = [n]
    found: set[int] = set()
    last = where[-1] if where else None
    while last is not None:
        found.add(last)
        last = came_from[last]
    return found


def apply(frame: Frame[R], board: Board[R]) -> Board[R]:
    """The board after `frame`. Raises ValueError when the frame starts from another version."""
    if frame.since != board.v:
        raise ValueError(f"the frame starts from version {frame.since}, the board is {board.v}")
    out = {*frame.gone, *(row.id for _, row in frame.rows)}
    rows = [row for row in board.rows if row.id not in out]
    for place, row in frame.rows:
        rows.insert(place, row)
    return Board(frame.v, frame.people, frame.attempts, frame.mean_x100, renumbered(rows))
