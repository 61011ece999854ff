"""Pasted text: numbers, options, kinds and keys in the ways people write them."""

import pytest

from questionbank.formats.found import Level, Options
from questionbank.formats.pasted import read, read_text
from tests.questionbank.formats.pasted_files import ABCD, codes, keys, letters, one, stems


@pytest.mark.parametrize(
    "number",
    [
        "1. ",
        "1、",
        "1．",
        "1：",
        "(1) ",
        "（1）",
        "第1题 ",
        "第1题：",
        "【1】",
        "1) ",
        "Question 1: ",
    ],
)
def test_a_question_may_be_numbered_in_any_way(number: str) -> None:
    row = one(f"{number}水是什么？{ABCD}答案：B")
    assert (row.where, row.notes) == ("1", ())
    assert row.draft is not None
    assert (row.draft.kind, row.draft.stem.zh, letters(row)) == ("single", "水是什么？", "B")


@pytest.mark.parametrize(
    "options",
    [
        "A. 甲\nB. 乙\nC. 丙\nD. 丁",
        "A、甲\nB、乙\nC、丙\nD、丁",
        "A．甲\nB．乙\nC．丙\nD．丁",
        "(A) 甲\n(B) 乙\n(C) 丙\n(D) 丁",
        "（A）甲\n（B）乙\n（C）丙\n（D）丁",
        "A: 甲\nB: 乙\nC: 丙\nD: 丁",
        "Ａ．甲\nＢ．乙\nＣ．丙\nＤ．丁",
        "a) 甲\nb) 乙\nc) 丙\nd) 丁",
        "选项A：甲\n选项B：乙\n选项C：丙\n选项D：丁",
        "A. 甲 B. 乙 C. 丙 D. 丁",
        "A. 甲\tB. 乙\nC. 丙\tD. 丁",
        "A.甲B.乙C.丙D.丁",
        "A. 甲；B. 乙；C. 丙；D. 丁",
        "  A. 甲\n\n  B. 乙\n\n  C. 丙\n\n  D. 丁",
    ],
)
def test_options_may_stand_on_one_line_or_on_four(options: str) -> None:
    row = one(f"1. 水是什么？\n{options}\n答案：C")
    assert row.draft is not None
    assert [option.zh for option in row.draft.options] == ["甲", "乙", "丙", "丁"]
    assert letters(row) == "C"
    assert not any(note.level is not Level.INFO for note in row.notes)


def test_options_may_follow_the_stem_on_its_line() -> None:
    row = one("1. 水是什么？ A. 甲 B. 乙 C. 丙 答案：C")
    assert row.draft is not None
    assert row.draft.stem.zh == "水是什么？"
    assert letters(row) == "C"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"1.【单选题】问？{ABCD}答案：A", "single"),
        (f"1. (单选) 问？{ABCD}答案：A", "single"),
        (f"【多选题】1. 问？{ABCD}答案：AC", "multiple"),
        (f"1. 问？（多选，2分）{ABCD}答案：AC", "multiple"),
        (f"1. 多选题：问？{ABCD}答案：AC", "multiple"),
        (f"一、多项选择题（每题2分，共20分）\n1. 问？{ABCD}答案：AC", "multiple"),
        (f"多选题\n1. 问？{ABCD}答案：AC", "multiple"),
        (f"1. 题型：多选题\n问？{ABCD}答案：AC", "multiple"),
        ("二、判断题\n1. 问。\n答案：对", "truefalse"),
        ("1. [判断] 问。\n答案：×", "truefalse"),
        (f"1. 排序题：问？{ABCD}答案：C→A→B→D", "ordering"),
        ("1. 【填空题】水的化学式是____。\n答案：H2O", "text"),
        ("1. 【估算题】问？\n答案：55（±2）公里", "estimate"),
    ],
)
def test_the_kind_stands_beside_the_question_or_above_it(text: str, kind: str) -> None:
    row = one(text)
    assert row.draft is not None
    assert row.draft.kind == kind
    assert "问" in row.draft.stem.zh or kind == "text"
    assert not any(mark in row.draft.stem.zh for mark in ("选", "判断", "分", "题"))
    assert not row.wrong


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("答案：B", "B"),
        ("【答案】B", "B"),
        ("正确答案：Ｂ。", "B"),
        ("参考答案: b", "B"),
        ("答案 B", "B"),
        ("答案：\nB", "B"),
        ("【答案】AB", "AB"),
        ("答案：A、B", "AB"),
        ("答案：A，B", "AB"),
        ("答案：A B", "AB"),
        ("答案：BA", "AB"),
        ("答案：乙", "B"),
        ("答案：B. 乙", "B"),
        ("答案：全选", "ABCD"),
    ],
)
def test_a_key_may_be_written_in_many_ways(key: str, expected: str) -> None:
    row = one(f"1. 问？{ABCD}{key}")
    assert sorted(letters(row)) == list(expected)
    assert not row.wrong


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1. 天是蓝的。\n答案：对", True),
        ("1. 天是蓝的。\n答案：√", True),
        ("1. 天是蓝的。\n答案：正确", True),
        ("1. 天是蓝的。\n答案：T", True),
        ("1. 天是蓝的。\nAnswer: True", True),
        ("1. 天是蓝的。（√）", True),
        ("1. 天是蓝的。（ × ）", False),
        ("（×）1. 天是蓝的。", False),
        ("1. 天是蓝的。\n答案：错误", False),
        ("判断题\n1. 天是蓝的。\nA. 正确\nB. 错误\n答案：B", False),
        ("判断题\n1. 天是蓝的。\nA. 错误\nB. 正确\n答案：B", True),
    ],
)
def test_a_judgement_may_be_written_in_many_ways(text: str, right: bool) -> None:  # noqa: FBT001
    row = one(text)
    assert row.draft is not None
    assert (row.draft.kind, row.draft.key) == ("truefalse", (0,) if right else (1,))
    assert row.draft.stem.zh == "天是蓝的。"
    assert not row.wrong


