from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.rules import books
from questionbank.rules.blueprint import Item, ShortPool, shortages, tags_of
from questionbank.rules.books import BookSet
from questionbank.rules.draw import deal, deal_key
from questionbank.rules.rates import LABELS, ONE

SEED = bytes(range(32))
CRISP = {"knowledge": 4, "method": 2, "spirit": 2, "application": 2}
DIMENSIONS = ("knowledge", "knowledge", "method", "spirit", "application")


def pool(count: int) -> list[Item]:
    """Items of all dimensions and labels; neither goes with the other."""
    return [
        Item(n, frozenset({DIMENSIONS[n % 5]}), LABELS[n // 5 % 5 + 1], f"{n:064x}")
        for n in range(count)
    ]


def uneven(count: int) -> list[Item]:
    """Items whose measured rates differ from every label, more so at the ends."""
    return [
        replace(item, rates=(_off(low, n), _off(middle, n), _off(high, n), _off(top, n)))
        for n, item in enumerate(pool(count))
        for low, middle, high, top in [item.rates]
    ]


def _off(rate: int, number: int) -> int:
    return min(ONE, rate + number * 7919 % 90_001)


@pytest.mark.parametrize(
    ("count", "forms"), [(1, 1), (2, 2), (3, 3), (4, 3), (9, 7), (10, 7), (30, 23)]
)
def test_a_book_has_a_prime_number_of_forms(count: int, forms: int) -> None:
    items = [Item(n, frozenset(), LABELS[3], "") for n in range(count)]
    assert books.build(items, {"any": 1}, seed=SEED, books=1).forms == forms


@pytest.mark.parametrize(("most", "prime"), [(1, 1), (2, 2), (4, 3), (25, 23), (195, 193)])
def test_the_largest_prime_up_to_a_number(most: int, prime: int) -> None:
    assert books._prime_to(most) == prime


@pytest.mark.parametrize(("count", "forms"), [(15, 1), (30, 3), (400, 31), (2_000, 179)])
def test_pools_of_any_size_make_books(count: int, forms: int) -> None:
    assert books.build(pool(count), CRISP, seed=SEED, books=2).forms == forms


def test_one_item_in_ten_stays_on_the_bench() -> None:
    made = books.build(pool(2_000), CRISP, seed=SEED, books=2)
    benched = {version for stratum in made.bench for version in stratum}
    used = {version for book in made.books for form in book for version in form}
    assert len(benched) == 200
    assert not benched & used


def test_forms_are_more_equal_than_papers_drawn_by_blueprint_alone() -> None:
    items = uneven(400)
    made = books.build(items, CRISP, seed=SEED, books=5)
    for line in books.spread(made, items):
        assert line.sd < 120_000, "0.12 of 10 points; by blueprint alone it is about 0.6"
        assert line.least <= line.mean <= line.most


def test_books_of_a_tiny_pool_are_equal_too() -> None:
    items = uneven(60)
    made = books.build(items, CRISP, seed=SEED, books=20)
    rates = {item.version: item.rates[1] for item in items}
    means = [sum(rates[v] for form in book for v in form) // made.forms for book in made.books]
    assert max(means) - min(means) < 250_000


def test_what_is_too_little_is_refused_by_cell() -> None:
    with pytest.raises(ShortPool, match="method: need 2, have 1"):
        books.build(pool(5), CRISP, seed=SEED, books=1)


@pytest.mark.parametrize(
    ("items", "blueprint", "count"),
    [(pool(5), {"any": 1}, 0), (pool(5), {}, 1), (pool(5) * 2, {"any": 1}, 1)],
)
def test_impossible_input_is_refused(
    items: list[Item], blueprint: dict[str, int], count: int
) -> None:
    with pytest.raises(ValueError, match=r"at least one|twice"):
        books.build(items, blueprint, seed=SEED, books=count)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"books": []},
        {"books": [[]]},
        {"books": [[[1, 2]]]},
        {"books": [[["1"]]]},
        {"books": [[[1]], [[1], [2]]]},
        {"books": 7},
        {"cells": None},
    ],
)
def test_what_is_no_set_of_books_is_refused(change: dict[str, object]) -> None:
    whole = books.plain(BookSet(("any",), (((1,), (2,)),), ((3,),)))
    assert books.read(whole).forms == 2
    with pytest.raises(ValueError, match="not a set of books"):
        books.read(whole | change)


