"""Two people's changes of one question in one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.merging import Merge
from questionbank.rules.question import Draft, normal
from tests.rules.test_question import ALL_KINDS, SINGLE

BASE = normal(SINGLE)


def option(place: int, words: str) -> Draft:
    """The base with other words at one option."""
    options = list(BASE.options)
    options[place] = replace(options[place], zh=words)
    return replace(BASE, options=tuple(options))


STEM, OTHER_STEM = (
    replace(BASE, stem=replace(BASE.stem, zh=words)) for words in ("新的题干", "另一题干")
)
SOURCE = replace(BASE, source=replace(BASE.source, zh="新的来源"))
KEY = replace(BASE, key=(1 - min(BASE.key[0], 1),))
FEWER = replace(BASE, options=BASE.options[:-1], key=(0,))
SIDES = [BASE, STEM, OTHER_STEM, SOURCE, KEY, FEWER, option(0, "子"), option(1, "丑")]


@pytest.mark.parametrize(
    ("mine", "theirs", "taken", "asked"),
    [
        (SOURCE, STEM, ["stem.zh"], []),
        (STEM, OTHER_STEM, [], ["stem.zh"]),
        (STEM, STEM, [], []),
        (option(0, "子"), option(1, "丑"), ["options[1].zh"], []),
        (option(0, "子"), option(0, "丑"), [], ["options[0].zh"]),
        (SOURCE, KEY, ["key"], []),
        # A key is a key among these options.
        (option(0, "子"), KEY, [], ["key"]),
        (option(0, "子"), FEWER, [], ["key"]),
        (BASE, FEWER, ["key"], []),
    ],
)
def test_only_what_both_changed_is_asked(
    mine: Draft, theirs: Draft, taken: list[str], asked: list[str]
) -> None:
    merge = Merge()
    merge.draft(BASE, mine, theirs)
    assert (merge.taken, merge.asked) == (taken, asked)


def test_both_sides_changes_are_in_it() -> None:
    made = Merge().draft(BASE, SOURCE, option(1, "丑"))
    assert made == replace(option(1, "丑"), source=SOURCE.source)


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_where_only_one_changed_something_it_is_theirs_whole(draft: Draft) -> None:
    assert Merge().draft(BASE, BASE, draft) == normal(draft)
    assert Merge().draft(BASE, draft, BASE) == normal(draft)


@given(st.sampled_from(SIDES), st.sampled_from(SIDES))
def test_what_is_asked_of_one_is_asked_of_the_other_and_else_both_get_the_same(
    mine: Draft, theirs: Draft
) -> None:
    one, other = Merge(), Merge()
    made = [one.draft(BASE, mine, theirs), other.draft(BASE, theirs, mine)]
    assert one.asked == other.asked
    assert one.asked or made[0] == made[1]
