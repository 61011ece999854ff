"""What the XML of an xlsx adds to the values of a sheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from questionbank.formats.found import Note, error, warning
from questionbank.formats.sheet import parts as sheet_parts
from questionbank.formats.sheet.cells import Margins, Place
from questionbank.formats.sheet.numbers import shown
from questionbank.formats.sheet.parts import Package, Rich
from questionbank.formats.table.grid import Grid, column_name

_IN_CELL = re.compile(r"DISPIMG\s?\(\s?\"([^\"]{1,80})\"")


@dataclass(frozen=True, slots=True)
class Extras:
    """What all sheets of a workbook share. `parts`: sheet's name -> its part in the package."""

    package: Package
    parts: Mapping[str, str]
    formats: list[str]
    plain: frozenset[int]
    rich: dict[int, Rich]
    images: dict[str, tuple[str, bytes]]

    @classmethod
    def of(cls, package: Package) -> "Extras":
        codes = sheet_parts.formats(package)
        return cls(
            package,
            sheet_parts.sheets(package),
            codes,
            sheet_parts.plain_formats(codes),
            sheet_parts.rich_texts(package),
            sheet_parts.cell_images(package),
        )


def apply(grid: Grid, extras: Extras, seen: Margins) -> Grid:
    """The grid as its author sees it: hidden lines gone, numbers formatted, pictures in place."""
    lines = [list(line) for line in grid.lines]
    faults = {**grid.faults, **dict(_faults(grid, seen))}
    warnings: dict[Place, Note] = {}
    for place, style in seen.styled.items():
        if place not in faults and _holds(lines, place):
            warnings |= _formatted(_named(grid, place), lines, place, _code(extras, style))
    for place, rich in seen.rich.items():
        if _holds(lines, place):
            lines[place[0]][place[1]] = rich.text
            warnings |= {place: warning("markup_dropped", detail=rich.lost)} if rich.lost else {}
    pictures, more = _pictures(grid, extras)
    for line, column in filter(partial(_holds, lines), pictures):
        if _IN_CELL.search(lines[line][column]):
            lines[line][column] = ""
    faults |= more
    whole = replace(grid, lines=lines, faults=faults, warnings=warnings, pictures=pictures)
    return _without(whole, frozenset(seen.hidden))


def _code(extras: Extras, style: int) -> str:
    return extras.formats[style] if style < len(extras.formats) else "General"


def _holds(lines: list[list[str]], place: Place) -> bool:
    return place[0] < len(lines) and place[1] < len(lines[place[0]])


def _named(grid: Grid, place: Place) -> str:
    return f"{grid.name}!{column_name(place[1])}{place[0] + 1}"


def _faults(grid: Grid, seen: Margins) -> Iterator[tuple[Place, Note]]:
    for place, value in seen.errors.items():
        yield place, error("cell_error", detail=f"{_named(grid, place)}: {value}")
    for place in seen.bare:
        yield place, error("cell_formula", detail=_named(grid, place))


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


def _pictures(
    grid: Grid, extras: Extras
) -> tuple[dict[Place, tuple[str, bytes, str]], dict[Place, Note]]:
    """Floating pictures by their anchor, WPS's by the formula of their cell; the rest is named."""
    found: dict[Place, tuple[str, bytes, str]] = {}
    wrong: dict[Place, Note] = {}
    floating = sheet_parts.pictures(extras.package, extras.parts[grid.name])
    named = [(place, image) for place, images in floating.items() for image in images]
    for at, line in enumerate(grid.lines):
        for column, cell in enumerate(line):
            if "DISPIMG" in cell and (match := _IN_CELL.search(cell)):
                named.append(((at, column), (*extras.images.get(match[1], ("", b"")), "")))
    for place, (name, data, alt) in named:
        if not sheet_parts.is_picture(data):
            wrong[place] = error("picture_missing", detail=f"{_named(grid, place)}: {name}")
        elif place in found:
            wrong[place] = error("picture_twice", detail=_named(grid, place))
        else:
            found[place] = (name.rpartition("/")[2], data, alt)
    return found, wrong


def _without(grid: Grid, hidden: frozenset[int]) -> Grid:
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
