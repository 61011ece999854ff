"""The public note of a ruling stands alone: no letters of options, no name of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules import notices
from questionbank.rules.question import Draft, Estimate, Text

THREE = tuple(Text(zh, en) for zh, en in (("停机", "stop"), ("检查", "check"), ("洒水", "spray")))
SINGLE = Draft("single", Text("读数偏高怎么办？", "What to do?"), options=THREE, key=(1,))


def test_several_keys_are_quoted_by_what_the_options_say() -> None:
    zh, en = notices.first(SINGLE, "accept", [[0], [1]])
    assert zh == "“读数偏高怎么办？”一题，答“停机”、“检查”均算对，已交的答卷全部重判。"
    assert en == "For “What to do?”, “stop” and “check” all count; all papers are marked again."


@pytest.mark.parametrize(
    ("draft", "key", "words"),
    [
        (Draft("multiple", Text("哪些对？"), options=THREE), [0, 2], "“停机；洒水”"),
        (Draft("ordering", Text("排序。"), options=THREE), [2, 0, 1], "“洒水→停机→检查”"),
        (Draft("truefalse", Text("地是平的。")), [1], "“错”"),
        (Draft("text", Text("首都？")), ["北京", "Beijing"], "“北京 / Beijing”"),
        (
            Draft("matching", Text("配对"), options=THREE[:2], targets=(Text("一"), Text("二"))),
            [1, 0],
            "“停机→二；检查→一”",
        ),
        (
            Draft("estimate", Text("多远？"), estimate=Estimate(50, 5, 30, 0, 99, Text("公里"))),
            [55, 2, 20],
            "55 ± 2 公里",
        ),
        (Draft("single", Text("几？"), options=(Text("$x^2$"),)), [0], "“x²”"),
    ],
)
def test_a_key_of_each_kind_is_told_in_words(draft: Draft, key: list[object], words: str) -> None:
    assert f"更正为{words}，" in notices.first(draft, "new_key", [key])[0]


@pytest.mark.parametrize("kind", ["void_all", "void_none", "restore"])
def test_a_ruling_without_keys_names_the_question(kind: str) -> None:
    zh, en = notices.first(SINGLE, kind, [])
    assert zh.startswith("“读数偏高怎么办？”一题")
    assert en.startswith("“What to do?” ")


def test_a_kind_that_there_is_not_has_no_wording() -> None:
    assert notices.first(SINGLE, "mend", []) == ("", "")


@given(st.integers(1, 400), st.integers(1, 400), st.integers(2, 8))
def test_no_wording_is_longer_than_a_note_may_be(stem: int, option: int, keys: int) -> None:
    options = tuple(Text("选" * option, "o" * option) for _ in range(6))
    draft = Draft("multiple", Text("题" * stem, "s" * stem), options=options)
    zh, en = notices.first(draft, "accept", [[0, 1, 2, 3, 4, 5]] * keys)
    assert (len(zh) <= notices.LONGEST["zh"], len(en) <= notices.LONGEST["en"]) == (True, True)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("B / C 均算对。", ["B", "C"]),
        ("答案更正为AC。", ["AC"]),
        ("Both A and C count.", ["A", "C"]),
        ("“维生素C”也算对，已重判。", []),
        ("PM2.5 一题作废。", []),
        ("Everything counts.", []),
    ],
)
def test_letters_outside_of_quotes_are_found(note: str, found: list[str]) -> None:
    assert notices.letters(note, "single") == found
    assert notices.letters(note, "truefalse") == []
