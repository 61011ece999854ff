"""A report as CSV and as a spreadsheet, with a sheet that says what each column means."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from leaderboard import sheets
from leaderboard.reports import columns
from leaderboard.reports.columns import Column, Kind
from leaderboard.reports.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file holds: its title, what stands under it, the name of the first column."""

    title: str
    notes: Sequence[str]
    first: str
    columns: Sequence[Column]
    table: Table

    @property
    def rows(self) -> list[Row]:
        guests = [self.table.guests] if self.table.guests else []
        return [self.table.total, *self.table.rows, *guests]


def as_csv(paper: Paper) -> str:
    """The rows with a heading; what is not shown is "*", what cannot be said is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([paper.first, _("代码"), *(column.title for column in paper.columns)])
    for row in paper.rows:
        cells = [_plain(column, row) for column in paper.columns]
        writer.writerow([sheets.safe(row.name), sheets.safe(_code(row)), *cells])
    return sheets.MARK + out.getvalue()


def _plain(column: Column, row: Row) -> str:
    text = columns.shown(column, row).replace(",", "").removesuffix(" %")
    return "" if text == "–" else text


def _code(row: Row) -> str:
    return row.code or row.path.rpartition("/")[2]


def as_xlsx(paper: Paper) -> bytes:
    """Two sheets: the figures, and the meaning of each column. No cell is a formula or a link."""
    out = io.BytesIO()
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain | {"in_memory": False}) as book:
        _figures(book, paper)
        _meanings(book, paper)
    return out.getvalue()


def _figures(book: Any, paper: Paper) -> None:
    sheet = book.add_worksheet(_("数据"))
    bold = book.add_format({"bold": True, "bg_color": "#DFF0F1", "text_wrap": True, "border": 1})
    formats = {kind: book.add_format({"num_format": kind.value}) for kind in Kind}
    heads = [paper.first, _("代码"), *(column.title for column in paper.columns)]
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(heads) - 1, 13)
    sheet.freeze_panes(1, 1)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    for line, row in enumerate(paper.rows, start=1):
        sheet.write_string(line, 0, "　" * row.depth + row.name)
        sheet.write_string(line, 1, _code(row))
        for at, column in enumerate(paper.columns, start=2):
            _cell(sheet, (line, at), column, row, formats[column.kind])


def _cell(sheet: Any, at: tuple[int, int], column: Column, row: Row, written: Any) -> None:
    shown = row.figures is not None and column.figure not in row.small
    value = column.value(row, row.figures) if row.figures and shown else None
    if value is None:
        sheet.write_string(*at, _plain(column, row))
        return
    over = {Kind.COUNT: 1, Kind.HUNDREDTHS: 100, Kind.PER_CENT: 10_000}[column.kind]
    sheet.write_number(*at, value / over if over > 1 else value, written)


def _meanings(book: Any, paper: Paper) -> None:
    sheet = book.add_worksheet(_("说明"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    lines = [(paper.title, ""), *(("", note) for note in paper.notes)]
    lines += [(column.title, column.note) for column in paper.columns]
    for line, (head, words) in enumerate(lines):
        sheet.write_string(line, 0, head, wrapped)
        sheet.write_string(line, 1, words, wrapped)
