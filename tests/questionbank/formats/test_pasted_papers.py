"""Whole papers in pasted text, row by row of what real ones contain (W1 to W12)."""

import pytest

from questionbank.formats.found import Level, Options
from questionbank.formats.pasted import read, read_text
from tests.questionbank.formats.pasted_files import ABCD, codes, keys, letters, one, stems


@pytest.mark.parametrize(
    "keys_at_end",
    [
        "参考答案\n1-3 BCA",
        "参考答案：1-3 BCA",
        "答案：1~3 B C A",
        "【参考答案】\n1—3：B、C、A",
        "参考答案\n1B2C3A",
        "参考答案\n1.B 2.C 3.A",
        "答案\n1、B；2、C；3、A。",
        "参考答案及解析\n1.【答案】B【解析】因为。\n2.【答案】C\n3.【答案】A",
        "参考答案\n1. B。解析：因为。\n2. C\n3. A",
        "参考答案\n题号 1 2 3\n答案 B C A",
        "题号\t1\t2\t3\n答案\tB\tC\tA",
        "参考答案\n3.A 1.B 2.C",
        "Answer Key\n1. B\n2. C\n3. A",
    ],
)
def test_w1_keys_at_the_end_are_no_questions(keys_at_end: str) -> None:
    found = read_text("".join(f"{n}. 问{n}？{ABCD}" for n in (1, 2, 3)) + keys_at_end)
    assert keys(found) == ["B", "C", "A"]
    assert not any(row.wrong for row in found.rows)
    if "因为" in keys_at_end and found.rows[0].draft:
        assert found.rows[0].draft.explanation.zh == "因为。"


def test_w2_a_new_section_begins_behind_the_keys() -> None:
    part = f"1. 问？{ABCD}2. 又问？{ABCD}参考答案\n1.A 2.B\n"
    found = read_text(f"第一章 力\n{part}第二章 热\n{part}")
    assert keys(found) == ["A", "B", "A", "B"]
    assert [row.labels for row in found.rows] == [("第一章 力",)] * 2 + [("第二章 热",)] * 2


def test_w2_keys_by_section_go_to_their_sections() -> None:
    found = read_text(
        f"一、单选题\n1. 问？{ABCD}2. 问？{ABCD}二、判断题\n1. 天是蓝的。\n2. 草是红的。\n"
        "参考答案\n一、单选题\n1-2 BC\n二、判断题\n1.√ 2.×\n"
    )
    assert keys(found) == ["B", "C", "A", "B"]
    assert [row.where for row in found.rows][:2] == ["一、单选题 1", "一、单选题 2"]


@pytest.mark.parametrize(
    "behind", ["：{}", " {}", "（每题2分，共 4 分）{}", "(2 points each): {}", "：\n{}"]
)
def test_w2_keys_behind_the_title_of_their_section_are_read(behind: str) -> None:
    listed = "".join(
        f"{title}{behind.format(keys)}\n"
        for title, keys in (("一、单选题", "1.B 2.C"), ("二、判断题", "1.√ 2.×"))
    )
    found = read_text(
        f"一、单选题\n1. 问？{ABCD}2. 问？{ABCD}二、判断题\n1. 天是蓝的。\n2. 草是红的。\n"
        f"参考答案\n{listed}"
    )
    assert keys(found) == ["B", "C", "A", "B"]


def test_w6_a_list_of_keys_without_numbers_is_named() -> None:
    found = read_text(f"1. 问？{ABCD}2. 又问？{ABCD}参考答案\n一、BC\n")
    assert keys(found) == ["", ""]
    assert [n.detail for n in found.notes if n.code == "keys_unplaced"] == ["一、BC"]


def test_w2_keys_whose_section_is_not_sure_are_given_to_none() -> None:
    found = read_text(f"一、单选题\n1. 问？{ABCD}二、多选题\n1. 又问？{ABCD}参考答案\n1.A 1.BC\n")
    assert keys(found) == ["", ""]
    assert "keys_unplaced" in codes(found, Level.WARNING)


