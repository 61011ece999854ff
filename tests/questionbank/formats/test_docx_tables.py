"""Word files that hold their questions in tables, one in each row."""

import time
from collections.abc import Mapping

import pytest

from questionbank.formats.docx import read
from questionbank.formats.found import Found, Level, Options
from tests.questionbank.formats.docx_files import docx, paragraph, relations, table
from tests.questionbank.formats.test_docx import PNG, codes, options

HEADER = ("题型", "题干", "A", "B", "C", "D", "答案", "解析")
MOON = ("单选题", "月球绕地球一周约多少天？", "7", "27", "100", "365", "B", "约27天。")
GAS = ("多选题", "下列哪些是稀有气体？", "氦", "氮", "氖", "氧", "AC", "第18族。")
SUN = ("判断题", "太阳是一颗恒星。", "", "", "", "", "对", "")


def found(*body: str, told: Options | None = None, parts: Mapping[str, bytes] = {}) -> Found:
    named = {f"word/{name}": data for name, data in parts.items()}
    return read(docx(*body, parts=named), told or Options())


def keys(whole: Found) -> list[tuple[int, ...]]:
    return [row.draft.key for row in whole.rows if row.draft]


def wheres(whole: Found) -> list[str]:
    return [row.where for row in whole.rows]


def errors(whole: Found) -> list[str]:
    every = (*whole.notes, *(note for row in whole.rows for note in row.notes))
    return [note.code for note in every if note.level is Level.ERROR]


def cell(text: str, *, wide: int = 1, down: str = "") -> str:
    """`down` is "restart" at the top of a cell over several rows, "continue" below."""
    shape = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    shape += f'<w:vMerge w:val="{down}"/>' if down == "restart" else "<w:vMerge/>" if down else ""
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{paragraph(text)}</w:tc>"


