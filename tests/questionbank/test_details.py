"""What a rule says of a fault reaches people in the page's words, not in the code's."""

import re
from dataclasses import replace

import pytest

from questionbank import messages
from questionbank.formats.found import error
from questionbank.pages import labels
from questionbank.rules import rich
from questionbank.rules.question import Area, Draft, Estimate, Text
from questionbank.rules.validity import Problem, problems


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("equal_options", "two options are equal", "有两个选项相同"),
        ("empty", "must not be empty", "不能为空"),
        ("long", "230 characters, at most 200", "文字太长（230 字，最多 200 字）"),
        ("options", "7 options, wants 2 to 6", "选项数目不对（有 7 个，应为 2 至 6 个）"),
        ("key", "wants true or false", "标准答案与题型或选项不符（应为对或错）"),
        ("formula", "\\oops", "公式写法不对（\\oops）"),
        ("areas", "a hotspot wants areas", "图上的区域不成立（请在题图上画出正确的区域）"),
    ],
)
def test_a_fault_is_told_in_the_words_of_the_page(code: str, detail: str, words: str) -> None:
    assert messages.in_words(Problem(code, "stem", detail)) == words
    assert labels.said(error(code, "stem", detail)).words == words


def test_what_a_note_is_about_stays_as_the_file_has_it() -> None:
    assert labels.said(error("encrypted", detail="two options are equal")).words.endswith(
        "（two options are equal）"
    )


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        (r"当 $\frac{1}{$ 时", r"公式写法不对（看不懂 $\frac{1}{$）"),
        (r"$x$ 和 $\def\a{b}$", r"公式写法不对（不能自定义命令：$\def\a{b}$）"),
        (r"$\frac{1}$", r"公式写法不对（缺一部分，如上标、下标或分母：$\frac{1}$）"),
        (f"${'x' * 501}$", f"公式写法不对（公式有 501 字，最多 500 字：${'x' * 60}…$）"),
    ],
)
def test_a_formula_that_is_none_is_named(stem: str, words: str) -> None:
    assert messages.in_words(Problem("formula", "stem.zh", rich.fault(stem))) == words


A, B, C = Text("甲"), Text("乙"), Text("丙")
SOUND = Draft("single", Text("题"), options=(A, B), key=(0,))
NUMBER = Estimate(5, 1, 2, 0, 10, Text("个"))
BROKEN = (
    Draft("essay", Text("题")),
    replace(SOUND, fixed=frozenset({0}), option_pictures=(None,)),
    replace(SOUND, targets=(A,), accepted=("甲",), areas=(Area("rect", (0, 0, 1, 1)),)),
    replace(SOUND, estimate=NUMBER, key=()),
    Draft("multiple", Text("题"), options=(A, B)),
    Draft("ordering", Text("题"), options=(A, B, C), key=(0, 0), fixed=frozenset({2})),
    Draft("matching", Text("题"), options=(A, B), key=(0, 9), targets=(A,)),
    Draft("matching", Text("题"), options=(A, B)),
    Draft("hotspot", Text("题"), key=(1,)),
    Draft("hotspot", Text("题"), areas=(Area("poly", (1, 2)),) * 11),
    Draft("text", Text("题")),
    Draft("text", Text("题"), accepted=("甲",) * 21),
    Draft("truefalse", Text(""), key=(4,)),
    Draft("estimate", Text("题")),
    Draft("estimate", Text("题"), estimate=Estimate(50, 3, 2, 9, 8, Text("个"))),
    Draft("single", Text("题\0"), options=(A, A), key=(0,), source=Text("字" * 500)),
)


@pytest.mark.parametrize("draft", BROKEN, ids=lambda draft: draft.kind)
def test_no_rule_speaks_english_to_editors(draft: Draft) -> None:
    said = [messages.in_words(problem) for problem in problems(draft)]
    assert said
    assert [words for words in said if re.search("[A-Za-z]{2,}", words)] == []


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("xml_entities", "DTDForbidden", "文件含有 DTD 或实体定义，出于安全不读取"),
        (
            "xml_broken",
            "no element found: line 1, column 202",
            "不是完整的 XML，读到括号内所指之处为止（第 1 行第 202 字）",
        ),
        (
            "line_unreadable",
            "Expected `object`, got `str` - at `$.stem`",
            "这一行的写法不对（stem 的内容不是应有的写法）",
        ),
        (
            "line_unreadable",
            "Object missing required field `type`",
            "这一行的写法不对（缺少 type）",
        ),
        ("line_unreadable", "JSON is malformed: x (byte 7)", "这一行的写法不对（第 7 字节处）"),
        ("line_unreadable", "something quite new", "这一行的写法不对"),
    ],
)
def test_what_programs_say_of_files_is_told_in_words_of_the_page(
    code: str, detail: str, words: str
) -> None:
    assert labels.said(error(code, "", detail)).words == words


@pytest.mark.parametrize(
    ("where", "name"),
    [("option.A", "选项 A"), ("option.B.en", "选项 B（英文）"), ("target.3", "右列 3")],
)
def test_a_column_is_called_by_its_name(where: str, name: str) -> None:
    assert labels.label(where) == name
