import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.rollup import Policy, Region, Totals, mean_x100, score_x100, table

POLICY = Policy()
PARENT = Totals(people=10_000, attempts=60_000, points=600_000)  # a mean of 60.00


def region(name: str, people: int, mean: int = 60) -> Region:
    return Region(name, name, Totals(people, people * 5, people * mean))


@pytest.mark.parametrize(
    ("people", "mean", "shown", "shrunk"),
    [
        (200, 80, 80_00, 70_00),  # as many people as are mixed in: half way
        (100, 90, 90_00, 70_00),
        (20_000, 80, 80_00, 79_80),
        (100, 60, 60_00, 60_00),
    ],
)
def test_small_regions_are_drawn_towards_the_parents_mean(
    people: int, mean: int, shown: int, shrunk: int
) -> None:
    of = region("a", people, mean).totals
    assert mean_x100(of, 1) == shown
    assert score_x100(of, PARENT, divisor=1, shrink=200) == shrunk


def test_attempts_never_enter_a_mean() -> None:
    few, many = Totals(100, 100, 6_000), Totals(100, 9_000, 6_000)
    assert mean_x100(few, 1) == mean_x100(many, 1) == 60_00
    assert score_x100(few, PARENT, divisor=1, shrink=200) == score_x100(
        many, PARENT, divisor=1, shrink=200
    )


def test_a_mean_of_the_best_three_is_shown_per_attempt() -> None:
    assert mean_x100(Totals(10, 30, 2_000), 3) == 66_67


@pytest.mark.parametrize(
    ("people", "shown_as"),
    [(0, "listed"), (1, "few"), (9, "few"), (10, "listed"), (99, "listed"), (100, "ranked")],
)
def test_few_people_are_hidden_and_too_few_are_not_ranked(people: int, shown_as: str) -> None:
    (row,) = table([region("a", people)], PARENT, divisor=1, policy=POLICY)
    assert (row.rank is not None) == row.ranked == (shown_as == "ranked")
    assert row.few == (shown_as == "few")
    assert (row.people is None) == (row.attempts is None) == row.few
    assert (row.mean_x100 is None) == (row.few or people == 0)


def test_equal_scores_share_a_rank_and_the_unranked_come_last() -> None:
    rows = table(
        [region("d", 50, 99), region("a", 300), region("b", 300), region("c", 300, 61)],
        PARENT,
        divisor=1,
        policy=POLICY,
    )
    assert [(row.id, row.rank) for row in rows] == [("c", 1), ("a", 2), ("b", 2), ("d", None)]


@given(st.integers(1, 10**6), st.integers(0, 100), st.integers(1, 10**6), st.integers(0, 100))
def test_the_shrunk_score_lies_between_the_two_means(
    people: int, mean: int, parents: int, parent_mean: int
) -> None:
    shrunk = score_x100(
        Totals(people, people, people * mean),
        Totals(parents, parents, parents * parent_mean),
        divisor=1,
        shrink=200,
    )
    assert shrunk is not None
    assert min(mean, parent_mean) * 100 <= shrunk <= max(mean, parent_mean) * 100
