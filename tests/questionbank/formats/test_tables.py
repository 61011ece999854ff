"""Tables of questions from elsewhere: each row of the list of what they hold has its test."""

import pytest

from questionbank.formats import csvs
from questionbank.formats.found import Level, Options
from questionbank.formats.table.words import kind_of, part_of
from tests.questionbank.formats.table_files import codes, csv, only, options, read_csv

GOOD = "单选题,地球是什么？,行星,恒星,卫星,彗星,A,因为绕着太阳转"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(csv(GOOD), id="utf-8"),
        pytest.param(csv(GOOD, encoding="utf-8-sig"), id="utf-8-mark"),
        pytest.param(csv(GOOD, encoding="gb18030"), id="gbk-of-excel"),
        pytest.param(
            b"\xff\xfe" + csv(GOOD, encoding="utf-16-le").replace(b",", b"\t"), id="utf-16"
        ),
        pytest.param(csv(GOOD).replace(b",", b";"), id="semicolons"),
        pytest.param(csv(GOOD).replace(b"\r\n", b"\r"), id="old-mac"),
        pytest.param(csv('单选题,"地球是什么？","行星","恒星",卫星,彗星,"A",'), id="quoted"),
    ],
)
def test_c1_the_encodings_and_separators_of_excel_are_read(data: bytes) -> None:
    found = csvs.read(data, Options())
    (row,) = found.rows
    assert row.draft
    assert (row.draft.stem.zh, row.draft.key, codes(row)) == ("地球是什么？", (0,), [])
    assert {note.code for note in found.notes} == {"encoding", "separator"}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        *[("题目", "stem"), ("* 题干（必填）", "stem"), ("试题内容", "stem"), ("content", "stem")],
        *[("类型", "type"), ("参考答案", "key"), ("answer", "key"), ("Correct answer(s)", "key")],
        *[
            ("A", "option.A"),
            ("选项A", "option.A"),
            ("选项一", "option.A"),
            ("option1", "option.A"),
        ],
        *[("选项 B", "option.B"), ("B选项", "option.B"), ("isCorrect2", "right.B")],
        *[("题干（英文）", "stem.en"), ("选项A（英文）", "option.A.en"), ("知识点", "labels")],
        *[("备注", ""), ("分值", ""), ("序号", "")],
    ],
)
def test_c2_headers_have_many_names(header: str, part: str) -> None:
    assert part_of(header)[0] == part


def test_c2_the_mapping_is_told_and_may_be_changed() -> None:
    header = "备注,题目,A,B,答案,key2"
    found = read_csv("x,水？,甲,乙,A,B", header=header)
    assert found.columns == {"题目": "stem", "A": "option.A", "B": "option.B", "答案": "key"}
    assert found.headers == ("备注", "题目", "A", "B", "答案", "key2")
    assert [n.detail for n in found.notes if n.code == "columns_left"] == ["备注、key2"]
    told = Options(columns={"key2": "key", "答案": ""})
    assert only("x,水？,甲,乙,A,B", header=header, options=told).draft.key == (1,)  # type: ignore[union-attr]


def test_s92_a_column_that_stands_twice_is_named_and_nothing_is_read() -> None:
    found = read_csv("单选题,水？,甲,乙,A,B", header="题型,题干,A,B,答案,答案")
    assert [(n.code, n.detail) for n in found.notes if n.level is Level.ERROR] == [
        ("column_twice", "答案、答案 (2)")
    ]
    assert found.rows == ()


def test_s92_the_surer_of_two_words_is_taken_and_the_other_named() -> None:
    found = read_csv("单选题,水？,甲,乙,A,B", header="题型,题干,A,B,答案,正确答案")
    assert found.rows[0].draft and found.rows[0].draft.key == (1,)  # noqa: PT018
    assert "column_second" in codes(found)


def test_numbered_answers_are_options_where_there_are_no_others() -> None:
    row = only("水？,甲,乙,B", header="标题,答案1,答案2,正确答案")
    assert (options(row), row.draft and row.draft.key) == (["甲", "乙"], (1,))
    found = read_csv("水？,甲,乙,x,B", header="标题,A,B,答案1,正确答案")
    assert (options(found.rows[0]), codes(found)) == (["甲", "乙"], [])


def test_s92_columns_in_another_order_are_read() -> None:
    row = only("B,乙,甲,水？,单选题", header="答案,选项B,选项A,题干,题型")
    assert (options(row), row.draft and row.draft.key) == (["甲", "乙"], (1,))


