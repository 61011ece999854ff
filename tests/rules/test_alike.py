from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.alike import answer, likeness, plain, straight, telling
from questionbank.rules.question import Image, Text
from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL
from tests.rules.test_question import ALL_KINDS, SINGLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("水的沸点是（　　）？", "水的沸点是"),
        ("ＤＮＡ　是什么", "dna是什么"),
        ("下列關於電腦的說法，正確的是：", "下列关于电脑的说法正确的是"),
        ("他看著天", "他看着天"),
        ("第①个 ²", "第1个2"),
        ("1,000 米", "1000米"),
        ("零下 −5℃", "零下-5°C"),
        ("10-20 岁", "10~20岁"),
        ("____ 是行星", "是行星"),
        ("“双碳”目标", "「双碳」目标"),
        ("A.B.C", "ABC"),
    ],
)
def test_what_only_looks_different_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 亿", "15 亿"),
        ("-5℃", "5℃"),
        ("1/2", "12"),
        ("比例 3:1", "比例 31"),
        ("5%", "5"),
        ("a>b", "a<b"),
        ("增加", "减少"),
    ],
)
def test_what_means_something_else_is_not(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@given(st.text())
def test_plain_text_has_no_space_and_no_case(text: str) -> None:
    made = plain(text)
    assert made == "".join(made.split())
    assert made == made.casefold()


def test_every_traditional_character_has_one_simplified() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


def test_the_order_of_options_does_not_matter_but_a_picture_does() -> None:
    other = replace(SINGLE, options=tuple(reversed(SINGLE.options)))
    assert likeness(other) == likeness(SINGLE)
    shown = replace(SINGLE, picture=Image("a" * 64))
    assert likeness(shown) != likeness(replace(SINGLE, picture=Image("b" * 64)))


def test_the_same_answer_is_known_wherever_it_stands() -> None:
    turned = tuple(reversed(SINGLE.options))
    key = tuple(len(turned) - 1 - place for place in SINGLE.key)
    assert answer(replace(SINGLE, options=turned, key=key)) == answer(SINGLE)
    assert answer(replace(SINGLE, key=(SINGLE.key[0] + 1,))) != answer(SINGLE)


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_every_kind_has_an_answer(draft) -> None:  # type: ignore[no-untyped-def]
    assert all(answer(draft))
    assert likeness(draft).stem == plain(draft.stem.zh)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("下列说法正确的是", "下列说法不正确的是"),
        ("下列说法正确的是", "下列说法错误的是"),
        ("属于哺乳动物的是", "不属于哺乳动物的是"),
        ("鲸是鱼", "鲸不是鱼"),
        ("月球有大气", "月球没有大气"),
        ("鸵鸟能飞", "鸵鸟不能飞"),
    ],
)
def test_a_question_turned_round_is_known(one: str, other: str) -> None:
    assert plain(one) != plain(other)
    assert straight(plain(one)) == straight(plain(other))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("1\n2\n3\n4", False),
        ("", False),
        ("123\n1234\n124\n134", False),
        ("氮气\n氧气\n二氧化碳", True),
    ],
)
def test_short_options_say_nothing(options: str, told: bool) -> None:  # noqa: FBT001
    assert telling(options) is told


def test_texts_without_english_are_compared_too() -> None:
    assert likeness(replace(SINGLE, stem=Text("水", "water"))).stem == "水"
