"""Workbooks of our own: questions that read back as they were, the template, the error file."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from questionbank.formats.found import Options, Written
from questionbank.formats.table.cells import COLUMNS, cannot, cells

__all__ = ["cannot", "opened", "page", "write"]
# Texts are texts: a name like "=HYPERLINK(...)" must not come alive in anybody's spreadsheet.
_DEAD = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = {"ref": 12, "type": 9, "stem": 48, "key": 12, "explanation": 40, "source": 28}


@contextmanager
def opened() -> Iterator[tuple[io.BytesIO, xlsxwriter.Workbook]]:
    """A new workbook; its bytes are complete when the block ends."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, _DEAD)
    yield data, book
    book.close()


def page(
    book: xlsxwriter.Workbook, name: str, columns: dict[str, str], *, shape: Format | None = None
) -> Worksheet:
    """A sheet with a bold header that stays when the lines move, and widths by part.

    `shape` is how cells are shown that nobody has written in yet.
    """
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "border": 1})
    for column, (part, header) in enumerate(columns.items()):
        sheet.set_column(column, column, _WIDTHS.get(part, 14), shape)
        sheet.write_string(0, column, header, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def write(questions: Sequence[Written], options: Options) -> bytes:
    """One line for each question, all of them texts."""
    with opened() as (data, book):
        sheet = page(book, "题目", COLUMNS)
        for at, question in enumerate(questions, start=1):
            for column, cell in enumerate(cells(question)):
                if cell:
                    sheet.write_string(at, column, cell)
    return data.getvalue()