def merged(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def line(*cells: str) -> str:
    return "".join(map(cell, cells))


def test_a_table_with_a_question_in_each_row_is_read_like_a_sheet() -> None:
    whole = found(table(HEADER, MOON, GAS, SUN))
    assert wheres(whole) == ["表1!2", "表1!3", "表1!4"]
    assert keys(whole) == [(1,), (0, 2), (0,)]
    assert options(whole.rows[0]) == ["7", "27", "100", "365"]
    assert whole.rows[0].draft
    assert whole.rows[0].draft.explanation.zh == "约27天。"
    assert codes(whole) == []
    assert whole.columns["题干"] == "stem"


def test_other_names_of_columns_are_known_as_in_sheets() -> None:
    names = ("序号", "类型", "试题内容", "选项一", "选项二", "选项三", "选项四", "正确答案")
    whole = found("2026 年题库", table(names, ("1", *MOON[:-1]), ("2", *GAS[:-1])))
    assert keys(whole) == [(1,), (0, 2)]
    assert codes(whole) == ["front_dropped", "columns_left"]
    assert errors(whole) == []


def test_a_title_over_all_columns_stands_above_the_header() -> None:
    top = cell("科学素质竞赛题库", wide=8)
    whole = found(merged(top, line(*HEADER), line(*MOON)))
    assert wheres(whole) == ["表1!3"]
    assert keys(whole) == [(1,)]


def test_a_header_of_two_rows_is_read_where_its_cells_are_merged() -> None:
    first = "".join(
        [
            cell("题型", down="restart"),
            cell("题干", down="restart"),
            cell("选项", wide=4),
            cell("标准答案", down="restart"),
        ]
    )
    second = "".join(
        [cell("", down="on"), cell("", down="on"), line("A", "B", "C", "D"), cell("", down="on")]
    )
    whole = found(merged(first, second, line(*MOON[:-1])))
    assert keys(whole) == [(1,)]
    assert options(whole.rows[0]) == ["7", "27", "100", "365"]


def test_a_kind_merged_over_several_rows_holds_for_each() -> None:
    one = cell("单选题", down="restart") + line(*MOON[1:])
    other = cell("", down="on") + line("水在标准大气压下多少度沸腾？", *MOON[2:])
    blank = line("", "这一行没有写题型吗？", *MOON[2:])
    whole = found(merged(line(*HEADER), one, other, blank))
    assert [row.wrong for row in whole.rows] == [False, False, True]
    assert errors(whole) == ["type_missing"]


def test_the_title_above_a_table_gives_the_kind() -> None:
    header = HEADER[1:]
    whole = found(
        "一、单选题", table(header, MOON[1:]), "二、多选题", table(header, GAS[1:]), "三、判断题",
        table(("题目", "答案"), (SUN[1], "√")),
    )  # fmt: skip
    assert wheres(whole) == ["一、单选题!2", "二、多选题!2", "三、判断题!2"]
    assert [row.draft.kind for row in whole.rows if row.draft] == [
        "single",
        "multiple",
        "truefalse",
    ]
    assert errors(whole) == []


def test_options_in_one_cell_are_split() -> None:
    inside = "".join(paragraph(text) for text in ("A. 七天", "B. 二十七天", "C. 一年"))
    options_cell = f"<w:tc>{inside}</w:tc>"
    header = line("题干", "选项", "答案")
    whole = found(merged(header, cell(MOON[1]) + options_cell + cell("B")))
    assert options(whole.rows[0]) == ["七天", "二十七天", "一年"]
    assert keys(whole) == [(1,)]


def test_a_table_that_goes_on_without_its_header_is_one_table() -> None:
    whole = found(table(HEADER, MOON), "（续表）", table(GAS, SUN))
    assert keys(whole) == [(1,), (0, 2), (0,)]


def test_without_a_header_the_editor_is_asked_and_then_it_is_read() -> None:
    body = table(MOON[1:-1], ("地球是什么天体呢？", "行星", "恒星", "卫星", "彗星", "A"))
    asked = found(body)
    assert asked.rows == ()
    assert errors(asked) == ["no_header"]
    assert asked.headers == tuple("ABCDEF")
    parts = ("stem", "option.A", "option.B", "option.C", "option.D", "key")
    told = Options(columns=dict(zip("ABCDEF", parts, strict=True)))
    assert keys(found(body, told=told)) == [(1,), (0,)]


def stems(whole: Found) -> list[str]:
    return [row.draft.stem.zh for row in whole.rows if row.draft]


def test_stems_of_a_few_signs_are_stems_below_a_header() -> None:
    header = ("题干", "A", "B", "C", "D", "答案")
    whole = found(
        table(header, ("1+1=?", "1", "2", "3", "4", "B"), ("水是？", "固", "液", "气", "光", "B"))
    )
    assert stems(whole) == ["1+1=?", "水是？"]
    assert keys(whole) == [(1,), (1,)]
    judged = found(table(("题目", "答案"), ("水是酸", "错"), ("氧助燃", "对")))
    assert keys(judged) == [(1,), (0,)]


@pytest.mark.parametrize(
    "rows",
    [
        [("1+1=?", "1", "2", "3", "4", "B"), ("水是？", "固", "液", "气", "光", "B")],
        [("月球绕地球一周约27天。", "对"), ("地球是恒星。", "错")],
        [("1", "月球绕地球一周约27天。", "√"), ("2", "地球是恒星。", "×")],
        [("月球绕一周约多少天？", "A. 7 B. 27", "B"), ("地球是什么天体？", "A. 行星 B. 恒星", "A")],
        [("月球绕一周约多少天（ B ）", "7", "27"), ("地球是什么天体（ A ）", "行星", "恒星")],
    ],
)
def test_whatever_has_a_question_in_each_row_is_asked_about(rows: list[tuple[str, ...]]) -> None:
    asked = found(table(*rows))
    assert asked.rows == ()
    assert errors(asked) == ["no_header"]


def test_a_cell_with_a_whole_question_is_read_as_text() -> None:
    moon = "月球绕地球一周约多少天？（ B ）A. 7 B. 27 C. 100"
    earth = "地球是什么天体呢？（A）A. 行星 B. 恒星"
    for whole in (
        found(table((moon,), (earth,))),
        found(table(("1", moon), ("2", earth))),
        found(table(("序号", "题目"), ("1、", moon), ("2、", earth))),
    ):
        assert stems(whole) == ["月球绕地球一周约多少天？（ ）", "地球是什么天体呢？（ ）"]
        assert [options(row) for row in whole.rows] == [["7", "27", "100"], ["行星", "恒星"]]
        assert keys(whole) == [(1,), (0,)]
        assert errors(whole) == []


def test_a_whole_question_may_have_its_key_in_a_cell_of_its_own() -> None:
    moon, earth = "月球绕地球一周约多少天？A. 7 B. 27 C. 100", "地球是什么天体？A. 行星 B. 恒星"
    whole = found(table(("1", moon, "B"), ("2", earth, "A")))
    assert keys(whole) == [(1,), (0,)]
    assert errors(whole) == []


def test_a_table_of_facts_in_a_stem_stays_there() -> None:
    facts = table(("动物", "恒温", "会飞"), ("鸟", "是", "是"), ("鱼", "否", "否"))
    whole = found("1. 下表中哪种动物恒温？", facts, "A. 鸟", "B. 鱼", "答案：A")
    assert keys(whole) == [(0,)]
    assert "恒温" in stems(whole)[0]


def test_two_questions_in_a_row_are_refused_by_name() -> None:
    header = ("题干", "A", "B", "答案", "题干", "A", "B", "答案")
    row = ("月球自己会发光吗？", "会", "不会", "B", "太阳自己会发光吗？", "会", "不会", "A")
    whole = found(table(header, row))
    assert whole.rows == ()
    assert errors(whole) == ["questions_beside"]


def test_questions_of_the_text_come_before_those_of_tables() -> None:
    text = ("1. 水的化学式是什么？", "A. H2O", "B. CO2", "答案：A")
    whole = found(*text, table(HEADER, MOON))
    assert wheres(whole) == ["1", "表1!2"]
    assert keys(whole) == [(0,), (1,)]


def test_tables_of_keys_and_of_options_stay_text() -> None:
    whole = found(
        "1. 水的化学式是什么？", table(("A. H2O", "B. CO2"), ("C. O2", "D. N2")),
        "2. 空气中最多的是什么？", table(("A. 氮", "B. 氧")),
        "参考答案", table(("题号", "1", "2"), ("答案", "A", "A")),
    )  # fmt: skip
    assert keys(whole) == [(0,), (0,)]
    assert errors(whole) == []
    vertical = found(
        "1. 水的化学式是什么？", "A. H2O", "B. CO2", table(("题目", "答案"), ("1", "A"))
    )
    assert len(vertical.rows) == 1


def test_a_wrong_row_keeps_its_cells_for_the_file_of_errors() -> None:
    whole = found(table(HEADER, (*MOON[:6], "E", "")))
    assert errors(whole) == ["key_outside"]
    assert whole.rows[0].cells["题干"] == MOON[1]


def test_a_picture_in_a_cell_belongs_to_what_the_cell_holds() -> None:
    drawn = '<w:r><w:drawing><a:blip r:embed="rId5"/></w:drawing></w:r>'
    stem = f"<w:tc>{paragraph('图中是哪一种月相呢？', drawn)}</w:tc>"
    row = cell("单选题") + stem + line("上弦", "下弦", "满月", "新月", "A", "")
    parts = {"media/a.png": PNG, "_rels/document.xml.rels": relations(rId5="media/a.png")}
    (one,) = found(merged(line(*HEADER), row), parts=parts).rows
    assert one.draft
    assert one.draft.stem.zh == "图中是哪一种月相呢？"
    assert one.draft.picture
    assert one.draft.picture.digest == "raw:a.png"
    assert one.pictures == {"a.png": PNG}


@pytest.mark.slow
def test_a_table_without_end_costs_no_time_and_is_no_table_of_questions() -> None:
    began = time.perf_counter()
    wide = merged(line(*HEADER), cell("x", wide=99) * 20_000, line(*MOON))
    assert isinstance(found(wide), Found)
    deep = merged(line(*HEADER), *[cell("", down="on") * 8] * 5_000)
    assert isinstance(found(deep), Found)
    assert time.perf_counter() - began < 10
