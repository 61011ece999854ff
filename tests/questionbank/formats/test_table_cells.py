"""Cells of tables from elsewhere: options, stems, keys, kinds that we do not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats import csvs
from questionbank.formats.found import Options
from tests.questionbank.formats.table_files import codes, csv, only, options, read_csv

GOOD = "单选题,地球是什么？,行星,恒星,卫星,彗星,A,因为绕着太阳转"


@pytest.mark.parametrize(
    "cell",
    [
        *[
            "甲&乙&丙",
            "甲||乙||丙",
            "甲|乙|丙",
            "甲\n乙\n丙",
            "A. 甲 B. 乙 C. 丙",
            "A、甲\nB、乙\nC、丙",
        ],
        *[
            "A.甲B.乙C.丙",
            "甲；乙；丙",
            '{""A"": ""甲"", ""B"": ""乙"", ""C"": ""丙""}',
            '[""甲"",""乙"",""丙""]',
            "A 甲 B 乙 C 丙",
        ],
    ],
)
def test_c10_options_in_one_cell_are_cut(cell: str) -> None:
    row = only(f'单选题,水？,"{cell}",B', header="题型,题干,选项,答案")
    assert (options(row), codes(row)) == (["甲", "乙", "丙"], [])


@pytest.mark.parametrize("cell", ["水？A. 甲 B. 乙 C. 丙", "水？||甲||乙||丙", "水？\n甲\n乙\n丙"])
def test_c10_options_in_the_stem_are_cut_and_told(cell: str) -> None:
    row = only(f'单选题,"{cell}",B', header="题型,题干,答案")
    assert (options(row), codes(row)) == (["甲", "乙", "丙"], ["options_in_stem"])
    assert row.draft and row.draft.stem.zh == "水？"  # noqa: PT018


def test_c10_a_gap_between_options_is_an_error_and_five_are_none() -> None:
    assert codes(only("单选题,水？,甲,乙,,丁,A,")) == ["option_gap"]
    header = "题型,题干,A,B,C,D,E,F,答案"
    assert codes(only("单选题,水？,甲,乙,丙,丁,戊,,E", header=header)) == []


@pytest.mark.parametrize(
    ("stem", "shown", "kinds"),
    [
        ("** 水？", "水？", ["stem_prefix"]),
        ("(单选)水？", "水？", ["stem_prefix"]),
        ("【单选题】水？", "水？", ["stem_prefix"]),
        ("水是（ A ）。", "水是（　　）。", ["key_in_stem"]),
        ("2024、水？", "2024、水？", []),
        ("维生素（C）水？", "维生素（C）水？", []),
    ],
)
def test_c12_what_is_wrapped_around_a_stem_goes(stem: str, shown: str, kinds: list[str]) -> None:
    row = only(f"单选题,{stem},甲,乙,丙,,A,")
    assert row.draft and row.draft.stem.zh == shown  # noqa: PT018
    assert [note.code for note in row.notes] == kinds


def test_c12_numbers_go_where_the_file_is_numbered() -> None:
    found = read_csv("单选题,1、水？,甲,乙,,,A,", "单选题,2．火？,甲,乙,,,A,")
    assert [row.draft.stem.zh for row in found.rows if row.draft] == ["水？", "火？"]


def test_c12_a_key_in_the_stem_is_taken_or_compared() -> None:
    row = only("单选题,水是（ B ）,甲,乙,,,,")
    assert (row.draft and row.draft.key, codes(row)) == ((1,), ["key_from_stem"])
    assert codes(only("单选题,水是（ B ）,甲,乙,,,A,")) == ["key_contradicts"]
    assert codes(only("判断题,水是湿的（√）,,,,,错,")) == ["key_contradicts"]
    assert codes(only("多选题,(单选)水？,甲,乙,丙,,AB,")) == ["kind_contradicts"]


def test_c14_one_broken_line_leaves_the_others_right() -> None:
    broken = '单选题,"[""A"",""B"",C],甲,乙,丙,丁,A,'
    inside = '单选题,"火\n山？",甲,乙,,,A,'
    found = csvs.read(csv(GOOD, broken, inside, GOOD), Options())
    assert [(row.where, row.wrong) for row in found.rows] == [
        ("2", False),
        ("3", True),
        ("4", False),
        ("5", False),
    ]
    assert codes(found.rows[1]) == ["broken_quotes"]


def test_c14_ragged_lines_are_read_or_refused() -> None:
    assert codes(only("判断题,水？,,,,,对")) == []
    assert "line_too_long" in codes(only("单选题,水,火？,甲,乙,丙,丁,A,因为"))


def test_c15_pictures_that_a_cell_only_names_are_never_fetched() -> None:
    header = "题型,题干,A,B,答案,图片"
    assert codes(only("单选题,水？,甲,乙,A,https://a.cn/1.png", header=header)) == [
        "picture_elsewhere"
    ]
    assert codes(only("单选题,水？,甲,乙,A,1.png", header=header)) == ["picture_missing"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("单选题,水？,甲,乙,,,[],", "no_key"),
        ("单选题,水？,甲,乙,,,E,", "key_outside"),
        ("单选题,水？,甲,乙,,,AB,", "key"),
        ("单选题,水？,甲,甲,,,A,", "equal_options"),
        ("单选题,,甲,乙,,,A,", "empty"),
        (f"单选题,{'水' * 501},甲,乙,,,A,", "long"),
        (f"单选题,水？,{'甲' * 201},乙,,,A,", "long"),
        ("多选题,水？,甲,乙,丙,,A,", "key"),
    ],
)
def test_c19_each_fault_has_one_message(line: str, code: str) -> None:
    assert codes(only(line)) == [code]


def test_c19_all_options_may_be_right() -> None:
    assert codes(only("多选题,水？,甲,乙,丙,,ABC,")) == []


def test_c20_kinds_that_we_do_not_have_are_counted_and_never_turned_into_others() -> None:
    found = read_csv(
        "简答题,说说水。,,,,,略,", "论述题,说说火。,,,,,略,", "填空题,__和__,,,,,水、火,"
    )
    assert [row.draft and row.draft.kind for row in found.rows][:2] == [None, None]
    assert all("kind_not_supported" in codes(row) for row in found.rows)
    assert [n.detail for n in found.notes if n.code == "kinds_left"] == [
        "简答题 × 1、论述题 × 1、填空（多空） × 1"
    ]


def test_a_short_text_with_one_blank_is_one() -> None:
    row = only("填空题,水的化学式是____。,,,,,H2O,")
    assert row.draft and (row.draft.kind, row.draft.accepted) == ("text", ("H2O",))  # noqa: PT018


def test_a_number_without_a_unit_gets_one_that_says_so() -> None:
    assert codes(only("估算题,大桥多长？,,,,,55,")) == ["unit_missing"]


def test_numbers_with_a_tolerance_are_estimates_and_broken_ones_are_refused() -> None:
    row = only("估算题,大桥多长？,,,,,55±2 公里,")
    number = row.draft and row.draft.estimate
    assert number and (number.value, number.near, number.far) == (55, 2, 3)  # noqa: PT018
    assert (number.unit.zh, codes(row)) == ("公里", [])
    assert codes(only("估算题,圆周率？,,,,,3.14,")) == ["whole_numbers_only"]


def test_a_title_between_the_lines_gives_their_kind() -> None:
    header = "题干,A,B,C,答案"
    found = read_csv(
        "一、单选题,,,,",
        "水？,甲,乙,丙,A",
        "二、多选题（每题2分）,,,,",
        "火？,甲,乙,丙,AB",
        header=header,
    )
    assert [row.draft.kind for row in found.rows if row.draft] == ["single", "multiple"]


def test_keys_counted_from_zero_are_refused_because_all_would_be_one_off() -> None:
    lines = [f"单选题,水{at}？,甲,乙,丙,丁,{at}," for at in range(4)]
    assert {tuple(codes(row)) for row in read_csv(*lines).rows} == {("key_from_zero",)}
    assert codes(read_csv(*lines[1:])) == ["keys_are_numbers"]


def test_labels_that_contradict_their_columns_are_refused() -> None:
    assert options(only("单选题,水？,A.甲,B.乙,,,A,")) == ["甲", "乙"]
    assert codes(only("单选题,水？,B.甲,A.乙,,,A,")) == ["labels_differ"]


def test_columns_beside_the_options_say_which_are_right() -> None:
    row = only(
        "水？,甲,1,乙,0,丙,1", header="题干,选项1,isCorrect1,选项2,isCorrect2,选项3,isCorrect3"
    )
    assert row.draft and (row.draft.kind, row.draft.key) == ("multiple", (0, 2))  # noqa: PT018


def test_our_own_codes_are_tags_and_other_words_are_labels() -> None:
    header = "题型,题干,A,B,答案,难度,主题,知识点,章节,编号"
    row = only("单选题,水？,甲,乙,A,L3,T4.1 环境保护,物理;化学,第一章,s-1", header=header)
    assert row.tags == frozenset({("difficulty", "L3"), ("topic", "T4.1")})
    assert (row.labels, row.ref) == (("物理", "化学", "第一章"), "s-1")
    row = only("单选题,水？,甲,乙,A,较难,环保,,,7", header=header)
    assert (row.tags, row.labels, row.ref) == (frozenset(), ("环保", "较难"), "")


def test_markup_of_scraped_tables_is_read_and_told_and_arithmetic_is_left() -> None:
    row = only("单选题,<p>CO<sub>2</sub>是？</p>,甲,a<b>c,,,A,")
    assert row.draft and row.draft.stem.zh == "CO₂是？"  # noqa: PT018
    assert (options(row)[1], codes(row)) == ("a<b>c", ["html_read"])


def test_all_of_the_above_stays_last() -> None:
    row = only("单选题,水？,甲,乙,以上都对,,C,")
    assert row.draft and row.draft.fixed == {2}  # noqa: PT018


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    csvs.read(data, Options())
    csvs.read(csv(GOOD) + b"\n" + data, Options())


@given(st.text(st.sampled_from("\",\n甲A（）(). |;&[]'<>$题干选项答案判断1、"), max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    csvs.read(text.encode(), Options())
    csvs.read(csv(text).replace(b"\r", b""), Options(truth={"1": True}))
