"""Separated lines (CSV, TSV) to cells, as Excel reads and writes them, and broken ones by name.

A quote that opens a cell and is closed amid text, or never, is broken: only the line in which it
opens is given up, and reading goes on with the next, so that one bad cell cannot eat the file.
"""

from dataclasses import dataclass, field

from questionbank.formats.found import error
from questionbank.formats.table_grid import Grid, is_blank
from questionbank.formats.table_header import score

SEPARATORS = (",", "\t", ";", "|")
# What a cell of Excel can hold; a quote open for longer was never meant to be one.
_LONGEST_CELL = 32_767


@dataclass(slots=True)
class Lines:
    """Records and the numbers of those whose quotes are broken."""

    records: list[list[str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def split(text: str, separator: str, most: int | None = None) -> Lines:
    """All records, blank ones too; of a broken one the whole line is its only cell."""
    lines, at = Lines(), 0
    while at < len(text) and (most is None or len(lines.records) < most):
        record = _record(text, at, separator)
        if record is None:
            end = _line_end(text, at)
            lines.broken.append(len(lines.records))
            record = [text[at:end]], end
        lines.records.append(record[0])
        at = record[1] + 1
    return lines


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _record(text: str, at: int, separator: str) -> tuple[list[str], int] | None:
    """The cells of the record at `at` and where its line ends; None when its quotes are broken."""
    end = _line_end(text, at)
    if text.find('"', at, end) < 0:
        return text[at:end].split(separator), end
    cells: list[str] = []
    while True:
        found = _quoted(text, at) if text.startswith('"', at) else _bare(text, at, separator)
        if found is None:
            return None
        cell, at = found
        cells.append(cell)
        if at >= len(text) or text[at] == "\n":
            return cells, at
        if text[at] != separator:
            return None
        at += 1


def _bare(text: str, at: int, separator: str) -> tuple[str, int]:
    end = _line_end(text, at)
    stop = text.find(separator, at, end)
    stop = end if stop < 0 else stop
    return text[at:stop], stop


def _quoted(text: str, at: int) -> tuple[str, int] | None:
    parts: list[str] = []
    start = at + 1
    while True:
        stop = text.find('"', start, at + 2 + _LONGEST_CELL)
        if stop < 0:
            return None
        parts.append(text[start:stop])
        if not text.startswith('"', stop + 1):
            return "".join(parts), stop + 1
        parts.append('"')
        start = stop + 2


def grid(text: str, name: str = "") -> tuple[Grid, str]:
    """The text as a grid, by the separator under which its header says most; and that separator."""
    separator = max(SEPARATORS, key=lambda mark: _fit(text, mark))
    lines = split(text, separator)
    broken = {at: error("broken_quotes", detail=lines.records[at][0]) for at in lines.broken}
    for at in lines.broken:
        lines.records[at] = []
    return Grid(lines.records, name, broken=broken), separator


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many columns the best of the first lines names, and how wide most lines are."""
    records = [r for r in split(text, separator, most=30).records if not is_blank(r)]
    widths = [len(record) for record in records]
    return max((score(r, {}) for r in records), default=0), min(widths, default=0)