pools = st.lists(
    st.tuples(
        st.sets(st.sampled_from("ABC"), min_size=1).map(frozenset),
        st.tuples(*[st.integers(0, ONE)] * 4),
    ),
    min_size=3,
    max_size=40,
).map(lambda rows: [Item(n, tags, rates, "") for n, (tags, rates) in enumerate(rows)])
blueprints = st.dictionaries(
    st.sampled_from(["A", "B", "C", "A+B", "any"]), st.integers(1, 3), min_size=1, max_size=3
)
seeds = st.binary(min_size=16, max_size=32)


@pytest.mark.slow
@settings(deadline=None)
@given(pools, blueprints, seeds, st.integers(1, 4))
def test_every_form_meets_the_blueprint_and_no_book_repeats_a_question(
    items: list[Item], blueprint: dict[str, int], seed: bytes, count: int
) -> None:
    if shortages(items, blueprint):
        return
    made = books.build(items, blueprint, seed=seed, books=count)
    tags = {item.version: item.tags for item in items}
    assert Counter(made.cells) == Counter(blueprint)
    assert len(made.books) == count
    for book in made.books:
        versions = [version for form in book for version in form]
        assert len(versions) == len(set(versions)) == made.forms * len(made.cells)
        for form in book:
            assert all(tags_of(c) <= tags[v] for c, v in zip(made.cells, form, strict=True))


@pytest.mark.slow
@settings(deadline=None)
@given(pools, blueprints, seeds, st.randoms(use_true_random=False))
def test_the_same_input_builds_the_same_bytes(items, blueprint, seed, chance) -> None:  # type: ignore[no-untyped-def]
    if shortages(items, blueprint):
        return
    first = books.build(items, blueprint, seed=seed, books=2)
    chance.shuffle(items)
    again = books.build(items, blueprint, seed=seed, books=2)
    assert books.digest(again) == books.digest(first)
    assert books.read(books.plain(first)) == first


@pytest.mark.slow
@settings(deadline=None)
@given(pools, blueprints, seeds)
def test_questions_of_a_slot_are_used_equally_often(
    items: list[Item], blueprint: dict[str, int], seed: bytes
) -> None:
    if shortages(items, blueprint):
        return
    made = books.build(items, blueprint, seed=seed, books=4)
    for slot in range(len(made.cells)):
        uses = Counter(form[slot] for book in made.books for form in book)
        assert max(uses.values()) - min(uses.values()) <= 1


@pytest.mark.slow
@settings(deadline=None)
@given(seeds, st.integers(1, 10**9), st.integers(20, 80))
def test_nobody_meets_a_question_twice_within_one_book(
    seed: bytes, contestant: int, count: int
) -> None:
    made = books.build(pool(count), CRISP, seed=seed, books=3)
    key = deal_key(seed, "")
    met: list[int] = []
    for try_no in range(made.forms):
        met += made.paper(*deal(key, "r", contestant, try_no, books=3, forms=made.forms))
    assert len(met) == len(set(met))


def test_the_books_of_a_known_pool_never_change() -> None:
    """Papers of an older release must stay checkable: a new algorithm needs a new VERSION."""
    made = books.build(pool(60), CRISP, seed=SEED, books=3)
    assert books.digest(made) == "7b486cde1fa902d43dbf22ef2fc64d6ceb846704b4bbb0e1d266e96272ef40a0"
