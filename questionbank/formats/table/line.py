"""One line of a table, its cells by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from questionbank.formats.found import Note, error, warning
from questionbank.formats.table.grid import Grid, column_name
from questionbank.formats.table.header import Header
from questionbank.formats.table.words import LETTERS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its header, and what was learned of it as a whole.

    `kind` comes from its name, `codes` are type codes, `numbered` says that stems begin with their
    number, `from_zero` that a key "0" makes all keys in numbers doubtful. `own` is a table that we
    wrote: its cells are what they say, nothing in them is wrapping.
    """

    grid: Grid
    header: Header
    kind: str = ""
    codes: Mapping[str, str] | None = None
    numbered: bool = False
    from_zero: bool = False
    own: bool = False
    truth: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The line `at` of a sheet; `section` is the kind that the last title above it gave."""

    sheet: Sheet
    at: int
    section: str = ""

    @property
    def where(self) -> str:
        return self.sheet.grid.where(self.at)

    def has(self, part: str) -> bool:
        return part in self.sheet.header.columns

    def cell(self, part: str) -> str:
        """The cell of a part, stripped; "" when there is no such column."""
        column = self.sheet.header.columns.get(part)
        cells = self.sheet.grid.lines[self.at]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def options(self) -> list[str]:
        return [self.cell(f"option.{letter}") for letter in LETTERS]

    def parts(self, prefix: str) -> Iterator[str]:
        """The cells of all columns for parts that begin so, filled ones only."""
        for part in self.sheet.header.columns:
            if part.startswith(prefix) and (cell := self.cell(part)):
                yield cell

    def address(self, part: str) -> str:
        """The cell's address, for people: "C12"."""
        row = self.sheet.grid.numbers[self.at] if self.sheet.grid.numbers else self.at + 1
        return f"{column_name(self.sheet.header.columns[part])}{row}"

    def faults(self) -> Iterator[Note]:
        """Cells that cannot be taken as they are, and cells beyond the last column."""
        grid, columns = self.sheet.grid, self.sheet.header.columns
        if grid.faults or grid.warnings:
            for part, column in columns.items():
                for notes in (grid.faults, grid.warnings):
                    if note := notes.get((self.at, column)):
                        yield Note(note.level, note.code, part, note.detail)
        beyond = [c for c in grid.lines[self.at][len(self.sheet.header.names) :] if c.strip()]
        if beyond:
            # In a file of lines a comma too many has moved all the cells behind it.
            yield (warning if grid.name else error)("line_too_long", "", beyond[0])
