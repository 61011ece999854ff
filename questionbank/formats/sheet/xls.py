"""What the reader of values does not tell of an xls: hidden lines and columns, errors, formats.

xlrd reads it a second time. Whatever it stumbles over, the values are there; a note then says what
nobody could see.
"""

import io
from collections.abc import Iterator

import xlrd

from questionbank.formats.sheet.cells import Margins, Place
from questionbank.formats.sheet.numbers import is_date


def scan(data: bytes) -> tuple[dict[str, Margins], dict[int, str]] | None:
    """What was seen of each sheet by its name, and the format code of each style; None when the
    file cannot be looked into."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=False
        )
        styles = {
            at: str(book.format_map[style.format_key].format_str)
            for at, style in enumerate(book.xf_list)
            if style.format_key in book.format_map
        }
        return {sheet.name: _margins(sheet, styles) for sheet in book.sheets()}, styles
    except Exception:  # noqa: BLE001 (it was written for good files and fails in every way)
        return None


def _margins(sheet: "xlrd.sheet.Sheet", styles: dict[int, str]) -> Margins:
    seen = Margins()
    seen.hidden = [at for at, line in sheet.rowinfo_map.items() if line.hidden]
    seen.columns = [at for at, column in sheet.colinfo_map.items() if column.hidden]
    for place, kind, value, style in _cells(sheet):
        if kind == xlrd.XL_CELL_ERROR:
            seen.errors[place] = xlrd.error_text_from_code.get(value, str(value))
        elif kind == xlrd.XL_CELL_NUMBER:
            code = styles.get(style, "General")
            if code not in ("General", "@") and not is_date(code):
                seen.styled[place] = style
    return seen


def _cells(sheet: "xlrd.sheet.Sheet") -> Iterator[tuple[Place, int, int, int]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_NUMBER):
                value = int(sheet.cell_value(row, column)) if kind == xlrd.XL_CELL_ERROR else 0
                style = sheet.cell_xf_index(row, column)
                yield (row, column), kind, value, style
