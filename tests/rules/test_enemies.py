"""Questions that must not be in one paper are not, or the build is refused by their names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.rules import books
from questionbank.rules.blueprint import Item
from questionbank.rules.books import BookSet
from questionbank.rules.levelling import Enemies
from questionbank.rules.rates import LABELS
from tests.rules.test_books import CRISP, SEED, pool, uneven

Pairs = Iterable[tuple[int, int]]


def hating(items: list[Item], pairs: Pairs) -> list[Item]:
    """The items with these enemies, each of the other."""
    both = {pair for one, other in pairs for pair in ((one, other), (other, one)) if one != other}
    return [
        replace(item, enemies=frozenset(other for one, other in both if one == item.version))
        for item in items
    ]


def together(made: BookSet, items: list[Item]) -> set[tuple[int, int]]:
    enemies = {item.version: item.enemies for item in items}
    return {
        (one, other)
        for book in made.books
        for form in book
        for one in form
        for other in form
        if other in enemies[one]
    }


pairs_of_60 = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=15)


@pytest.mark.slow
@settings(deadline=None)
@given(pairs_of_60, st.binary(min_size=16, max_size=32), st.integers(1, 4))
def test_no_form_holds_two_enemies_and_all_else_stays_as_promised(
    pairs: list[tuple[int, int]], seed: bytes, count: int
) -> None:
    items = hating(pool(60), pairs)
    try:
        made = books.build(items, CRISP, seed=seed, books=count)
    except Enemies as refusal:
        named = refusal.pairs
    else:
        named = ()
        _as_promised(made, items)
    assert set(named) <= {(min(pair), max(pair)) for pair in pairs}


def _as_promised(made: BookSet, items: list[Item]) -> None:
    assert not together(made, items)
    tags = {item.version: item.tags for item in items}
    for book in made.books:
        versions = [version for form in book for version in form]
        assert len(versions) == len(set(versions))
        for form in book:
            assert all({c} <= tags[v] for c, v in zip(made.cells, form, strict=True))
    for slot in range(len(made.cells)):
        uses = Counter(form[slot] for book in made.books for form in book)
        assert max(uses.values()) - min(uses.values()) <= 1


@pytest.mark.parametrize(("count", "turns"), [(100, 20), (400, 3), (1_000, 1)])
def test_some_dozens_of_enemies_in_a_usual_pool_are_always_parted(count: int, turns: int) -> None:
    for turn in range(turns):
        pairs = [(n * 7 % count, (n * 31 + turn + 1) % count) for n in range(count // 10)]
        items = hating(uneven(count), pairs)
        made = books.build(items, CRISP, seed=SEED + bytes([turn]), books=3)
        assert not together(made, items)
        for line in books.spread(made, items):
            assert line.sd < (200_000 if count < 200 else 130_000)


def test_enemies_that_every_paper_needs_are_named() -> None:
    items = [Item(n, frozenset("A" if n else "B"), LABELS[3], "") for n in range(2)]
    with pytest.raises(Enemies, match="0 and 1"):
        books.build(hating(items, [(0, 1)]), {"A": 1, "B": 1}, seed=SEED, books=1)


def test_where_one_paper_is_all_there_is_another_item_takes_the_place() -> None:
    items = [Item(n, frozenset("A" if n < 2 else "B"), LABELS[3], "") for n in range(1, 4)]
    made = books.build(hating(items, [(1, 2), (1, 3)][:1]), {"A": 1, "B": 1}, seed=SEED, books=1)
    assert made.books == (((1, 3),),)


def test_a_pool_without_enemies_makes_the_books_it_always_made() -> None:
    items = pool(60)
    assert books.build(hating(items, []), CRISP, seed=SEED, books=3) == books.build(
        items, CRISP, seed=SEED, books=3
    )


def test_an_enemy_outside_the_pool_changes_nothing() -> None:
    items = [replace(item, enemies=frozenset({9_999})) for item in pool(60)]
    made = books.build(items, CRISP, seed=SEED, books=3)
    assert made == books.build(pool(60), CRISP, seed=SEED, books=3)
