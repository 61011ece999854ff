import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.checked import estimate, row, speaks_of_others, unsupported
from questionbank.formats.found import Level
from questionbank.rules.question import Draft, Text, normal
from questionbank.rules.validity import problems
from tests.questionbank.formats.drafts import every_kind


@pytest.mark.slow
@given(every_kind())
def test_the_random_drafts_of_the_tests_are_sound_and_normal(draft: Draft) -> None:
    assert problems(draft) == []
    assert normal(draft) == draft


def test_each_problem_of_a_draft_is_an_error_of_its_row() -> None:
    draft = Draft("single", Text(""), options=(Text("甲"), Text("甲")), key=(0,))
    found = row("7", draft)
    assert [(note.level, note.code, note.field) for note in found.notes] == [
        (Level.ERROR, "empty", "stem.zh"),
        (Level.ERROR, "equal_options", "options.zh"),
    ]


def test_a_kind_we_do_not_have_leaves_no_draft() -> None:
    found = unsupported("7", "简答题")
    assert found.draft is None
    assert found.wrong


@pytest.mark.parametrize(
    ("option", "last"),
    [
        ("以上都对", True),
        ("以上选项均正确", True),
        ("以上三者都是", True),
        ("上述说法都不对", True),
        ("All of the above.", True),
        ("None of these", True),
        ("以上海为中心的地区", False),
        ("海拔三千米以上", False),
        ("all of the planets", False),
    ],
)
def test_an_option_about_the_others_is_known(option: str, last: bool) -> None:  # noqa: FBT001
    assert speaks_of_others(option) is last


@pytest.mark.parametrize(
    ("value", "tolerance", "ends"),
    [
        (0, 0, (0, 10)),
        (9, 0, (0, 10)),
        (10, 0, (0, 100)),
        (55, 2, (0, 100)),
        (98, 2, (0, 1000)),
        (-40, 5, (-100, 100)),
    ],
)
def test_the_slider_of_a_numeric_question_ends_at_a_power_of_ten(
    value: int, tolerance: int, ends: tuple[int, int]
) -> None:
    made = estimate(value, tolerance, "公里")
    assert (made.least, made.most) == ends
    assert (made.near, made.far) == (tolerance, tolerance + 1)


@given(st.integers(-(10**8), 10**8), st.integers(0, 10**6))
def test_a_numeric_question_of_any_size_makes_a_sound_estimate(value: int, tolerance: int) -> None:
    number = estimate(value, tolerance, "公里")
    assert problems(Draft("estimate", Text("多远？"), estimate=number)) == []