@pytest.mark.parametrize("key", ["1", "0"])
def test_one_and_zero_are_never_taken_for_true_and_false(key: str) -> None:
    row = one(f"判断题\n1. 天是蓝的。\n答案：{key}")
    assert row.wrong
    assert row.draft is not None
    assert row.draft.key == ()


def test_everything_said_about_a_question_is_kept_or_told() -> None:
    found = read_text(
        f"1. 问？{ABCD}答案：A 【解析】因为。\n所以。 【难度】易\n知识点：化学、物质\n"
        "来源：教材\n分值：2分"
    )
    (row,) = found.rows
    assert row.draft is not None
    assert row.draft.explanation.zh == "因为。所以。"
    assert row.draft.source.zh == "教材"
    assert row.labels == ("化学", "物质", "易")
    assert codes(found) == ["points_dropped"]


@pytest.mark.parametrize("text", ["1. 问（ B ）{}", "1. 下列（ B ）对？{}", "1. 问 __B__ ？{}"])
def test_a_key_in_the_stem_leaves_a_blank_there(text: str) -> None:
    row = one(text.format(ABCD))
    assert letters(row) == "B"
    assert row.draft is not None
    assert "（ ）" in row.draft.stem.zh
    assert "B" not in row.draft.stem.zh


def test_a_key_in_the_middle_of_a_stem_is_a_guess_and_told() -> None:
    assert [n.code for n in one(f"1. 下列（ B ）对？{ABCD}").notes] == ["key_in_stem"]


def test_a_letter_in_brackets_is_not_a_key_when_the_key_is_another() -> None:
    row = one(f"1. 安培（A）是什么的单位？{ABCD}答案：C")
    assert letters(row) == "C"
    assert row.draft is not None
    assert row.draft.stem.zh == "安培（A）是什么的单位？"


def test_two_keys_that_differ_are_no_key() -> None:
    row = one(f"1. 问（ B ）{ABCD}答案：C")
    assert row.wrong
    assert letters(row) == ""
    assert "keys_differ" in [note.code for note in row.notes]


def test_a_question_without_a_key_is_an_error_and_kept() -> None:
    row = one(f"1. 问？{ABCD}")
    assert row.wrong
    assert row.draft is not None
    assert len(row.draft.options) == 4


def test_options_out_of_order_are_an_error() -> None:
    assert "options_gap" in [n.code for n in one("1. 问？\nA. 甲\nC. 丙\n答案：A").notes]


