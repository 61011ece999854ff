"""GIFT, row by row of what real files contain (G1 to G14)."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.found import Found, Level, Options, Row
from questionbank.formats.gift import read
from tests.questionbank.formats.mutations import mutated, shuffled_lines

GOOD = """// [id:w-1] [tag:water] [tag:topic=T4.1]
::水:: [html]水是<b>什么</b>？ {
=H<sub>2</sub>O#对
~CO2#错
~%50%O2
####因为。
}

$CATEGORY: $course$/自然/水

哪些是动物？{~%50%猫 ~%50%狗 ~%-100%草}

天是蓝的。{T}

多远？{#38:2}

水的化学式是 {=H2O =H₂O} 。

连一连 {=猫 -> 喵 =狗 -> 汪 = -> 哞}
"""


def found(text: str) -> Found:
    return read(text.encode(), Options())


def one(text: str) -> Row:
    (row,) = found(text).rows
    return row


def codes(row: Row) -> list[str]:
    return [note.code for note in row.notes]


def kinds(text: str) -> list[str]:
    return [row.draft.kind if row.draft else "" for row in found(text).rows]


def test_every_kind_is_read() -> None:
    assert kinds(GOOD) == ["single", "multiple", "truefalse", "estimate", "text", "matching"]
    assert not any(row.wrong for row in found(GOOD).rows)


@pytest.mark.parametrize("first", ["\ufeff::甲:: 问？{=是 ~否}", "\ufeff// 注\n问？{=是 ~否}"])
def test_g1_a_mark_of_byte_order_is_no_text(first: str) -> None:
    row = one(first)
    assert row.draft is not None
    assert row.draft.stem.zh == "问？"


def test_g2_a_blank_line_inside_the_braces_is_an_error_with_its_line() -> None:
    rows = found("前一题？{=是 ~否}\n\n甲？{\n=是\n\n~否\n}\n\n后一题？{=是 ~否}").rows
    assert [row.wrong for row in rows] == [False, True, False]
    assert rows[1].notes[0].code == "brace_open"
    assert rows[1].notes[0].detail.startswith("3:")


def test_g3_comments_are_dropped_and_their_ids_and_tags_kept() -> None:
    row = found(GOOD).rows[0]
    assert row.ref == "w-1"
    assert row.labels == ("water",)
    assert row.tags == {("topic", "T4.1")}


def test_g4_escaped_signs_are_signs() -> None:
    row = one(r"1\:2 \# \{甲\} \~\\ \n乙？{=a \= b ~c}")
    assert row.draft is not None
    assert row.draft.stem.zh == "1:2 # {甲} ~\\ 乙？"
    assert row.draft.options[0].zh == "a = b"


@pytest.mark.parametrize("stem", [r"$\frac{1}{2}$ 是多少？", "集合 {1, 2} 有几个元素？"])
def test_g4_braces_that_are_not_escaped_are_an_error(stem: str) -> None:
    row = one(stem + "{=甲 ~乙}")
    assert row.draft is None
    assert codes(row) == ["braces"]


def test_g5_weights_without_an_equals_sign_are_several_right_options() -> None:
    row = one("哪些？{~%33.33333%甲 ~%33.33333%乙 ~%33.33333%丙 ~%-100%丁}")
    assert row.draft is not None
    assert (row.draft.kind, row.draft.key) == ("multiple", (0, 1, 2))
    assert not any(note.level is Level.WARNING for note in row.notes)


def test_g5_unequal_weights_are_told() -> None:
    row = one("哪些？{~%70%甲 ~%30%乙 ~丙}")
    assert row.draft is not None
    assert row.draft.key == (0, 1)
    assert codes(row) == ["partial_credit"]


def test_g6_two_right_answers_of_a_single_choice_are_never_taken() -> None:
    row = one("哪个？{=甲 = 乙 ~丙}")
    assert row.wrong
    assert "several_right" in codes(row)


@pytest.mark.parametrize(
    ("braces", "key", "notes"),
    [
        ("{T}", (0,), []),
        ("{TRUE}", (0,), []),
        ("{F}", (1,), []),
        ("{FALSE}", (1,), []),
        ("{true}", (0,), ["truth_case"]),
        ("{ F }", (1,), []),
        ("{T#错了#对了}", (0,), ["feedback_dropped"]),
    ],
)
def test_g7_true_and_false(braces: str, key: tuple[int, ...], notes: list[str]) -> None:
    row = one(f"天是蓝的。{braces}")
    assert row.draft is not None
    assert (row.draft.kind, row.draft.key, codes(row)) == ("truefalse", key, notes)


def test_g8_general_feedback_is_the_explanation_and_other_feedback_is_told() -> None:
    row = found(GOOD).rows[0]
    assert row.draft is not None
    assert row.draft.explanation.zh == "因为。"
    assert {"feedback_dropped", "partial_credit"} <= set(codes(row))


def test_g9_a_category_is_a_label_for_what_follows() -> None:
    rows = found("甲？{T}\n\n$CATEGORY: $course$/a/b\n\n乙？{T}\n\n$CATEGORY: c\n丙？{T}").rows
    assert [row.labels for row in rows] == [(), ("a/b",), ("c",)]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("水在 {=100 ~50} 度沸腾。", "水在 ____ 度沸腾。"),
        ("水的化学式是{=H2O ~CO2}。", "水的化学式是 ____。"),
        ("哪个？{=甲 ~乙}", "哪个？"),
    ],
)
def test_g10_words_behind_the_braces_make_a_gap(text: str, stem: str) -> None:
    row = one(text)
    assert row.draft is not None
    assert row.draft.stem.zh == stem


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("[html]<p>H<sub>2</sub>O &amp; 水？</p>{=甲 ~乙}", "H₂O & 水？"),
        ("[plain]a &amp; <b>？{=甲 ~乙}", "a &amp; <b>？"),
        ("[markdown]水？{=甲 ~乙}", "水？"),
        ("[甲]水？{=甲 ~乙}", "[甲]水？"),
        ("x < 3 & y？{=甲 ~乙}", "x < 3 & y？"),
    ],
)
def test_g11_formats_are_read_and_unknown_ones_are_text(text: str, stem: str) -> None:
    row = one(text)
    assert row.draft is not None
    assert row.draft.stem.zh == stem


def test_g11_an_answer_may_have_its_own_format() -> None:
    row = one("水？{=[html]H<sub>2</sub>O ~[plain]<b>}")
    assert row.draft is not None
    assert [option.zh for option in row.draft.options] == ["H₂O", "<b>"]


def test_g12_kinds_and_numbers() -> None:
    rows = found("多远？{#38:2}\n\n多远？{#36..40}\n\n多少？{#=3:0 =%50%3:1}").rows
    numbers = [row.draft.estimate for row in rows if row.draft and row.draft.estimate]
    assert [(number.value, number.near) for number in numbers] == [(38, 2), (38, 2), (3, 0)]
    assert all("unit_missing" in codes(row) for row in rows)


def test_g12_numbers_that_are_not_whole_are_refused_by_name() -> None:
    assert codes(one("圆周率？{#3.14:0.01}")) == ["whole_numbers_only"]


def test_g12_matching_with_an_empty_left_side_has_a_target_more() -> None:
    draft = found(GOOD).rows[-1].draft
    assert draft is not None
    assert [target.zh for target in draft.targets] == ["喵", "汪", "哞"]
    assert draft.key == (0, 1)


def test_g12_an_arrow_in_a_choice_is_an_arrow() -> None:
    assert kinds("哪个？{=甲 -> 乙 ~乙 -> 甲}") == ["single"]


def test_g12_essays_and_descriptions_are_named() -> None:
    whole = found("说说水。{}\n\n这只是一段说明。")
    (essay,) = whole.rows
    assert codes(essay) == ["kind_not_supported"]
    assert "description_left" in [note.code for note in whole.notes]


def test_g13_rubbish_behind_the_braces_is_told_and_no_text() -> None:
    row = one('哪个？{=甲 ~乙}";')
    assert row.draft is not None
    assert row.draft.stem.zh == "哪个？"
    assert codes(row) == ["tail_dropped"]


def test_g14_full_width_marks_count_where_there_are_no_others() -> None:
    row = one("哪个？｛＝甲 ～乙｝")
    assert row.draft is not None
    assert ([o.zh for o in row.draft.options], row.draft.key) == (["甲", "乙"], (0,))
    assert codes(row) == ["wide_marks"]
    kept = one("5～10？{=甲～丁 ~乙}")
    assert kept.draft is not None
    assert kept.draft.options[0].zh == "甲～丁"


def test_answers_without_marks_are_an_error() -> None:
    assert codes(one("哪个？{甲 乙}")) == ["answers_unmarked"]


def test_a_wildcard_is_an_error() -> None:
    assert "wildcard" in codes(one("谁？{=爱因*}"))


def test_an_empty_file_is_an_error() -> None:
    assert [note.code for note in found(" \n").notes][-1] == "nothing_found"


@given(st.one_of(st.binary(max_size=200), mutated(GOOD.encode()), shuffled_lines(GOOD)))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    read(data, Options())


@given(st.text("{}=~#:%->\\[]TF1.n甲 \n/$", max_size=80))
def test_no_text_of_marks_makes_it_raise(text: str) -> None:
    found(text)


PIECES = [
    "{",
    "}",
    "{}",
    "=",
    "{=a ~b}\n\n",
    "::",
    "\\",
    "//[tag:",
    "[html]",
    "#",
    "<b",
    "&",
    "\n",
    "-> ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_of_anything_is_read_in_two_seconds(piece: str) -> None:
    data = (piece * (1024 * 1024 // len(piece.encode()))).encode()
    start = process_time()
    read(data, Options())
    assert process_time() - start < 8  # four times the promise: machines differ
