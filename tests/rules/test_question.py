from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.question import (
    NO_UNIT,
    Draft,
    Estimate,
    Text,
    content_hash,
    normal,
)
from questionbank.rules.validity import gaps, problems

UNIT = Text("公里", "km")
NUMBERS = Estimate(55, 2, 25, least=10, most=150, unit=UNIT)
FOUR = tuple(Text(zh, en) for zh, en in zip("甲乙丙丁", "abcd", strict=True))
SINGLE = Draft(
    "single", Text("题干", "Stem"), Text("解析", "Why"), Text("来源", "Source"), FOUR, key=(2,)
)
MULTIPLE = replace(SINGLE, kind="multiple", key=(0, 2))
ORDERING = replace(SINGLE, kind="ordering", key=(0, 1, 2, 3))
TRUEFALSE = replace(SINGLE, kind="truefalse", options=(), key=(1,))
ESTIMATE = replace(SINGLE, kind="estimate", options=(), key=(), estimate=NUMBERS)
ALL_KINDS = (SINGLE, MULTIPLE, ORDERING, TRUEFALSE, ESTIMATE)


def codes(draft: Draft) -> list[str]:
    return [problem.code for problem in problems(draft)]


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_a_sound_draft_of_each_kind_has_no_problem(draft: Draft) -> None:
    assert problems(draft) == []


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (replace(SINGLE, kind="essay"), "kind"),
        (replace(SINGLE, stem=Text("  ")), "empty"),
        (replace(SINGLE, stem=Text("\u200b \u2060")), "empty"),
        (replace(SINGLE, options=(*SINGLE.options[:-1], Text("\u200b"))), "empty"),
        (replace(SINGLE, stem=Text("长" * 501)), "long"),
        (replace(SINGLE, stem=Text("题\0干")), "control"),
        (replace(SINGLE, stem=Text("题\ud800干")), "control"),
        (replace(SINGLE, options=FOUR[:1], key=(0,)), "options"),
        (replace(SINGLE, options=(*FOUR[:3], Text("甲", "e"))), "equal_options"),
        (replace(SINGLE, options=(*FOUR[:3], Text("戊", " a "))), "equal_options"),
        (replace(SINGLE, key=()), "key"),
        (replace(SINGLE, key=(0, 1)), "key"),
        (replace(SINGLE, key=(4,)), "key"),
        (replace(SINGLE, key=(-1,)), "key"),
        (replace(SINGLE, fixed=frozenset({0})), "fixed"),
        (replace(SINGLE, fixed=frozenset({4})), "fixed"),
        (replace(MULTIPLE, key=(0,)), "key"),
        (replace(MULTIPLE, key=(0, 0)), "key"),
        (replace(MULTIPLE, options=FOUR[:2], key=(0, 1)), "options"),
        (replace(ORDERING, key=(0, 1, 2)), "key"),
        (replace(ORDERING, fixed=frozenset({3})), "fixed"),
        (replace(TRUEFALSE, key=(2,)), "key"),
        (replace(TRUEFALSE, options=FOUR), "options"),
        (replace(TRUEFALSE, estimate=NUMBERS), "estimate"),
        (replace(ESTIMATE, estimate=None), "estimate"),
        (replace(ESTIMATE, key=(1,)), "key"),
        (replace(ESTIMATE, estimate=replace(NUMBERS, value=151)), "estimate"),
        (replace(ESTIMATE, estimate=replace(NUMBERS, near=25)), "estimate"),
        (replace(ESTIMATE, estimate=replace(NUMBERS, near=-1)), "estimate"),
        (replace(ESTIMATE, estimate=replace(NUMBERS, most=10**9 + 1)), "estimate"),
        (replace(ESTIMATE, estimate=replace(NUMBERS, unit=Text(""))), "empty"),
    ],
)
def test_each_fault_is_named_by_its_code(draft: Draft, expected: str) -> None:
    assert expected in codes(draft)


@pytest.mark.parametrize("part", ["explanation", "source"])
def test_a_draft_may_wait_for_its_explanation_and_source_until_its_review(part: str) -> None:
    missing = {"explanation": replace(SINGLE, explanation=Text(""))}
    draft = missing.get(part, replace(SINGLE, source=Text("")))
    assert problems(draft) == []
    assert [problem.where for problem in gaps(draft)] == [f"{part}.zh"]


def test_a_problem_says_which_option_it_is_in() -> None:
    draft = replace(SINGLE, options=(*FOUR[:3], Text("")))
    assert [problem.where for problem in problems(draft)] == ["options[3].zh"]


def test_english_may_be_missing() -> None:
    assert problems(replace(SINGLE, options=tuple(Text(o.zh) for o in FOUR))) == []


def test_the_last_option_may_be_fixed() -> None:
    assert problems(replace(SINGLE, fixed=frozenset({3}))) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(SINGLE, stem=Text(" 题干\n", "Stem ")),
        replace(SINGLE, stem=Text("题干", "  Stem")),
    ],
)
def test_white_space_around_a_text_does_not_make_another_content(other: Draft) -> None:
    assert content_hash(other) == content_hash(SINGLE)


@pytest.mark.parametrize(
    "other",
    [
        replace(SINGLE, stem=Text("题目", "Stem")),
        replace(SINGLE, explanation=Text("解释", "Why")),
        replace(SINGLE, source=Text("出处", "Source")),
        replace(SINGLE, options=tuple(reversed(FOUR))),
        replace(SINGLE, key=(1,)),
        replace(SINGLE, fixed=frozenset({3})),
        replace(SINGLE, kind="multiple"),
    ],
)
def test_everything_a_contestant_may_see_makes_another_content(other: Draft) -> None:
    assert content_hash(other) != content_hash(SINGLE)


def test_the_order_of_the_key_counts_for_an_ordering_only() -> None:
    assert content_hash(replace(MULTIPLE, key=(2, 0))) == content_hash(MULTIPLE)
    assert content_hash(replace(ORDERING, key=(3, 2, 1, 0))) != content_hash(ORDERING)


texts = st.builds(Text, st.text(max_size=20), st.text(max_size=20))
drafts = st.builds(
    Draft,
    st.sampled_from(["single", "multiple", "truefalse", "estimate", "ordering", "?"]),
    texts,
    texts,
    texts,
    st.lists(texts, max_size=5).map(tuple),
    st.frozensets(st.integers(-1, 5), max_size=3),
    st.lists(st.integers(-1, 5), max_size=5).map(tuple),
    st.none() | st.just(NUMBERS),
)


@given(drafts)
def test_the_normal_form_is_its_own_normal_form(draft: Draft) -> None:
    assert normal(normal(draft)) == normal(draft)
    assert content_hash(normal(draft)) == content_hash(draft)


@given(drafts)
def test_any_draft_gets_an_answer_and_no_exception(draft: Draft) -> None:
    assert all(problem.message and problem.where for problem in problems(draft))


@pytest.mark.parametrize(("unit", "words"), [("公里", "55 公里"), (NO_UNIT, "55"), ("", "55")])
def test_a_number_is_said_with_its_unit_and_a_bare_one_alone(unit: str, words: str) -> None:
    number = Estimate(55, 2, 25, 0, 100, Text(unit))
    assert number.in_words(55) == words
