"""Which words of files plainly stand for a tag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.label_words import Named, meant

LEVELS = ("入门", "基础", "中等", "较难", "挑战")
TAGS = (
    *(Named("difficulty", f"L{at}", (name,)) for at, name in enumerate(LEVELS, start=1)),
    Named("topic", "T9.2", ("物理", "Physics", "T9.2物理")),
    Named("topic", "T1.9", ("海洋",)),
    Named("topic", "T4.4", ("海洋",)),
    Named("audience", "youth", ("青少年", "Young people")),
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("易 中 难", "L2 L3 L4"),
        ("简单 一般 困难", "L2 L3 L4"),
        ("易 较易 中等 较难 难", "L1 L2 L3 L4 L5"),
        ("Easy HARD", "L2 L4"),
        ("物理 t9.2 physics 青少年", "T9.2 T9.2 T9.2 youth"),
        ("T9.2物理 入门", "T9.2 L1"),
        ("海洋 化学 易错题", "- - -"),
    ],
)
def test_a_word_stands_for_the_one_tag_that_it_names(words: str, expected: str) -> None:
    found = meant(words.split(), TAGS)
    assert [found.get(word, ("", "-"))[1] for word in words.split()] == expected.split()


def test_levels_that_the_bank_does_not_have_are_not_meant() -> None:
    assert meant(["易", "中"], [Named("difficulty", "L3", ("中等",))]) == {
        "中": ("difficulty", "L3")
    }


@given(st.lists(st.text(max_size=6), max_size=8))
def test_only_words_of_the_file_and_tags_of_the_bank_are_named(words: list[str]) -> None:
    found = meant(words, TAGS)
    assert found.keys() <= set(words)
    assert set(found.values()) <= {(tag.facet, tag.code) for tag in TAGS}
