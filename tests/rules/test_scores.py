from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.balance import balance
from leaderboard.rules.bands import BANDS, Band, band_of, cap, check
from leaderboard.rules.scores import Rate, Unshown, best_sum, per_10k


@pytest.mark.parametrize(
    ("people", "population", "rate"),
    [
        (1, 64_429, Rate(16)),  # 0.155 a person in the smallest county
        (3_412, 187_000, Rate(182_46)),
        (0, 64_429, Rate(0)),
        (64_429, 64_429, Rate(10_000_00)),
        (64_430, 64_429, Rate(None, Unshown.OVER)),
        (5, None, Rate(None, Unshown.UNKNOWN)),
        (0, None, Rate(None, Unshown.UNKNOWN)),
        (5, 0, Rate(None, Unshown.UNKNOWN)),
    ],
)
def test_a_rate_is_shown_only_where_residents_are_known_and_more(
    people: int, population: int | None, rate: Rate
) -> None:
    assert per_10k(people, population) == rate


@given(st.integers(0, 5_000_000), st.integers(1, 5_000_000))
def test_a_rate_is_the_nearest_hundredth(people: int, population: int) -> None:
    rate = per_10k(min(people, population), population).x100
    assert rate is not None
    exact = Fraction(1_000_000 * min(people, population), population)
    assert -Fraction(1, 2) < rate - exact <= Fraction(1, 2)


def test_the_best_n_are_added_and_missing_ones_are_nothing() -> None:
    assert best_sum([50, 90, 70], 2) == 160
    assert best_sum([50, 90], 5) == 140
    assert best_sum([], 5) == 0
    with pytest.raises(ValueError, match="positive"):
        best_sum([1], 0)


@pytest.mark.parametrize(
    ("people", "parts"),
    [
        ((100, 100, 100, 100, 100), 10_000),
        ((500, 0, 0, 0, 0), 0),
        ((100, 100, 0, 0, 0), 4_307),  # ln 2 / ln 5 = 0.430676...
        ((9, 1), 4_690),  # 0.468995...
        ((0, 0), None),
        ((7,), None),
        ((), None),
    ],
)
def test_balance_is_entropy_of_the_most_there_could_be(
    people: Sequence[int], parts: int | None
) -> None:
    assert balance(people) == parts


COHORTS = st.lists(st.integers(0, 2_000_000), min_size=2, max_size=6).filter(any)


@given(COHORTS)
def test_balance_is_between_none_and_all_and_knows_no_order(people: list[int]) -> None:
    found = balance(people)
    assert found is not None
    assert 0 <= found <= 10_000
    assert balance(people[::-1]) == found
    assert balance([3 * count for count in people]) == found


@given(COHORTS)
def test_moving_somebody_to_a_smaller_cohort_never_lowers_balance(people: list[int]) -> None:
    largest, smallest = people.index(max(people)), people.index(min(people))
    before = balance(people)
    if people[largest] - people[smallest] >= 2:
        people[largest] -= 1
        people[smallest] += 1
    after = balance(people)
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("population", "code"),
    [
        *((1, "small"), (299_999, "small"), (300_000, "middle"), (1_000_000, "middle")),
        *((1_000_001, "large"), (18_676_605, "large")),
    ],
)
def test_every_region_of_known_size_is_in_one_band(population: int, code: str) -> None:
    band = band_of(population)
    assert band is not None
    assert band.code == code


def test_a_region_of_unknown_size_is_in_no_band() -> None:
    assert band_of(None) is None
    assert band_of(0) is None


@pytest.mark.parametrize(
    "bands",
    [
        (),
        (Band("a", 5),),
        (Band("a", None), Band("b", None)),
        (Band("a", 5), Band("b", 5), Band("c", None)),
        (Band("a", 0), Band("c", None)),
    ],
)
def test_bands_that_overlap_or_end_too_soon_are_refused(bands: Sequence[Band]) -> None:
    check(BANDS)
    with pytest.raises(ValueError, match="band"):
        check(bands)


def test_the_cap_is_the_nearest_rank() -> None:
    assert cap(range(1, 11)) == 9
    assert cap([7]) == 7
    assert cap([]) is None
    with pytest.raises(ValueError, match="per cent"):
        cap([1], 0)


@pytest.mark.slow
@given(st.lists(st.integers(0, 1_000), min_size=1), st.integers(1, 100))
def test_at_least_so_many_of_a_hundred_do_not_exceed_the_cap(
    values: list[int], per_cent: int
) -> None:
    found = cap(values, per_cent)
    assert found is not None
    assert 100 * sum(value <= found for value in values) >= per_cent * len(values)
    assert found in values
