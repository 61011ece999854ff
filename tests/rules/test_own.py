import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.own import own
from leaderboard.rules.ranking import Standing
from leaderboard.rules.results import Result
from quiz.rules.formats import Count, Format
from tests.rules.boards import FORMATS, results

THREE = [Result(0, 90, 9_100, 100), Result(1, 0, 80_000, 200), Result(2, 50, 30_000, 300)]
VOID = THREE[0]._replace(void=1)


@pytest.mark.parametrize(
    ("count", "best_n", "counting"),
    [
        *((Count.BEST, 1, {0}), (Count.LAST, 1, {2}), (Count.SUM, 1, {0, 1, 2})),
        *((Count.MEAN_BEST, 2, {0, 2}), (Count.MEAN_BEST, 5, {0, 1, 2})),
    ],
)
def test_the_format_says_which_of_my_attempts_count(
    count: Count, best_n: int, counting: set[int]
) -> None:
    assert own(Format(count=count, best_n=best_n), THREE).counting == counting


def test_an_annulled_attempt_is_there_and_does_not_count_until_it_is_restored() -> None:
    mine = own(Format(), [*THREE, VOID])
    assert mine.results[0] == VOID
    assert mine.counting == {2}
    assert own(Format(count=Count.SUM), [*THREE, VOID]).counting == {1, 2}
    back = own(Format(), [*THREE, VOID, VOID._replace(void=2)])
    assert back.counting == {0}
    assert back.standing == Standing(90, 9_100, 100, 3)


def test_who_has_only_an_annulled_attempt_or_none_has_no_standing() -> None:
    assert own(Format(), [VOID]).standing is None
    assert own(Format(), []).results == ()


@pytest.mark.slow
@given(st.sampled_from(FORMATS), results())
def test_what_counts_adds_up_to_the_standing(form: Format, mine: list[Result]) -> None:
    found = own(form, mine)
    scores = [one.score for one in found.results if one.try_no in found.counting]
    assert sum(scores) == (found.standing.score if found.standing else 0)


@given(st.permutations(THREE))
def test_the_order_of_arrival_changes_nothing(mine: list[Result]) -> None:
    assert own(Format(), mine) == own(Format(), THREE)
