import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.award import Basis, Facts, Out, Row, Weights, gaps, rows
from leaderboard.rules.rollup import Policy, Totals

WHOLE = Totals(people=10_000, attempts=50_000, points=600_000)  # a mean of 60 of 100
BASIS = Basis(WHOLE, full=100)
EVEN = (20, 20, 20, 20, 20)


def facts(
    name: str,
    people: int = 100,
    population: int | None = 100_000,
    *,
    mean: int = 60,
    cohorts: tuple[int, ...] = EVEN,
    active: int = 62,
) -> Facts:
    totals = Totals(people, people * 5, people * mean)
    return Facts(name, name, population, totals, cohorts, active, 62)


def by_name(*regions: Facts, weights: Weights | None = None) -> dict[str, Row]:
    return {row.facts.path: row for row in rows(regions, BASIS, weights or Weights())}


def test_a_row_can_be_followed_by_hand() -> None:
    row = by_name(facts("a", 3_412, 187_000, mean=75, active=31))["a"]
    # The best of its band counts in full; (3412 x 75 + 200 x 60) / 3612 = 74.17.
    assert (row.rate, row.cap, row.mean) == (182_46, 182_46, 74_17)
    assert row.parts == (10_000, 10_000, 7_417, 5_000)
    assert row.gains == (40_00, 25_00, 14_83, 7_50)
    assert row.score == 87_33


def test_a_rate_counts_up_to_the_ninetieth_percentile_of_its_band() -> None:
    small = [facts(f"s{n}", 100 * n, 200_000) for n in range(1, 11)]
    found = by_name(*small, facts("large", 50_000, 2_000_000))
    assert found["s9"].cap == found["s10"].cap == 45_00
    assert found["s9"].parts[0] == found["s10"].parts[0] == 10_000
    assert found["s3"].parts[0] == 3_333
    assert found["large"].cap == 250_00


@pytest.mark.parametrize(
    ("of", "out"),
    [
        (facts("a", people=9), Out.FEW),
        (facts("a", people=99), Out.LEAST),
        (facts("a", people=0), Out.LEAST),
        (facts("a", population=None), Out.UNKNOWN),
        (facts("a", people=200, population=199), Out.OVER),
    ],
)
def test_who_cannot_be_ranked_fairly_is_listed_with_the_reason(of: Facts, out: Out) -> None:
    found = by_name(of, facts("b"))
    assert found["a"].out is out
    assert found["a"].rank is None
    assert found["a"].score is None
    assert found["b"].rank == 1


def test_of_too_few_people_not_even_the_rate_is_told() -> None:
    assert by_name(facts("a", people=9))["a"].rate is None


def test_one_county_far_ahead_does_not_make_all_others_small() -> None:
    others = [facts(f"c{n:02}", 500) for n in range(19)]
    found = by_name(*others, facts("giant", 90_000))
    assert found["c00"].parts[0] == 10_000


@pytest.mark.parametrize("values", [(40, 25, 20, 14), (101, 0, 0, -1), (50, 50, 25, -25)])
def test_weights_come_to_a_hundred(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights(*values)


WEIGHTS = st.tuples(*(st.integers(0, 100) for _ in range(3))).map(sorted)
REGIONS = st.lists(
    st.builds(
        lambda people, population, mean, active, cohorts: (
            people,
            population,
            mean,
            active,
            cohorts,
        ),
        st.integers(0, 3_000),
        st.sampled_from([None, 2_000, 80_000, 500_000, 3_000_000]),
        st.integers(0, 100),
        st.integers(0, 62),
        st.tuples(*(st.integers(0, 500) for _ in range(5))),
    ),
    max_size=12,
)


def weights_of(cuts: list[int]) -> Weights:
    one, two, three = cuts
    return Weights(one, two - one, three - two, 100 - three)


@given(REGIONS, WEIGHTS)
def test_scores_add_up_and_ranks_follow_them(
    drawn: list[tuple[int, int | None, int, int, tuple[int, ...]]], cuts: list[int]
) -> None:
    regions = [
        facts(f"r{n:02}", people, population, mean=mean, active=active, cohorts=cohorts)
        for n, (people, population, mean, active, cohorts) in enumerate(drawn)
    ]
    found = rows(regions, BASIS, weights_of(cuts))
    assert sorted(row.facts.path for row in found) == [one.path for one in regions]
    ranked = [row for row in found if row.score is not None]
    for row in ranked:
        assert row.score == sum(row.gains)
        assert all(0 <= part <= 10_000 for part in row.parts)
        assert row.rank == 1 + sum((other.score or 0) > (row.score or 0) for other in ranked)
        band = [other for other in ranked if other.band == row.band]
        assert row.rank_in_band == 1 + sum((o.score or 0) > (row.score or 0) for o in band)
    assert found[: len(ranked)] == tuple(ranked)


def test_why_one_is_behind_another_adds_up_part_by_part() -> None:
    found = by_name(facts("a", 300), facts("b", 200, mean=90, active=10))
    told = gaps(found["b"], found["a"])
    assert sum(gap.behind for gap in told) == (found["a"].score or 0) - (found["b"].score or 0)
    assert [gap.part for gap in told] == ["reach", "balance", "mean", "activity"]
    with pytest.raises(ValueError, match="ranked"):
        gaps(found["a"], by_name(facts("c", people=9))["c"])


def test_fewer_people_may_be_asked_for_in_small_contests() -> None:
    basis = Basis(WHOLE, full=100, policy=Policy(least=10))
    assert rows([facts("a", people=10)], basis, Weights())[0].rank == 1
