"""What the XML of an xlsx adds to the values of a sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from questionbank.formats.found import Note, error
from questionbank.formats.sheet import parts as sheet_parts
from questionbank.formats.sheet.cells import Margins, Place
from questionbank.formats.sheet.parts import Package, Rich
from questionbank.formats.sheet.seen import as_seen, holds, without
from questionbank.formats.sheet.seen import named as named_cell
from questionbank.formats.table.grid import Grid

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
    whole = as_seen(grid, seen, dict(enumerate(extras.formats)))
    lines = [list(line) for line in whole.lines]
    pictures, more = _pictures(grid, extras)
    for line, column in filter(partial(holds, lines), pictures):
        if _IN_CELL.search(lines[line][column]):
            lines[line][column] = ""
    shown = replace(whole, lines=lines, faults={**whole.faults, **more}, pictures=pictures)
    return without(shown, frozenset(seen.hidden))


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
            wrong[place] = error("picture_missing", detail=f"{named_cell(grid, place)}: {name}")
        elif place in found:
            wrong[place] = error("picture_twice", detail=named_cell(grid, place))
        else:
            found[place] = (name.rpartition("/")[2], data, alt)
    return found, wrong
