"""Tables as people and programs make them, built line by line."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from questionbank.formats import csvs, sheet
from questionbank.formats.found import Found, Level, Options, Row

Cell = str | float | bool | datetime | None
HEADER = "题型,题干,选项A,选项B,选项C,选项D,正确答案,解析"


def csv(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((header, *lines)).encode(encoding)


def read_csv(*lines: str, header: str = HEADER, options: Options | None = None) -> Found:
    return csvs.read(csv(*lines, header=header), options or Options())


def only(*lines: str, header: str = HEADER, options: Options | None = None) -> Row:
    """The one row of a table of one question."""
    (row,) = read_csv(*lines, header=header, options=options).rows
    return row


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    data, book = opened()
    for name, lines in sheets.items():
        page = book.add_worksheet(name)
        for at, line in enumerate(lines):
            write(page, at, line)
    book.close()
    return data.getvalue()


def opened() -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    data = io.BytesIO()
    return data, xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False})


def write(page: xlsxwriter.worksheet.Worksheet, at: int, line: Sequence[Cell]) -> None:
    for column, cell in enumerate(line):
        if cell is not None:
            page.write(at, column, cell)


def read_xlsx(data: bytes) -> Found:
    return sheet.read(data, Options())


def codes(row: Row | Found) -> list[str]:
    """What is wrong or doubtful, by code."""
    return [note.code for note in row.notes if note.level is not Level.INFO]


def options(row: Row) -> list[str]:
    assert row.draft
    return [option.zh for option in row.draft.options]
