"""The open and the old workbook tell as much of hidden, merged and wrong cells as xlsx does."""

import io
from collections.abc import Sequence

import pytest
import xlwt
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from questionbank.formats import child
from questionbank.formats.found import Found, Options
from questionbank.formats.sheet import xls
from questionbank.formats.sheet.ods import scan
from questionbank.formats.sheet.parts import Forbidden
from tests.questionbank.formats.table_files import Cell, codes, options, read_xlsx
from tests.questionbank.formats.test_sheet import CELL, GOOD, HEADER, details, ods, safely


def line(cells: Sequence[str], about: str = "") -> str:
    inside = "".join(cell if cell.startswith("<") else CELL.format(cell) for cell in cells)
    return f"<table:table-row {about}>{inside}</table:table-row>"


def number(kind: str, value: str, shown: str) -> str:
    about = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {about}><text:p>{shown}</text:p></table:table-cell>"


def page(lines: Sequence[Sequence[Cell]]) -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    book = xlwt.Workbook(encoding="utf-8")
    made = book.add_sheet("题")
    for at, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if cell is not None:
                made.write(at, column, cell)
    return book, made


def read_xls(book: xlwt.Workbook) -> Found:
    data = io.BytesIO()
    book.save(data)
    return safely(data.getvalue())


def test_an_ods_is_read_like_any_workbook() -> None:
    found = read_xlsx(ods(line(HEADER) + line(GOOD)))
    assert options(found.rows[0]) == ["行星", "恒星", "卫星"]
    assert codes(found) == codes(found.rows[0]) == []


def test_s86_hidden_lines_of_an_ods_are_left_out_and_named() -> None:
    collapsed, filtered = (f'table:visibility="{how}"' for how in ("collapse", "filter"))
    empty = line(["<table:table-cell/>"], 'table:number-rows-repeated="1048000"')
    lines = line(HEADER) + line(GOOD, collapsed) + line(GOOD, filtered) + line(GOOD) + empty
    found = read_xlsx(ods(lines))
    assert [row.where for row in found.rows] == ["题!4"]
    assert details(found, "rows_hidden") == ["题!2, 3"]


def test_s86_repeated_lines_of_an_ods_are_counted() -> None:
    lines = line(HEADER) + line([""], 'table:number-rows-repeated="5"') + line(GOOD)
    hidden = line(GOOD, 'table:visibility="collapse" table:number-rows-repeated="2"')
    found = read_xlsx(ods(lines + hidden + line(GOOD)))
    assert [row.where for row in found.rows] == ["题!7", "题!10"]
    assert details(found, "rows_hidden") == ["题!8, 9"]


def test_s86_hidden_columns_of_an_ods_are_read_and_named() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="5"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="1018"/>'
    )
    found = read_xlsx(ods(columns + line(HEADER) + line(GOOD)))
    assert [row.draft.key for row in found.rows if row.draft] == [(0,)]
    assert details(found, "columns_hidden") == ["题!F"]


def test_c5_s86_merged_cells_of_an_ods_are_carried_down() -> None:
    top = (
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2">'
        "<text:p>单选题</text:p></table:table-cell>"
    )
    below = line(["<table:covered-table-cell/>", *GOOD[1:]])
    found = read_xlsx(ods(line(HEADER) + line([top, *GOOD[1:]]) + below + line(["", *GOOD[1:]])))
    assert [codes(row) for row in found.rows] == [[], [], ["type_missing"]]


def test_c11_numbers_of_an_ods_are_read_as_they_are_shown() -> None:
    shown = [number("percentage", "0.5", "50%"), number("float", "7", "007"), GOOD[4], "A"]
    found = read_xlsx(ods(line(HEADER) + line(["单选题", "多少？", *shown])))
    assert options(found.rows[0]) == ["50%", "007", "卫星"]


def test_s85_an_error_in_an_ods_is_an_error_with_its_cell() -> None:
    wrong = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'xmlns:calcext="urn:calc" calcext:value-type="error"><text:p>#REF!</text:p>'
        "</table:table-cell>"
    )
    found = read_xlsx(ods(line(HEADER) + line([*GOOD[:-1], wrong])))
    assert ("cell_error", "题!F2: #REF!") in [(n.code, n.detail) for n in found.rows[0].notes]


