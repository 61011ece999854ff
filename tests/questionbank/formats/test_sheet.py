"""Workbooks as people, programs and attackers make them."""

from datetime import datetime

import pytest

from questionbank.formats import child
from questionbank.formats.found import Found, Level, Options
from tests.questionbank.formats.table_files import (
    codes,
    opened,
    options,
    read_xlsx,
    workbook,
    write,
)
from tests.questionbank.formats.zip_files import zipped

HEADER = ["题型", "题干", "A", "B", "C", "答案"]
GOOD = ["单选题", "地球是什么？", "行星", "恒星", "卫星", "A"]
READER = "questionbank.formats.sheet"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
DAY = datetime(2024, 1, 2)  # noqa: DTZ001 (a cell has no time zone)


def safely(data: bytes) -> Found:
    return child.run(READER, data, Options())


def details(found: Found, code: str) -> list[str]:
    return [note.detail for note in found.notes if note.code == code]


def test_a_workbook_is_read_in_a_child() -> None:
    found = safely(workbook({"题": [HEADER, GOOD]}))
    (row,) = found.rows
    assert row.draft
    assert (row.where, row.draft.key, codes(row), codes(found)) == ("题!2", (0,), [], [])


@pytest.mark.slow
def test_s79_a_sheet_that_reaches_to_the_last_cell_is_refused_before_it_is_opened() -> None:
    data, book = opened()
    page = book.add_worksheet()
    page.write("A1", "x")
    page.write("XFD1048576", "x")
    book.close()
    assert details(safely(data.getvalue()), "too_large_sheet") == ["Sheet1!XFD1048576"]


@pytest.mark.slow
def test_s79_a_lie_about_its_cells_kills_the_child_only() -> None:
    """An ods says that a filled line is repeated a billion times: its reader believes it."""
    line = f'<table:table-row table:number-rows-repeated="1000000000">{CELL}</table:table-row>'
    found = safely(ods(line))
    assert [note.level for note in found.notes if note.level is Level.ERROR]
    assert found.rows == ()


def ods(lines: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="题">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content.encode()}
    return zipped(parts)


def test_s86_hidden_columns_are_read_and_named() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    for at, line in enumerate([HEADER, GOOD]):
        write(page, at, line)
    page.set_column(5, 5, None, None, {"hidden": True})
    page.set_column(9, 12, None, None, {"hidden": True})
    book.close()
    found = read_xlsx(data.getvalue())
    assert [row.draft.key for row in found.rows if row.draft] == [(0,)]
    assert details(found, "columns_hidden") == ["题!F"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "not_a_workbook", "HTML"),
        ("题干,答案\n水,对".encode(), "not_a_workbook", "CSV"),
        (LOCKED, "encrypted", ""),
    ],
)
def test_s83_what_is_no_workbook_is_called_by_its_name(data: bytes, code: str, detail: str) -> None:
    assert [(n.code, n.detail) for n in safely(data).notes] == [(code, detail)]


def test_s81_an_entity_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    found = safely(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": bomb}))
    assert "xml_entities" in codes(found)


def test_s85_error_values_and_formulas_without_a_result_are_named_by_their_cell() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    for at, value in enumerate(("#REF!", "", "金星"), start=1):
        write(page, at, GOOD)
        page.write_formula(at, 3, "=Z9", None, value)
    book.close()
    found = read_xlsx(data.getvalue())
    notes = [[(note.code, note.detail) for note in row.notes][:1] for row in found.rows]
    assert notes == [[("cell_error", "题!D2: #REF!")], [("cell_formula", "题!D3")], []]
    assert options(found.rows[2])[1] == "金星"


def test_c5_s86_merged_cells_are_carried_down_and_blank_ones_are_not() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, ["章节", *HEADER])
    page.merge_range(1, 0, 3, 0, "物理")
    page.merge_range(1, 1, 2, 1, "单选题")
    for at in range(1, 5):
        write(page, at, [None, None, *GOOD[1:]])
    page.write(4, 1, "单选题")
    book.close()
    rows = read_xlsx(data.getvalue()).rows
    assert [row.labels for row in rows] == [("物理",), ("物理",), ("物理",), ()]
    assert [codes(row) for row in rows] == [[], [], ["type_missing"], []]


