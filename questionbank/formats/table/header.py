"""Finds the line that names the columns of a table, and which column holds what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.table.grid import Grid, column_name, is_blank
from questionbank.formats.table.words import part_of, plain

# A title, remarks and a line of instructions may stand above the names of the columns.
_LINES_LOOKED_AT = 10
# No header has more columns; a hostile line may have a million.
_WIDEST = 1_000
_KEYS = ("key", "right.A", "answer.A")


@dataclass(frozen=True, slots=True)
class Header:
    """`columns`: part -> column from 0; `named`: header -> part; the first question is on or after
    line `after`. `notes` holds an ERROR when the columns cannot be told apart."""

    columns: Mapping[str, int]
    named: Mapping[str, str]
    names: tuple[str, ...]
    after: int
    notes: tuple[Note, ...] = ()


def find(grid: Grid, told: Mapping[str, str]) -> Header | None:
    """The header of the grid; None when no line of the first ten filled ones looks like one.

    `told` says of a header (or, in a table without one, of a column's letter) what it is.
    """
    lines = [at for at, line in enumerate(grid.lines[:200]) if not is_blank(line)]
    scored = [(score(grid.lines[at], told), -at) for at in lines[:_LINES_LOOKED_AT]]
    best, at = max(scored, default=(0, 0))
    if best >= 2:
        return _header(grid, -at, told)
    letters = {column_name(at) for at in range(max(map(len, grid.lines), default=0))}
    if told and set(told) <= letters and "stem" in told.values():
        return _unnamed(grid, told)
    return None


def score(line: Sequence[str], told: Mapping[str, str]) -> int:
    """How many parts the cells name; 0 unless a stem and something to ask for are among them."""
    cells = [stripped for cell in line[:_WIDEST] if (stripped := cell.strip())]
    parts = {told.get(cell, "") or part_of(cell)[0] for cell in cells}
    parts.discard("")
    asks = any(p in parts for p in (*_KEYS, "type", "options", "option.A", "explanation"))
    return len(parts) if "stem" in parts and asks else 0


def names_of(line: Sequence[str]) -> tuple[str, ...]:
    """The headers, each told apart: a second "答案" is "答案 (2)", an empty one its letter."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for at, cell in enumerate(line):
        name = " ".join(cell.split()) or column_name(at)
        seen[name] += 1
        names.append(f"{name} ({seen[name]})" if seen[name] > 1 and cell.strip() else name)
    return tuple(names)


def _unnamed(grid: Grid, told: Mapping[str, str]) -> Header:
    width = max(map(len, grid.lines), default=0)
    names = tuple(column_name(at) for at in range(width))
    columns = {part: names.index(name) for name, part in told.items() if part}
    return Header(columns, dict(told), names, 0, (info("columns_told"),))


def _header(grid: Grid, at: int, told: Mapping[str, str]) -> Header:
    line = grid.lines[at]
    names = names_of(line)
    claims = list(_claims(line, names, told))
    columns: dict[str, int] = {}
    notes: list[Note] = list(_above(grid, at))
    for part, _rank, column in sorted(claims, key=lambda claim: claim[1]):
        if part == "labels":
            part = f"labels.{column}"  # noqa: PLW2901 (chapters, tags and fields are all wanted)
        if part in columns:
            notes.append(_second(part, names, (columns[part], column), claims))
        else:
            columns[part] = column
    notes = _beside(notes)
    named = {names[column]: part for part, column in columns.items()}
    left = [name for place, name in enumerate(names) if name not in named and line[place].strip()]
    if left:
        notes.append(info("columns_left", detail="、".join(left)))
    return Header(columns, named, names, at + 1, tuple(notes))


def _beside(notes: list[Note]) -> list[Note]:
    """Stem and more twice is no doubt about columns: there are two questions in each line."""
    twice = [note for note in notes if note.code == "column_twice"]
    if len(twice) < 2 or "stem" not in (note.field for note in twice):
        return notes
    rest = [note for note in notes if note.code != "column_twice"]
    return [*rest, error("questions_beside", "stem", "；".join(note.detail for note in twice))]


Claim = tuple[str, int, int]
"""A part, how sure its word is (0 the most), and the column."""


def _claims(line: Sequence[str], names: Sequence[str], told: Mapping[str, str]) -> Iterator[Claim]:
    parts = [part_of(cell) if cell.strip() else ("", 0) for cell in line]
    named = {part for part, _rank in parts}
    are_options = bool(named & {"key", "right.A"}) and "option.A" not in named
    for at, (part, rank) in enumerate(parts):
        if names[at] in told:
            part, rank = told[names[at]], -1  # noqa: PLW2901 (what the editor says comes first)
        if part.startswith("answer."):
            part = part.replace("answer", "option") if are_options else ""  # noqa: PLW2901
        if part:
            yield part, rank, at


def _second(
    part: str, names: Sequence[str], columns: tuple[int, int], claims: Sequence[Claim]
) -> Note:
    """Two columns for one part: an ERROR when nothing says which one is meant."""
    ranks = [next(rank for _p, rank, at in claims if at == column) for column in columns]
    both = "、".join(names[column] for column in columns)
    same = ranks[0] == ranks[1] or plain(names[columns[0]]) == plain(names[columns[1]])
    return error("column_twice", part, both) if same else warning("column_second", part, both)


def _above(grid: Grid, at: int) -> Iterator[Note]:
    for line in grid.lines[:at]:
        if not is_blank(line):
            yield info("line_above", detail=" ".join(cell for cell in line if cell.strip()))
