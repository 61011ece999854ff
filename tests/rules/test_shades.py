import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.shades import shade_of, shades


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        *(([], []), ([7], [(7, 7)]), ([3, 1, 2], [(1, 1), (2, 2), (3, 3)])),
        ([1, 1, 1, 1, 9], [(1, 1), (9, 9)]),
        (list(range(10)), [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]),
    ],
)
def test_values_are_cut_into_groups_of_about_equal_size(
    values: list[int], expected: list[tuple[int, int]]
) -> None:
    assert list(shades(values)) == expected


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=40))
def test_every_value_has_one_shade_and_more_is_never_lighter(values: list[int]) -> None:
    found = shades(values)
    places = [shade_of(value, found) for value in sorted(values)]
    assert places == sorted(places)
    assert len(found) <= 5


def test_a_value_between_the_shades_has_none() -> None:
    with pytest.raises(ValueError, match="5 is in no shade"):
        shade_of(5, shades([1, 9]))