@pytest.mark.parametrize("kind", ["简答题", "论述题", "名词解释"])
def test_kinds_that_we_do_not_have_are_named(kind: str) -> None:
    row = one(f"一、{kind}\n1. 说说水。\n答案：水很重要。")
    assert row.draft is None
    assert [note.code for note in row.notes] == ["kind_not_supported"]


def test_several_blanks_are_a_kind_that_we_do_not_have() -> None:
    assert one("填空题\n1. 水有____和____。\n答案：氢；氧").draft is None


def test_questions_without_numbers_are_told_apart() -> None:
    found = read_text(
        f"甲问？{ABCD}答案：A\n解析：因为。\n\n乙问？{ABCD}答案：B\n\n天是蓝的。（√）"
    )
    assert stems(found) == ["甲问？", "乙问？", "天是蓝的。"]
    assert keys(found) == ["A", "B", "A"]


def test_all_of_the_above_stays_last() -> None:
    row = one("1. 问？\nA. 甲\nB. 乙\nC. 以上都对\n答案：C")
    assert row.draft is not None
    assert row.draft.fixed == {2}
    assert [note.code for note in row.notes] == ["fixed_last"]


def test_english_text_reads_like_chinese() -> None:
    found = read_text(
        "1) Which is hot?\nA) the sun\nB) the moon\nAnswer: A\nExplanation: It shines.\n\n"
        "2) True or False: Ice is hot.\nAnswer: False\nReference: A book\n"
    )
    first, second = (row.draft for row in found.rows)
    assert first is not None
    assert second is not None
    assert (first.kind, first.key, first.explanation.zh) == ("single", (0,), "It shines.")
    assert (second.kind, second.key, second.source.zh) == ("truefalse", (1,), "A book")
    assert second.stem.zh == "Ice is hot."


def test_gb18030_is_read() -> None:
    found = read(f"1. 水是什么？{ABCD}答案：B".encode("gb18030"), Options())
    assert stems(found) == ["水是什么？"]
    assert codes(found) == ["encoding"]


def test_an_estimate_has_its_tolerance_and_a_guessed_range() -> None:
    row = one("1. 【估算题】多远？\n答案：38（±2）万公里")
    assert row.draft is not None
    number = row.draft.estimate
    assert number is not None
    assert (number.value, number.near, number.far, number.unit.zh) == (38, 2, 3, "万公里")
    assert (number.least, number.most) == (0, 100)
    assert [note.code for note in row.notes] == ["estimate_range"]


def test_an_estimate_that_is_not_whole_is_refused() -> None:
    row = one("1. 【估算题】圆周率是多少？\n答案：3.14")
    assert "whole_numbers_only" in [note.code for note in row.notes]


@pytest.mark.parametrize(
    ("key", "why"),
    [("A。因为。", "因为。"), ("A（见教材）", "（见教材）"), ("A；因为。", "因为。")],
)
def test_words_behind_a_key_become_the_explanation_with_a_warning(key: str, why: str) -> None:
    row = one(f"1. 问？{ABCD}答案：{key}")
    assert row.draft is not None
    assert (letters(row), row.draft.explanation.zh) == ("A", why)
    assert [note.code for note in row.notes] == ["stray_text"]


@pytest.mark.parametrize("key", ["B. 丙", "A 型血最多", "E", "甲乙"])
def test_a_key_that_could_be_two_things_is_none(key: str) -> None:
    assert one(f"1. 问？{ABCD}答案：{key}").wrong


@pytest.mark.parametrize(
    "text",
    [
        "【图上点选题】请点出心脏的位置。",
        "1. 【图上点选题】请点出心脏的位置。\n答案：左胸",
        "（看图点选）请点出心脏的位置。\nA. 左\nB. 右\n答案：A",
        "请点出心脏的位置。\n题型：图上点选题\n答案：左胸",
    ],
)
def test_a_question_on_a_picture_says_where_it_is_made(text: str) -> None:
    (row,) = read(text.encode(), Options()).rows
    assert row.draft is None
    assert [note.code for note in row.notes if note.level is Level.ERROR] == ["hotspot_typed"]


def test_a_question_about_a_picture_is_a_question() -> None:
    (row,) = read(f"1. 图上点选出的是什么？{ABCD}答案：B".encode(), Options()).rows
    assert row.draft is not None