HALF = (
    f"一、单选题\n1. 问（ B ）{ABCD}2. 又问（ C ）{ABCD}二、判断题\n1. 天是蓝的。\n2. 草是红的。\n"
)


@pytest.mark.parametrize(
    ("asked", "listed", "expected"),
    [
        (HALF, "二、判断题\n1.√ 2.×", "BCAB"),
        (HALF, "1.√ 2.×", "BCAB"),
        (HALF, "一、单选题\n1-2 BC\n二、判断题\n1.√ 2.×", "BCAB"),
        (HALF.replace("（ C ）", "？"), "一、单选题\n2.C\n二、判断题\n1.√ 2.×", "BCAB"),
        (HALF.replace("的。\n2.", "的。（√）\n2."), "二、判断题\n2.×", "BCAB"),
        (HALF.replace("（ C ）", "？"), "二、判断题\n1.√ 2.×", "B-AB"),
    ],
)
def test_w2_a_list_has_the_rest_of_the_keys_when_some_stand_in_the_stem(
    asked: str, listed: str, expected: str
) -> None:
    found = read_text(f"{asked}参考答案\n{listed}\n")
    assert [key or "-" for key in keys(found)] == list(expected)
    assert "keys_unplaced" not in codes(found)


def test_w6_a_list_that_contradicts_a_stem_is_an_error_of_that_question() -> None:
    found = read_text(f"{HALF}参考答案\n一、单选题\n1-2 AC\n二、判断题\n1.√ 2.×\n")
    assert [row.wrong for row in found.rows] == [True, False, False, False]
    assert "keys_differ" in codes(found, Level.ERROR)


@pytest.mark.parametrize(
    "explanation",
    [
        "频率是\n10.5 MHz。",
        "那是\n2024. 年的事。",
        "分三步：\n1. 先看。\n2. 再想。\n3. 后做。",
        "结果是 10.",
        "A项正确，B项错误。\nA. 正确\nB. 错误",
        "维生素 B12 和 A 型血。\nU.S.A. 的数据",
    ],
)
def test_w3_w4_numbers_and_letters_in_an_explanation_are_words(explanation: str) -> None:
    found = read_text(f"1. 问？{ABCD}答案：A\n解析：{explanation}\n2. 又问？{ABCD}答案：B")
    assert keys(found) == ["A", "B"]
    assert stems(found) == ["问？", "又问？"]
    assert found.rows[0].draft is not None
    last = explanation.rsplit("\n", maxsplit=1)[-1].strip()
    assert last in found.rows[0].draft.explanation.zh


def test_w3_a_small_gap_in_the_numbers_is_told() -> None:
    found = read_text(f"1. 问？{ABCD}答案：A\n3. 又问？{ABCD}答案：B")
    assert keys(found) == ["A", "B"]
    assert codes(found) == ["number_gap"]


def test_w4_letters_in_options_are_words() -> None:
    row = one("1. 问？\nA. A 型血\nB. 维生素 B12\nC. U.S.A.\nD. 以 A. 开头\n答案：C")
    assert row.draft is not None
    options = [option.zh for option in row.draft.options]
    assert options == ["A 型血", "维生素 B12", "U.S.A.", "以 A. 开头"]


@pytest.mark.parametrize("options", ["A 正确\nB 错误", "A正确\nB错误", "A. 正确\nB. 错误"])
def test_w5_right_and_wrong_as_two_options_are_a_single_choice(options: str) -> None:
    row = one(f"1. 天是蓝的。\n{options}\n答案：A")
    assert row.draft is not None
    assert (row.draft.kind, letters(row)) == ("single", "A")
    assert [option.zh for option in row.draft.options] == ["正确", "错误"]


@pytest.mark.parametrize("run", ["1-3 AB", "1-3 ABCD", "1-3 A BCD", "1～3：AB"])
def test_w6_a_run_of_keys_with_the_wrong_count_fills_nothing(run: str) -> None:
    text = "".join(f"{n}. 问？{ABCD}" for n in (1, 2, 3, 4))
    found = read_text(f"{text}参考答案\n{run}\n4. D")
    assert keys(found) == ["", "", "", "D"]
    assert codes(found, Level.WARNING) == ["key_range_count"]