def test_remarks_on_a_cell_are_not_its_text() -> None:
    remark = (
        '<table:table-cell office:value-type="float" office:value="7"><office:annotation>'
        "<text:p>remark</text:p></office:annotation><text:p>7</text:p></table:table-cell>"
    )
    found = read_xlsx(ods(line(HEADER) + line(["单选题", "几？", remark, "8", "9", "A"])))
    assert options(found.rows[0]) == ["7", "8", "9"]


def test_s79_an_ods_that_repeats_a_line_for_ever_is_refused_by_name_before_it_is_opened() -> None:
    lines = line(HEADER) + line(GOOD, 'table:number-rows-repeated="1000000000"')
    found = read_xlsx(ods(lines))
    assert details(found, "too_large_sheet") == ["题!F1000000001"]
    assert found.rows == ()


def test_an_xls_is_read_like_any_workbook() -> None:
    lines: list[list[Cell]] = [[*HEADER[1:]], ["水？", "甲", 1.0, True, "B"]]
    book, made = page(lines)
    made.name = "单选题"
    found = read_xls(book)
    assert options(found.rows[0]) == ["甲", "1", "TRUE"]
    assert codes(found) == []


def test_s86_hidden_lines_and_columns_and_merged_cells_of_an_xls_are_seen() -> None:
    book, made = page([HEADER, GOOD, GOOD, [None, *GOOD[1:]], [None, *GOOD[1:]]])
    made.row(1).hidden = True
    made.col(5).hidden = True
    made.merge(2, 3, 0, 0)
    found = read_xls(book)
    assert [row.where for row in found.rows] == ["题!3", "题!4", "题!5"]
    assert [codes(row) for row in found.rows] == [[], [], ["type_missing"]]
    assert details(found, "rows_hidden") == ["题!2"]
    assert details(found, "columns_hidden") == ["题!F"]


def test_c11_numbers_of_an_xls_are_read_as_they_are_shown() -> None:
    book, made = page([HEADER, ["单选题", "多少？", None, None, "都不是", "A"]])
    made.write(1, 2, 0.5, xlwt.easyxf(num_format_str="0%"))
    made.write(1, 3, 7, xlwt.easyxf(num_format_str="000"))
    assert options(read_xls(book).rows[0]) == ["50%", "007", "都不是"]


def test_s85_an_error_in_an_xls_is_an_error_with_its_cell() -> None:
    book, made = page([HEADER, GOOD[:-1]])
    made.row(1).set_cell_error(5, 0x17)
    found = read_xls(book)
    assert ("cell_error", "题!F2: #REF!") in [(n.code, n.detail) for n in found.rows[0].notes]


def test_an_old_workbook_that_cannot_be_looked_into_is_told_by_name() -> None:
    assert xls.scan(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) is None


def broken(noise: bytes, at: int) -> bytes:
    data = io.BytesIO()
    page([HEADER, GOOD])[0].save(data)
    good = data.getvalue()
    return good[:at] + noise + good[at + len(noise) :]


# A cell far out: the reader wants 137 GB for the cells before it, and ends its process.
FAR_OUT = broken(b"\xff\xff3\xff", 1_833)


def test_a_cell_far_out_in_an_old_workbook_costs_its_reader_and_nobody_else() -> None:
    found = child.run("questionbank.formats.sheet", FAR_OUT, Options("a.xls"))
    assert details(found, "too_heavy") == ["memory"]


# In a process of its own for each, as files are read: what a reader does to its own is its matter.
@pytest.mark.slow
@examples(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2_000))
def test_no_bytes_in_an_old_workbook_raise(noise: bytes, at: int) -> None:
    found = child.run("questionbank.formats.sheet", broken(noise, at), Options("a.xls"))
    assert "reader_failed" not in codes(found)


@given(st.text("<>/ table:p-cell\"='0123456789abc", max_size=200))
def test_no_xml_in_an_open_workbook_raises(inside: str) -> None:
    assert isinstance(scan(ods_content(inside)), dict)


def ods_content(inside: str) -> bytes:
    return f'<table:table xmlns:table="t" table:name="x">{inside}</table:table>'.encode()


@pytest.mark.parametrize("name", ["office:document-content", "x"])
def test_a_document_type_in_an_ods_is_refused(name: str) -> None:
    evil = f'<!DOCTYPE {name} [<!ENTITY a "b">]><{name}/>'.encode()
    with pytest.raises(Forbidden):
        scan(evil)