def test_c3_titles_remarks_and_blank_lines_above_the_header_are_named() -> None:
    found = csvs.read(
        csv("", GOOD, header="某市题库,,,\n\n请按格式填写\n" + csv().decode()), Options()
    )
    assert [row.where for row in found.rows] == ["6"]
    assert [n.detail for n in found.notes if n.code == "line_above"] == ["某市题库", "请按格式填写"]


def test_c4_a_table_without_a_header_is_asked_about() -> None:
    lines = ("1,水？,甲,乙,B", "2,火？,甲,乙,A")
    found = read_csv(*lines[1:], header=lines[0])
    assert (found.rows, found.headers) == ((), ("A", "B", "C", "D", "E"))
    assert "no_header" in codes(found)
    told = Options(columns={"B": "stem", "C": "option.A", "D": "option.B", "E": "key"})
    found = read_csv(*lines[1:], header=lines[0], options=told)
    assert [row.draft.key for row in found.rows if row.draft] == [(1,), (0,)]


def test_c5_a_blank_kind_is_an_error() -> None:
    assert codes(only(",水？,甲,乙,,,A,")) == ["type_missing"]


@pytest.mark.parametrize(
    ("mark", "key"),
    [
        *[(mark, (0,)) for mark in ("对", "正确", "是", "同意", "√", "✓", "T", "TRUE", "Y", "Ｔ")],
        *[
            (mark, (1,))
            for mark in ("错", "错误", "否", "不同意", "×", "✗", "F", "FALSE", "N", "x")
        ],
    ],
)
def test_c8_the_words_of_judgements_are_read(mark: str, key: tuple[int, ...]) -> None:
    row = only(f"判断题,水是湿的。,,,,,{mark},")
    assert (row.draft and row.draft.key, codes(row)) == (key, [])


def test_c8_judgements_by_letters_follow_the_words_of_their_options() -> None:
    assert only("判断题,水？,错误,正确,,,A,").draft.key == (1,)  # type: ignore[union-attr]
    assert codes(only("判断题,水？,,,,,A,")) == ["truth_letters"]
    assert codes(only("判断题,水？,能,不能,,,A,")) == ["judge_options"]


def test_c8_one_and_zero_are_asked_about_once_with_three_lines_as_proof() -> None:
    lines = [f"判断题,水{at}？,,,,,{at % 2}," for at in range(5)]
    found = read_csv(*lines)
    assert {tuple(codes(row)) for row in found.rows} == {("truth_unknown",)}
    (asked,) = [note for note in found.notes if note.code == "truth_unknown"]
    assert asked.detail == "2: 水0？ → 0; 3: 水1？ → 1; 4: 水2？ → 0"
    told = read_csv(*lines, options=Options(truth={"0": True, "1": False}))
    assert [row.draft.key for row in told.rows if row.draft] == [(0,), (1,), (0,), (1,), (0,)]
    assert codes(told) == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *[("单选", "single"), ("SC", "single"), ("single", "single"), ("单项选择题", "single")],
        *[
            ("多选题", "multiple"),
            ("multi", "multiple"),
            ("tf", "truefalse"),
            ("judge", "truefalse"),
        ],
        *[("是非题", "truefalse"), ("选择题", "choice"), ("不定项", "choice"), ("填空题", "text")],
        *[("排序题", "ordering"), ("连线题", "matching"), ("简答", "other"), ("论述题", "other")],
        *[("甲类", ""), ("3", "")],
    ],
)
def test_c9_kinds_have_many_names(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_c9_a_choice_of_no_stated_kind_is_decided_by_its_keys() -> None:
    assert only("选择题,水？,甲,乙,丙,,A,").draft.kind == "single"  # type: ignore[union-attr]
    row = only("选择题,水？,甲,乙,丙,,AC,")
    assert row.draft
    assert (row.draft.kind, codes(row)) == ("multiple", ["kind_by_keys"])


def test_c9_codes_of_kinds_are_read_by_what_their_lines_look_like() -> None:
    lines = [
        "0,水？,甲,乙,丙,,A,",
        "1,火？,甲,乙,丙,,AC,",
        "1,土？,甲,乙,丙,,BC,",
        "2,木？,,,,,对,",
    ]
    found = read_csv(*lines)
    kinds = [row.draft.kind for row in found.rows if row.draft]
    assert kinds == ["single", "multiple", "multiple", "truefalse"]
    assert [(n.code, n.detail) for n in found.notes if n.level is Level.WARNING] == [
        ("type_codes", "0 = single, 1 = multiple, 2 = truefalse")
    ]
