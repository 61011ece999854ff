"""CSV and TSV: questions in separated lines, in any encoding that Excel writes."""

import csv
import io
from collections.abc import Sequence

from questionbank.formats import table
from questionbank.formats.found import Found, Options, Written, info
from questionbank.formats.table import lines as table_lines
from questionbank.formats.table.cells import COLUMNS, cannot, cells
from questionbank.formats.table.grid import Grid
from questionbank.formats.text import decode

__all__ = ["cannot", "read", "write"]
# What a spreadsheet takes for a formula; ours stand behind an apostrophe, which reading takes away.
_LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "'")


def read(data: bytes, options: Options) -> Found:
    text, notes = decode(data)
    if not text.strip():
        return table.read((), options, notes)
    grid, separator = table_lines.grid(text)
    lines = [[_tamed(cell) for cell in line] for line in grid.lines]
    told = (*notes, info("separator", detail={"\t": "TAB"}.get(separator, separator)))
    return table.read([Grid(lines, broken=grid.broken, written=grid.written)], options, told)


def _tamed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_LIVE) else cell


def write(questions: Sequence[Written], options: Options) -> bytes:
    """UTF-8 with the mark by which Excel knows it; no cell of it can run."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    for question in questions:
        writer.writerow([_safe(cell) for cell in cells(question)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_LIVE) else cell
