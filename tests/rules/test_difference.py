from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.difference import Piece, differences, pieces
from questionbank.rules.question import Draft, Image, Text
from tests.rules.test_question import ALL_KINDS, ESTIMATE, NUMBERS, SINGLE, TRUEFALSE

words = st.text("鲸鱼用肺呼吸 whale 12，。", max_size=60)


@given(words, words)
def test_both_texts_can_be_read_in_the_difference(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.mark != "ins") == before
    assert "".join(piece.text for piece in found if piece.mark != "del") == after


@given(words)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.mark for piece in pieces(text, text)} <= {""}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("鲸用肺", "鲸鱼用肺", ["鲸", "+鱼", "用肺"]),
        ("a whale swims", "a shark swims", ["a ", "-whale", "+shark", " swims"]),
        ("1993 年", "1995 年", ["-1993", "+1995", " 年"]),
        ("", "新", ["+新"]),
    ],
)
def test_chinese_differs_by_sign_and_other_words_whole(
    before: str, after: str, expected: list[str]
) -> None:
    signs = {"": "", "del": "-", "ins": "+"}
    assert [signs[piece.mark] + piece.text for piece in pieces(before, after)] == expected


def test_the_fields_that_differ_are_named_as_problems_name_them() -> None:
    picture = Image("d" * 64, Text("图"))
    after = replace(
        SINGLE, key=(0,), stem=Text("题目", "Stem"), options=SINGLE.options[:3], picture=picture
    )
    names = {change.where for change in differences(SINGLE, after)}
    assert names == {"stem.zh", "options[3].zh", "options[3].en", "key", "picture"}


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_the_same_question_differs_in_nothing(draft: Draft) -> None:
    assert differences(draft, draft) == []


def test_numbers_and_judgements_are_compared_as_people_read_them() -> None:
    near = replace(ESTIMATE, estimate=replace(NUMBERS, near=3))
    (numbers,) = differences(ESTIMATE, near)
    assert Piece("ins", "3") in numbers.pieces
    (judgement,) = differences(TRUEFALSE, replace(TRUEFALSE, key=(0,)))
    assert judgement.pieces == (Piece("del", "✗"), Piece("ins", "✓"))
