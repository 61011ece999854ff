"""Runs once over the cells of an xlsx sheet, for what the reader of values does not tell.

Hidden lines, error values, number formats, rich text, formulas without a value, and how far the
sheet reaches: a cell at XFD1048576 is seen here before anything makes room for 17 billion cells.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from questionbank.formats.sheet.parts import Forbidden, Rich

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_KNOWN = frozenset({"c", "v", "row", "f", "is", "t", "col"})
_MOST_COLUMNS = 1_000
Place = tuple[int, int]


@dataclass(slots=True)
class Margins:
    """What was seen; places are (line, column) from 0. `styled` numbers have a style that is not
    shown as it is, `shown` are texts of numbers as they are shown; `errors` are error values such
    as #REF!, `bare` formulas without a value. `hidden` are lines, `columns` are hidden, too."""

    hidden: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    shown: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    styled: dict[Place, int] = field(default_factory=dict)
    rich: dict[Place, Rich] = field(default_factory=dict)
    bare: list[Place] = field(default_factory=list)
    last: Place = (-1, -1)


def margins(data: bytes, plain: frozenset[int], rich: dict[int, Rich]) -> Margins:
    """Raises Forbidden for a document type; broken XML ends the run where it breaks."""
    scan = _Scan(plain, rich)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    try:
        parser.Parse(data, True)  # noqa: FBT003 (that was all)
    except (expat.ExpatError, LookupError):  # broken, or in an encoding that nobody knows
        return scan.seen
    return scan.seen


def _refuse(*_declared: object) -> None:
    raise Forbidden


class _Scan:
    """Plain attributes and few branches: it is called for every cell."""

    def __init__(self, plain: frozenset[int], rich: dict[int, Rich]) -> None:
        self.plain, self.rich = plain, rich
        self.seen = Margins()
        self.row, self.column = -1, -1
        self.type, self.style, self.value = "", "", ""
        self.inside = self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _KNOWN:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self.inside = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._row(attributes)
        elif name == "col":
            self._columns(attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) - 1 if number.isdigit() and len(number) < 8 else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.seen.hidden.append(self.row)

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = (attributes.get(edge, "") for edge in ("min", "max"))
        known = first.isdigit() and last.isdigit() and len(first + last) < 12
        if known and attributes.get("hidden") in ("1", "true"):
            end = min(int(last), int(first) + _MOST_COLUMNS)
            self.seen.columns += range(int(first) - 1, end)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.type = attributes.get("t", "")
        self.style = attributes.get("s", "")
        self.value, self.formula = "", False
        match = _ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = _column(match[1]) if match else self.column + 1
        if match:
            self.row = int(match[2]) - 1

    def text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, name: str) -> None:
        if name not in _KNOWN:
            name = name.rpartition(":")[2]
        if name in ("v", "is"):
            self.inside = False
        elif name == "c" and (self.value or self.formula):
            self._filled((self.row, self.column))

    def _filled(self, place: Place) -> None:
        seen = self.seen
        if place[0] > seen.last[0] or place[1] > seen.last[1]:
            seen.last = (max(seen.last[0], place[0]), max(seen.last[1], place[1]))
        if not self.value:
            seen.bare.append(place)
        elif self.type == "s":
            if self.rich and self.value.isdigit() and (found := self.rich.get(int(self.value))):
                seen.rich[place] = found
        elif self.type == "e":
            seen.errors[place] = self.value
        elif self.type in ("", "n") and self.style.isdigit() and int(self.style) not in self.plain:
            seen.styled[place] = int(self.style)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
