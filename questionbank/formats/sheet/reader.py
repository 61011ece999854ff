"""Workbooks: xlsx, xls and ods. Only ever run in a child process (formats/child.py).

python-calamine reads the values; what it does not tell comes from the XML of an xlsx or an ods, and
of an xls from xlrd. Hidden sheets and lines are left out and named, hidden columns read and named,
merged cells carried down; nothing outside the file is fetched.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from questionbank.formats import kahoot, table
from questionbank.formats.found import Found, Note, Options, error, warning
from questionbank.formats.sheet import ods, xls
from questionbank.formats.sheet import parts as sheet_parts
from questionbank.formats.sheet.cells import Margins, Place, margins
from questionbank.formats.sheet.numbers import general
from questionbank.formats.sheet.seen import as_seen, without
from questionbank.formats.sheet.xlsx import Extras, apply
from questionbank.formats.table.grid import Grid, column_name
from questionbank.formats.zips import is_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"\s{0,200}(?:\xef\xbb\xbf)?\s{0,200}<(?:!doctype|html|table|\?xml|meta|head|style)", re.I
)
# A stray cell in the last line of a narrow sheet is no reason to refuse it; each takes 40 bytes.
MOST_CELLS = 8_000_000


def read(data: bytes, options: Options) -> Found:
    """The questions of all visible sheets."""
    if foreign := _foreign(data):
        return Found((), (foreign,))
    try:
        look = Look.at(data)
        grids = list(_grids(data, look))
    except _REFUSALS as why:
        return Found((), (_refusal(why),))
    except BaseException as why:
        if type(why).__name__ != "PanicException":
            raise
        # What the reader of old workbooks does with a place outside of its file. Its type can only
        # be known by its name, and it is no Exception.
        return Found((), (error("not_a_workbook"),))
    limits = () if look.whole else (warning("values_only"),)
    return kahoot.from_grids(grids, options) or table.read(grids, options, limits)


def _foreign(data: bytes) -> Note | None:
    """Why the bytes are no workbook that can be opened, whatever the file's name says."""
    if data.startswith(_OLE):
        return error("encrypted") if _LOCKED in data else None
    if is_zip(data):
        return None
    kind = "HTML" if _HTML.match(data[:1000]) else "CSV" if b"\0" not in data[:4096] else ""
    return error("not_a_workbook", detail=kind)


def _refusal(why: Exception) -> Note:
    match why:
        case PasswordError():
            return error("encrypted")
        case sheet_parts.Forbidden():
            return error("xml_entities", detail=str(why))
        case _TooLarge():
            return error("too_large_sheet", detail=str(why))
    return error("not_a_workbook", detail=str(why))


class _TooLarge(ValueError):
    """A sheet that reaches further than any list of questions."""


_REFUSALS = (CalamineError, BadZipFile, sheet_parts.Forbidden, _TooLarge)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a workbook beside its values: of each sheet by its name, and how its styles
    show numbers. `extras` are there for an xlsx; `whole` is False when nobody could look."""

    seen: Mapping[str, Margins] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)
    extras: Extras | None = None
    whole: bool = True

    @classmethod
    def at(cls, data: bytes) -> "Look":
        """Comes before the values are read: it stops what would abort the process there."""
        if not is_zip(data):
            found = xls.scan(data)
            return cls(*found) if found else cls(whole=False)
        package = sheet_parts.Package.of(data)
        extras = Extras.of(package)
        if extras.parts:
            return cls({name: _margins(extras, name) for name in extras.parts}, extras=extras)
        seen = ods.scan(package.bytes("content.xml"))
        for name, margins_ in seen.items():
            _check(name, margins_.last)
        return cls(seen, whole=bool(seen))

    def apply(self, grid: Grid) -> Grid:
        """The grid as its author sees it."""
        seen = self.seen.get(grid.name)
        if seen is None:
            return grid
        if self.extras:
            return apply(grid, self.extras, seen)
        return without(as_seen(grid, seen, self.codes), frozenset(seen.hidden))


def _grids(data: bytes, look: Look) -> Iterator[Grid]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                yield Grid(
                    (), meta.name, notes=(warning("sheet_hidden", detail=meta.name),), hidden=True
                )
                continue
            seen = look.seen.get(meta.name, Margins())
            yield look.apply(_grid(workbook.get_sheet_by_name(meta.name), seen))


def _margins(extras: Extras, name: str) -> Margins:
    found = margins(extras.package.bytes(extras.parts[name]), extras.plain, extras.rich)
    _check(name, found.last)
    return found


def _check(name: str, last: Place) -> None:
    if (last[0] + 1) * (last[1] + 1) > MOST_CELLS:
        raise _TooLarge(f"{name}!{column_name(last[1])}{last[0] + 1}")


def _grid(sheet: CalamineSheet, seen: Margins) -> Grid:
    _check(sheet.name, sheet.end or (-1, -1))
    lines: list[list[str]] = []
    faults = {}
    for at, values in enumerate(sheet.to_python(skip_empty_area=False)):
        lines.append([v if type(v) is str else _text(v) for v in values])
        for column, value in enumerate(values):
            if isinstance(value, date | time | timedelta):
                address = f"{sheet.name}!{column_name(column)}{at + 1}"
                faults[at, column] = error("cell_date", detail=f"{address}: {value}")
    _carry(lines, sheet.merged_cell_ranges or seen.merged)
    return Grid(lines, sheet.name, faults=faults)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return general(float(value))
    return str(value)


def _carry(lines: list[list[str]], ranges: Sequence[tuple[Place, Place]]) -> None:
    """Writes the text of each merged range into all lines of its first column."""
    for (top, left), (bottom, _right) in ranges:
        if top >= len(lines) or left >= len(lines[top]):
            continue
        text = lines[top][left]
        for line in lines[top + 1 : bottom + 1]:
            if text and not line[left]:
                line[left] = text
