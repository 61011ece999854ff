"""Nobody's published answers stand in a group of a few."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.cells import stated, wider_regions

FEW = 10
LEAVES = ["44", "44/1", "44/1/a", "44/1/b", "44/1/c", "44/2", "44/2/d", "44/2/e", "44/3/f/g"]
PEOPLE = st.dictionaries(st.sampled_from(LEAVES), st.integers(1, 40))


def test_large_regions_stay_what_they_are() -> None:
    people = {"44/1/a": 10, "44/1/b": 30, "44/2/d": 12}
    assert wider_regions(people, "44", FEW) == {path: path for path in people}


def test_a_small_region_takes_its_smallest_neighbour_along() -> None:
    people = {"44/1/a": 3, "44/1/b": 30, "44/1/c": 12}
    wider = wider_regions(people, "44", FEW)
    assert wider == {"44/1/a": "44/1", "44/1/b": "44/1/b", "44/1/c": "44/1"}


def test_where_a_whole_city_is_small_it_goes_further_up() -> None:
    people = {"44/1/a": 2, "44/1/b": 1, "44/2/d": 50, "44/2/e": 20}
    wider = wider_regions(people, "44", FEW)
    assert wider["44/1/a"] == wider["44/1/b"] == "44"
    # Three alone would be found: the smallest group keeps them company.
    assert (wider["44/2/d"], wider["44/2/e"]) == ("44/2/d", "44")


@given(PEOPLE)
def test_no_published_region_holds_a_few(people: dict[str, int]) -> None:
    wider = wider_regions(people, "44", FEW)
    shown: Counter[str] = Counter()
    for path, count in people.items():
        assert f"{path}/".startswith(f"{wider[path]}/")
        shown[wider[path]] += count
    assert all(count >= FEW for count in shown.values()) or set(shown) <= {"44"}


@given(
    st.dictionaries(st.tuples(st.sampled_from("xy"), st.sampled_from("abcd")), st.integers(1, 30))
)
def test_no_cohort_that_is_said_holds_a_few_and_no_unsaid_one_is_alone(
    people: dict[tuple[str, str], int],
) -> None:
    said = stated(people, FEW)
    for region in "xy":
        unsaid = [n for (where, _), n in people.items() if where == region]
        rest = [n for key, n in people.items() if key[0] == region and key not in said]
        assert not rest or sum(rest) >= FEW or len(rest) == len(unsaid)
    assert all(people[key] >= FEW for key in said)
