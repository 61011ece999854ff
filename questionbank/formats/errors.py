"""The lines of a table that were refused, as an xlsx with a column that says why.

Whoever made the table mends them there and uploads the file again: that column is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionbank.formats.sheet.writer import opened, page

HEADER = "错误原因"
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Refused:
    """One line: why, in words, and its cells by their headers (found.Row.cells)."""

    reasons: Sequence[str]
    cells: Mapping[str, str]


def write(lines: Sequence[Refused]) -> bytes:
    """The columns are those of all lines, in the order in which they first come."""
    headers = list(dict.fromkeys(header for line in lines for header in line.cells))
    with opened() as (data, book):
        sheet = page(book, "错误", {"reasons": HEADER} | {header: header for header in headers})
        sheet.set_column(0, 0, 40)
        red = book.add_format({"font_color": "#A00000", "text_wrap": True, "valign": "top"})
        for at, line in enumerate(lines, start=1):
            sheet.write_string(at, 0, "\n".join(line.reasons)[:_LONGEST_CELL], red)
            for column, header in enumerate(headers, start=1):
                cell = line.cells.get(header, "")
                if cell:
                    sheet.write_string(at, column, cell[:_LONGEST_CELL])
    return data.getvalue()