def test_w7_shared_material_is_copied_to_each_of_its_questions() -> None:
    found = read_text(
        f"1. 问？{ABCD}答案：A\n阅读下列材料，回答2-3题。\n水是生命之源。\n"
        f"2. 甲问？{ABCD}答案：B\n3. 乙问？{ABCD}答案：C\n4. 丙问？{ABCD}答案：D"
    )
    assert keys(found) == ["A", "B", "C", "D"]
    assert ["水是生命之源" in stem for stem in stems(found)] == [False, True, True, False]
    assert stems(found)[2].endswith("乙问？")
    assert codes(found) == ["material_copied", "material_copied"]


def test_w8_front_matter_and_the_end_are_dropped_and_told() -> None:
    found = read_text(
        f"2024年科学素质竞赛试卷\n姓名：____ 单位：____\n一、单选题\n1. 问？{ABCD}答案：A\n"
        "第 1 页 共 4 页\n——全卷结束——"
    )
    assert stems(found) == ["问？"]
    assert codes(found) == ["front_dropped"]
    assert "科学素质竞赛" in found.notes[0].detail


def test_w9_a_number_glued_to_its_stem_is_a_number() -> None:
    found = read_text(f"1下列哪个？{ABCD}答案：A\n2下列哪种？{ABCD}答案：B")
    assert stems(found) == ["下列哪个？", "下列哪种？"]
    assert codes(found) == ["number_glued"] * 2


def test_w9_an_amount_at_the_beginning_of_a_line_is_no_number() -> None:
    found = read_text(f"1. 有几个？{ABCD}答案：A\n解析：共\n2个。\n2. 又问？{ABCD}答案：B")
    assert stems(found) == ["有几个？", "又问？"]


def test_w10_options_without_letters_are_inferred_with_a_warning() -> None:
    row = one("1. 水是什么？\n甲\n乙\n丙\n答案：B")
    assert row.draft is not None
    assert [option.zh for option in row.draft.options] == ["甲", "乙", "丙"]
    assert [(n.level, n.code) for n in row.notes] == [(Level.WARNING, "options_inferred")]


@pytest.mark.parametrize("text", ["", "   \n\n", "只是一段话。\n没有题目。", "\ufeff"])
def test_w12_a_text_without_questions_is_never_a_success(text: str) -> None:
    found = read(text.encode(), Options())
    assert all(row.wrong for row in found.rows)
    assert found.rows or "nothing_found" in codes(found, Level.ERROR)


def test_keys_behind_the_number_of_their_section_are_read() -> None:
    found = read_text(
        f"一、单选题\n1．问？{ABCD}2．又问？{ABCD}二、判断题\n（  ）3．天是蓝的。\n"
        "三、简答题\n4．说说水。\n"
        "参考答案\n一、1．A  2．B\n二、3．√\n三、4．水很重要\n（1）能喝\n（2）能洗\n"
    )
    assert [row.draft and row.draft.key for row in found.rows] == [(0,), (1,), (0,), None]


def test_texts_as_keys_below_the_questions_are_given_to_them() -> None:
    found = read_text(
        f"一、选择题\n1.问？{ABCD}答案：A\n二、填空题\n1. 水是____。\n2. 铁是____。\n"
        "答案：\n1. H2O\n2. Fe"
    )
    assert [row.draft.accepted for row in found.rows[1:] if row.draft] == [("H2O",), ("Fe",)]
    assert not any(row.wrong for row in found.rows)


def test_an_export_of_answered_papers_is_read_without_the_answers() -> None:
    found = read_text(
        "第1题 单选题 (2.0分)\n水是什么？\nA. 甲\nB. 乙\n正确答案：A\n我的答案：B\n"
        "第2题 判断题 (2.0分)\n天是绿的。\n正确答案：错 我的答案：对 得分：0分\n"
    )
    assert stems(found) == ["水是什么？", "天是绿的。"]
    assert keys(found) == ["A", "B"]
    assert codes(found) == ["points_dropped", "mine_dropped", "mine_dropped"]
