"""Workbooks of our own: questions that read back as they were, the template, the error file."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from questionbank.formats import office
from questionbank.formats.found import Options, Written
from questionbank.formats.table.cells import COLUMNS, KINDS, cells
from questionbank.formats.table.words import LETTERS
from questionbank.rules.question import Image

__all__ = ["cannot", "opened", "page", "write"]
# Texts are texts: a name like "=HYPERLINK(...)" must not come alive in anybody's spreadsheet.
_DEAD = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# In points, and in pixels.
_HIGH, _BOX = 100, (104, 104)
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


def cannot(question: Written) -> str:
    """Why a workbook cannot hold the question; "" when it can."""
    return "" if question.draft.kind in KINDS else "hotspot"


def write(questions: Sequence[Written], options: Options) -> bytes:
    """One line for each question: its cells all texts, its pictures over their cells."""
    with opened() as (data, book):
        sheet = page(book, "题目", COLUMNS)
        for at, question in enumerate(questions, start=1):
            for column, cell in enumerate(cells(question)):
                if cell:
                    sheet.write_string(at, column, cell)
            _show(sheet, at, question)
    return data.getvalue()


def _show(sheet: Worksheet, at: int, question: Written) -> None:
    """The line is made so high that its texts stand below its pictures."""
    draft, parts = question.draft, list(COLUMNS)
    named = [("stem", draft.picture)]
    named += [
        (f"option.{letter}", i) for letter, i in zip(LETTERS, draft.option_pictures, strict=False)
    ]
    pictures = [(part, image) for part, image in named if image]
    if pictures:
        sheet.set_row(at, _HIGH)
    for part, image in pictures:
        _place(sheet, (at, parts.index(part)), image, question)


def _place(sheet: Worksheet, cell: tuple[int, int], image: Image, question: Written) -> None:
    found = office.shown(question.pictures.get(image.digest, b""))
    if found is None:
        return
    wide, high = found.fitted(*_BOX)
    options = {
        "image_data": io.BytesIO(found.data),
        "x_scale": wide / found.width,
        "y_scale": high / found.height,
        "x_offset": 2,
        "y_offset": 2,
        "object_position": 1,  # a line that is moved or hidden takes its pictures along
        "description": "\n".join(line for line in (image.alt.zh, image.alt.en) if line),
    }
    sheet.insert_image(*cell, f"{image.digest}.{found.extension}", options)