def test_s86_hidden_lines_and_sheets_are_left_out_and_named() -> None:
    data, book = opened()
    page, dictionary = book.add_worksheet("题"), book.add_worksheet("字典")
    for at, line in enumerate([HEADER, GOOD, GOOD, GOOD]):
        write(page, at, line)
    page.set_row(2, None, None, {"hidden": True})
    write(dictionary, 0, ["单选题"])
    dictionary.hide()
    book.close()
    found = read_xlsx(data.getvalue())
    assert [row.where for row in found.rows] == ["题!2", "题!4"]
    assert details(found, "rows_hidden") == ["题!3"]
    assert details(found, "sheet_hidden") == ["字典"]


@pytest.mark.slow
def test_c17_s86_many_empty_lines_cost_little() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    grey = book.add_format({"bg_color": "#EEEEEE"})
    write(page, 0, HEADER)
    for at in range(1, 65_001):
        page.write_blank(at, 0, None, grey)
    write(page, 65_001, GOOD)
    book.close()
    assert [row.where for row in safely(data.getvalue()).rows] == ["题!65002"]


def test_c6_sheets_named_after_a_kind_give_it_to_their_lines() -> None:
    found = read_xlsx(
        workbook(
            {
                "一、单选题": [HEADER[1:], GOOD[1:]],
                "多选题": [HEADER[1:], ["火？", "甲", "乙", "丙", "AB"]],
                "判断": [["题目", "答案"], ["水是湿的。", True]],
                "说明": [["请按要求填写"]],
            }
        )
    )
    assert [row.draft.kind for row in found.rows if row.draft] == [
        "single",
        "multiple",
        "truefalse",
    ]
    assert details(found, "sheet_left") == ["说明"]
    assert codes(found) == []


def test_c11_s88_numbers_are_read_as_they_are_seen_and_dates_are_refused() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    write(page, 1, ["单选题", 1.0, None, 0.1 + 0.2, 1e11, 2.0])
    page.write_number(1, 2, 0.5, book.add_format({"num_format": "0%"}))
    write(page, 2, ["单选题", "比分", None, None, None, "A"])
    page.write_datetime(2, 2, DAY, book.add_format({"num_format": "m-d"}))
    page.write_number(2, 3, 7, book.add_format({"num_format": "000"}))
    page.write_number(2, 4, 7, book.add_format({"num_format": "[>5]0;0"}))
    book.close()
    first, second = read_xlsx(data.getvalue()).rows
    assert first.draft
    assert (first.draft.stem.zh, options(first), first.draft.key) == (
        "1",
        ["50%", "0.3", "1E+11"],
        (1,),
    )
    assert options(second)[1] == "007"
    assert [(n.code, n.detail) for n in second.notes] == [
        ("cell_date", "题!C3: 2024-01-02"),
        ("number_format", "题!E3: 7 ([>5]0;0)"),
    ]


def test_c11_a_text_that_begins_like_a_formula_is_text() -> None:
    (row,) = read_xlsx(
        workbook({"题": [HEADER, ["单选题", "=1+1 是？", "=2", "+3", "@4", "A"]]})
    ).rows
    assert (row.draft and row.draft.stem.zh, options(row)) == ("=1+1 是？", ["=2", "+3", "@4"])


def test_c16_raised_and_lowered_digits_are_kept_and_colour_is_no_key() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    write(page, 1, ["单选题", None, None, "乙", "丙", None])
    low, high = book.add_format({"font_script": 2}), book.add_format({"font_script": 1})
    page.write_rich_string(1, 1, "H", low, "2", "O 是？")
    page.write_rich_string(1, 2, "10", high, "6", " 米")
    page.write(1, 3, "乙", book.add_format({"font_color": "red", "bold": True}))
    book.close()
    (row,) = read_xlsx(data.getvalue()).rows
    assert row.draft
    assert (row.draft.stem.zh, options(row)[0], codes(row)) == ("H₂O 是？", "10⁶ 米", ["no_key"])


@pytest.mark.slow
@pytest.mark.parametrize("cut", [50, 400, 1500, 3000])
def test_a_damaged_workbook_is_a_note(cut: int) -> None:
    good = workbook({"题": [HEADER, GOOD]})
    for data in (good[:-cut], good[:cut] + bytes(20) + good[cut + 20 :]):
        found = safely(data)
        assert found.rows or codes(found)
