from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.blueprint import (
    Item,
    Short,
    ShortPool,
    assign,
    most_forms,
    shortages,
    tags_of,
)
from questionbank.rules.rates import LABELS, UNLABELLED


def pool(*tags: str) -> list[Item]:
    """One item for each word of tags: "A B" fits the cells A and B."""
    return [
        Item(version, frozenset(words.split()), UNLABELLED, f"{version:064x}")
        for version, words in enumerate(tags, start=1)
    ]


@pytest.mark.parametrize(
    ("items", "blueprint", "expected"),
    [
        (pool("A", "A", "B"), {"A": 2, "B": 1}, []),
        (pool("A", "B"), {"A": 2, "B": 1}, [Short("A", 2, 1)]),
        (pool(), {"A": 1, "B": 2}, [Short("A", 1, 0), Short("B", 2, 0)]),
        (pool("A+B"), {"A+B": 1}, [Short("A+B", 1, 0)]),
        (pool("A B", "A"), {"A+B": 1, "A": 1}, []),
        (pool("A B", "A B"), {"A": 1, "B": 1}, []),
        (pool("A B"), {"A": 1, "B": 1}, [Short("B", 1, 0)]),
        (pool("A", "B", "C"), {"any": 3}, []),
        (pool("A", "B"), {"any": 3}, [Short("any", 3, 2)]),
        # Only one way works: 1 to C, 2 to B, 3 to A.
        (pool("A B C", "A B", "A"), {"A": 1, "B": 1, "C": 1}, []),
    ],
)
def test_shortages_name_cell_need_and_have(
    items: Sequence[Item], blueprint: Mapping[str, int], expected: list[Short]
) -> None:
    assert shortages(items, blueprint) == expected


def test_shortages_for_many_forms_count_all_of_them() -> None:
    assert shortages(pool("A", "A", "A"), {"A": 2}, forms=2) == [Short("A", 4, 3)]


@pytest.mark.parametrize(
    ("items", "blueprint", "expected"),
    [
        (pool("A", "A", "A", "A"), {"A": 2}, 2),
        (pool("A", "A", "A"), {"A": 2}, 1),
        (pool("A B", "A B", "A", "B"), {"A": 1, "B": 1}, 2),
        (pool("A"), {"A": 1, "B": 1}, 0),
        (pool(), {"A": 1}, 0),
    ],
)
def test_most_forms(items: Sequence[Item], blueprint: Mapping[str, int], expected: int) -> None:
    assert most_forms(items, blueprint) == expected


def test_a_short_pool_is_refused_with_its_cells() -> None:
    with pytest.raises(ShortPool) as refused:
        assign(pool("A"), {"A": 1, "B": 2})
    assert refused.value.shorts == (Short("B", 2, 0),)
    assert "B: need 2, have 0" in str(refused.value)


def test_hard_and_easy_items_of_one_group_go_to_each_cell_alike() -> None:
    labels = [1, 1, 2, 2, 4, 4, 5, 5]
    items = [Item(n, frozenset("AB"), LABELS[label], "") for n, label in enumerate(labels)]
    given_to = assign(items, {"A": 1, "B": 1})
    sums = {cell: sum(item.rates[1] for item in group) for cell, group in given_to.items()}
    assert sums["A"] == sums["B"]


TAGS = ("A", "B", "C", "D")
pools = st.lists(st.frozensets(st.sampled_from(TAGS)), max_size=25).map(
    lambda tags: pool(*(" ".join(sorted(each)) for each in tags))
)
cells = st.sampled_from([*TAGS, "A+B", "C+D", "any"])
blueprints = st.dictionaries(cells, st.integers(1, 4), min_size=1, max_size=4)


@given(pools, blueprints)
def test_short_exactly_when_not_one_form_can_be_made(
    items: list[Item], blueprint: dict[str, int]
) -> None:
    assert bool(shortages(items, blueprint)) == (most_forms(items, blueprint) == 0)


@given(pools, blueprints)
def test_each_item_goes_to_one_cell_that_it_fits(
    items: list[Item], blueprint: dict[str, int]
) -> None:
    if shortages(items, blueprint):
        return
    given_to = assign(items, blueprint)
    placed = [item.version for group in given_to.values() for item in group]
    assert len(placed) == len(set(placed))
    for cell, group in given_to.items():
        assert len(group) >= blueprint[cell] * most_forms(items, blueprint)
        assert all(tags_of(cell) <= item.tags for item in group)


@given(pools, blueprints, st.randoms(use_true_random=False))
def test_the_order_of_the_pool_does_not_matter(items, blueprint, chance) -> None:  # type: ignore[no-untyped-def]
    if shortages(items, blueprint):
        return
    other = list(items)
    chance.shuffle(other)
    assert assign(other, blueprint) == assign(items, blueprint)


def _can_fill(items: list[Item], needs: list[str]) -> bool:
    """By trying every way: slow, and shares no code with what it checks."""
    if not needs:
        return True
    first, rest = needs[0], needs[1:]
    return any(
        _can_fill([other for other in items if other is not item], rest)
        for item in items
        if tags_of(first) <= item.tags
    )


@given(
    st.lists(st.frozensets(st.sampled_from(TAGS)), max_size=5).map(
        lambda tags: pool(*(" ".join(sorted(each)) for each in tags))
    ),
    st.dictionaries(cells, st.integers(1, 2), min_size=1, max_size=3),
)
def test_shortages_agree_with_trying_every_way(
    items: list[Item], blueprint: dict[str, int]
) -> None:
    needs = [cell for cell, need in blueprint.items() for _ in range(need)]
    assert (shortages(items, blueprint) == []) == _can_fill(items, needs)
