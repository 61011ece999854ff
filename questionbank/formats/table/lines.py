"""Separated lines (CSV, TSV) to cells, as Excel reads and writes them, and broken ones by name.

A quote that opens a cell and is closed amid text, or never, is broken: only the line in which it
opens is given up, and reading goes on with the next, so that one bad cell cannot eat the file.
"""

from dataclasses import dataclass, field

from questionbank.formats.found import error
from questionbank.formats.table.grid import Grid, is_blank
from questionbank.formats.table.header import score

SEPARATORS = (",", "\t", ";", "|")
# What a cell of Excel can hold; a quote open for longer was never meant to be one.
_LONGEST_CELL = 32_767
# How far a record may reach beyond its line, shared by all broken ones: without it each of 100,000
# lines could run to the end of the file before it turns out to be broken.
_PATIENCE = 300_000


@dataclass(slots=True)
class Lines:
    """Records and the numbers of those whose quotes are broken."""

    records: list[list[str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def split(text: str, separator: str, most: int | None = None) -> Lines:
    """All records, blank ones too; of a broken one the whole line is its only cell."""
    lines, at = Lines(), 0
    while at < len(text) and (most is None or len(lines.records) < most):
        record = _record(text, at, separator, _PATIENCE // (1 + len(lines.broken)))
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


def _record(text: str, at: int, separator: str, reach: int) -> tuple[list[str], int] | None:
    """The cells of the record at `at` and where it ends; None when its quotes are broken."""
    end = _line_end(text, at)
    last = end + reach
    if text.find('"', at, end) < 0:
        return text[at:end].split(separator), end
    cells: list[str] = []
    while True:
        if text.startswith('"', at):
            found = _quoted(text, at, last)
            if found is None:
                return None
            cell, at = found
            end = _line_end(text, at) if at > end else end
        else:
            stop = text.find(separator, at, end)
            cell, at = text[at : end if stop < 0 else stop], end if stop < 0 else stop
        cells.append(cell)
        if at >= len(text) or text[at] == "\n":
            return cells, at
        if text[at] != separator:
            return None
        at += 1


def _quoted(text: str, at: int, last: int) -> tuple[str, int] | None:
    parts: list[str] = []
    start, last = at + 1, min(at + 2 + _LONGEST_CELL, last)
    while True:
        stop = text.find('"', start, last)
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
    written = {at: lines.records[at][0] for at in lines.broken}
    for at in lines.broken:
        lines.records[at] = []
    return Grid(lines.records, name, broken=broken, written=written), separator


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many columns the best of the first lines names, and how wide most lines are."""
    records = [r for r in split(text, separator, most=30).records if not is_blank(r)]
    widths = [len(record) for record in records]
    return max((score(r, {}) for r in records), default=0), min(widths, default=0)
