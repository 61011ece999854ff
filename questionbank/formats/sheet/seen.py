"""A sheet as its author sees it: what was seen of its cells beside their values, in a grid."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from questionbank.formats.found import Note, error, warning
from questionbank.formats.sheet.cells import Margins, Place
from questionbank.formats.sheet.numbers import shown
from questionbank.formats.table.grid import Grid, column_name


def as_seen(grid: Grid, seen: Margins, codes: Mapping[int, str]) -> Grid:
    """Numbers as they are shown, by the format code of their style; errors, hidden columns named.

    Hidden lines are still there (`without`): places are those of the file.
    """
    lines = [list(line) for line in grid.lines]
    faults = {**grid.faults, **dict(_faults(grid, seen))}
    warnings: dict[Place, Note] = {}
    for place, style in seen.styled.items():
        if place not in faults and holds(lines, place):
            code = codes.get(style, "General")
            warnings |= _formatted(named(grid, place), lines, place, code)
    for place, text in seen.shown.items():
        if place not in faults and holds(lines, place):
            lines[place[0]][place[1]] = text
    for place, rich in seen.rich.items():
        if holds(lines, place):
            lines[place[0]][place[1]] = rich.text
            warnings |= {place: warning("markup_dropped", detail=rich.lost)} if rich.lost else {}
    notes = (*grid.notes, *_columns(grid, seen))
    return replace(grid, lines=lines, faults=faults, warnings=warnings, notes=notes)


def _columns(grid: Grid, seen: Margins) -> Iterator[Note]:
    """Hidden columns are read: what people hide there is mostly the key."""
    filled = {at for line in grid.lines for at, cell in enumerate(line) if cell.strip()}
    if found := sorted(filled.intersection(seen.columns)):
        names = ", ".join(map(column_name, found))
        yield warning("columns_hidden", detail=f"{grid.name}!{names}")


def holds(lines: list[list[str]], place: Place) -> bool:
    return place[0] < len(lines) and place[1] < len(lines[place[0]])


def named(grid: Grid, place: Place) -> str:
    return f"{grid.name}!{column_name(place[1])}{place[0] + 1}"


def _faults(grid: Grid, seen: Margins) -> Iterator[tuple[Place, Note]]:
    for place, value in seen.errors.items():
        yield place, error("cell_error", detail=f"{named(grid, place)}: {value}")
    for place in seen.bare:
        yield place, error("cell_formula", detail=named(grid, place))


def _formatted(name: str, lines: list[list[str]], place: Place, code: str) -> dict[Place, Note]:
    """Shows the number by its format; a WARNING when that format is beyond us."""
    text = lines[place[0]][place[1]]
    try:
        formatted = shown(float(text), code)
    except (ValueError, ArithmeticError):
        return {}
    if formatted is None:
        return {place: warning("number_format", detail=f"{name}: {text} ({code})")}
    lines[place[0]][place[1]] = formatted
    return {}


def without(grid: Grid, hidden: frozenset[int]) -> Grid:
    """The grid without its hidden lines, which are named if anything stands in them."""
    kept = [at for at in range(len(grid.lines)) if at not in hidden]
    named = [str(at + 1) for at in sorted(hidden) if at < len(grid.lines) and any(grid.lines[at])]
    if not named:
        return grid
    new = {old: at for at, old in enumerate(kept)}
    return replace(
        grid,
        lines=[grid.lines[at] for at in kept],
        numbers=[at + 1 for at in kept],
        faults=_moved(grid.faults, new),
        warnings=_moved(grid.warnings, new),
        pictures={(new[p[0]], p[1]): image for p, image in grid.pictures.items() if p[0] in new},
        notes=(*grid.notes, warning("rows_hidden", detail=f"{grid.name}!{', '.join(named)}")),
    )


def _moved(notes: Mapping[Place, Note], new: Mapping[int, int]) -> dict[Place, Note]:
    return {(new[p[0]], p[1]): note for p, note in notes.items() if p[0] in new}
