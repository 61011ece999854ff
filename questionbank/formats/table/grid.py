"""Rows of cells as every table has them, wherever they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from questionbank.formats.found import Note

Place = tuple[int, int]
"""Line and column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or one file of lines. Cells are the text that is seen; merged ranges are carried
    down already. `name` is "" for a file without sheets; `numbers` are the lines' own numbers.

    `pictures` are the name, the bytes and the description of those over a cell.

    `faults` are cells that cannot be taken as they are, `broken` lines of which nothing can, and
    `written` their text; `notes` belong to the sheet as a whole.
    """

    lines: Sequence[Sequence[str]]
    name: str = ""
    numbers: Sequence[int] = ()
    faults: Mapping[Place, Note] = field(default_factory=dict)
    warnings: Mapping[Place, Note] = field(default_factory=dict)
    broken: Mapping[int, Note] = field(default_factory=dict)
    written: Mapping[int, str] = field(default_factory=dict)
    pictures: Mapping[Place, tuple[str, bytes, str]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    hidden: bool = False

    def where(self, line: int) -> str:
        """The name by which the file's author finds the line: "Sheet1!12", "12"."""
        number = self.numbers[line] if self.numbers else line + 1
        return f"{self.name}!{number}" if self.name else str(number)


def column_name(at: int) -> str:
    """A spreadsheet's name for a column from 0: A, B, ... Z, AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_blank(line: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in line)
