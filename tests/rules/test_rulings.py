"""A ruling corrects what an answer earns, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules import marking, rulings
from quiz.rules.formats import Bonus, Format, Partial
from quiz.rules.marking import Key
from quiz.rules.rulings import ACCEPT, NEW_KEY, RESTORE, VOID_ALL, VOID_NONE, Answered, Ruling
from quiz.rules.units import Millis, Points

FORM = Format(questions=4, penalty=Points(3), blank=Points(0), partial=Partial.HALF)
QUICK = replace(FORM, bonus=Bonus.LINEAR, bonus_points=Points(2))
KEY = Key("single", (2,))


def ruling(kind: str, *places: tuple[int, ...]) -> Ruling:
    return Ruling(1, kind, tuple(Key("single", one) for one in places))


RULINGS = [
    *(None, ruling(NEW_KEY, (1,)), ruling(ACCEPT, (1,), (2,))),
    *(ruling(VOID_ALL), ruling(VOID_NONE), ruling(RESTORE)),
]


@pytest.mark.parametrize(
    ("of", "choice", "points"),
    [
        (None, (2,), 10), (None, (1,), -3), (None, (), 0),
        (ruling(NEW_KEY, (1,)), (1,), 10), (ruling(NEW_KEY, (1,)), (2,), -3),
        (ruling(NEW_KEY, (1,)), (), 0),
        (ruling(ACCEPT, (1,), (2,)), (1,), 10), (ruling(ACCEPT, (1,), (2,)), (2,), 10),
        (ruling(ACCEPT, (1,), (2,)), (0,), -3), (ruling(ACCEPT, (1,), (2,)), (), 0),
        (ruling(VOID_ALL), (2,), 10), (ruling(VOID_ALL), (0,), 10), (ruling(VOID_ALL), (), 10),
        (ruling(VOID_NONE), (2,), 0), (ruling(VOID_NONE), (0,), 0), (ruling(VOID_NONE), (), 0),
        (ruling(RESTORE), (2,), 10), (ruling(RESTORE), (1,), -3),
    ],
)  # fmt: skip
def test_what_an_answer_earns_under_a_ruling(
    of: Ruling | None, choice: tuple[int, ...], points: int
) -> None:
    assert rulings.mark(FORM, KEY, of, choice, Millis(1_000)) == points
    assert rulings.right(FORM, KEY, of, choice) == (points == 10)


def test_a_key_that_counts_now_pays_the_bonus_of_the_time_it_took() -> None:
    earned = rulings.mark(QUICK, KEY, ruling(NEW_KEY, (1,)), (1,), Millis(10_000))
    assert earned == marking.mark(QUICK, KEY, (2,), Millis(10_000)) == 11


@given(st.integers(0, 3), st.integers(0, 30_000))
def test_a_question_void_for_all_lowers_nobody(choice: int, took: int) -> None:
    before = rulings.mark(QUICK, KEY, None, (choice,), Millis(took))
    assert rulings.mark(QUICK, KEY, ruling(VOID_ALL), (choice,), Millis(took)) >= before


def answered(choice: tuple[int, ...], of: Ruling | None = None) -> Answered:
    return Answered(marking.mark(FORM, KEY, choice, Millis(900)), KEY, of, choice, Millis(900))


def paper(*choices: int, voids: int = 0) -> list[Answered]:
    return [
        answered((choice,), ruling(VOID_NONE) if at < voids else None)
        for at, choice in enumerate(choices)
    ]


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (paper(2, 2, 2, 2), 40),
        (paper(0, 2, 2, 2, voids=1), 40), (paper(2, 2, 2, 2, voids=1), 40),
        (paper(2, 2, 2, 0, voids=1), 23),  # 17 of 30, times 4/3 = 22.67
        (paper(2, 0, 0, 0, voids=1), -12),  # -9 times 4/3
        (paper(2, 2, 2, 2, voids=4), 0), ([], 0),
    ],
)  # fmt: skip
def test_the_rest_of_a_paper_is_scaled_when_a_question_counts_for_nobody(
    answers: list[Answered], points: int
) -> None:
    assert rulings.score(FORM, answers) == points


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(RULINGS)), min_size=1, max_size=20))
def test_a_score_stays_within_what_the_format_can_pay(
    given_: list[tuple[int, Ruling | None]],
) -> None:
    form = replace(FORM, questions=len(given_))
    found = rulings.score(form, [answered((choice,), of) for choice, of in given_])
    assert -form.penalty * form.questions <= found <= form.full_score


@given(st.lists(st.integers(0, 3), max_size=20))
def test_the_own_key_restored_gives_the_first_score_again(choices: list[int]) -> None:
    first = rulings.score(FORM, [answered((choice,)) for choice in choices])
    restored = [answered((choice,), ruling(RESTORE)) for choice in choices]
    assert rulings.score(FORM, restored) == first == sum(one.points for one in restored)
