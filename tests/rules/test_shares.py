"""No region takes the places of the others, and none its own half from the one above."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.shares import fits

ROOT, CITY, COUNTY, OTHER = "44", "44/4401", "44/4401/440106", "44/4403"
REGIONS = st.sampled_from(
    [ROOT, CITY, COUNTY, "44/4401/440104", OTHER, "44/4403/440305", "45", "46/4601"]
)


def most_of(path: str, most: int, held: list[str]) -> int:
    """How many more a region gets who takes all it can."""
    held = list(held)
    before = len(held)
    while fits(path, ROOT, held, most):
        held.append(path)
    return len(held) - before


@pytest.mark.parametrize(
    ("path", "held", "gets"),
    [
        (ROOT, [], 40),
        (CITY, [], 10),
        (COUNTY, [], 2),
        ("45", [], 10),
        (ROOT, [CITY] * 10 + [OTHER] * 10, 20),
        (ROOT, [ROOT] * 20 + [CITY] * 10, 10),
        (CITY, [COUNTY] * 2, 8),
        (CITY, [OTHER] * 10 + ["44/4404"] * 10, 0),
        (CITY, [ROOT] * 35, 5),
        (COUNTY, [CITY] * 10, 0),
        # Made before there were shares: one's own half is there all the same.
        (ROOT, [COUNTY] * 40, 20),
    ],
)
def test_shares_of_forty(path: str, held: list[str], gets: int) -> None:
    assert most_of(path, 40, held) == gets


@pytest.mark.parametrize(("most", "gets"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (8, 2)])
def test_few_places_are_the_root_s_first(most: int, gets: int) -> None:
    assert most_of(CITY, most, []) == gets
    assert most_of(ROOT, most, []) == most


def test_all_outside_the_root_have_together_what_one_below_has_and_the_cap_holds() -> None:
    outside = [f"44/44{city:02}{county}" for city in range(4, 22) for county in ("", "/a", "/b")]
    held: list[str] = []
    for path in [*outside, "45", "44", OTHER, f"{OTHER}/440305"]:
        while fits(path, OTHER, held, 40):
            held.append(path)
    assert sum(path in outside for path in held) == 10
    assert held.count("44") == 30  # what the root lies in is as the root
    assert len(held) == 40


@given(st.lists(REGIONS, max_size=120), st.integers(0, 40))
def test_whoever_comes_the_root_has_its_half_and_there_are_no_more(
    asking: list[str], most: int
) -> None:
    held: list[str] = []
    for path in asking:
        if fits(path, ROOT, held, most):
            held.append(path)
    assert len(held) <= most
    assert most_of(ROOT, most, held) >= most - most // 2 - held.count(ROOT)
