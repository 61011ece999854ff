"""A pool cut into books of parallel papers that meet the blueprint and are equal in expected score.

Each slot of the blueprint owns a stratum: a slice of its cell's items, alike in difficulty. A form
takes one item of each stratum. Then forms swap items of the same stratum where that brings their
expected scores together, at four abilities at once; so the blueprint and each item's number of
uses stay as they were dealt. Whole numbers and keyed hashes only: every machine builds the same.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from questionbank.rules.blueprint import Item, ShortPool, assign, shortages
from questionbank.rules.keyed import keyed_hash
from questionbank.rules.levelling import Form, level, mixed
from questionbank.rules.rates import ABILITIES, Rates

# One in so many items of a stratum stays on the bench, to stand in for one that is retired.
BENCH_SHARE = 10
VERSION = 1


@dataclass(frozen=True, slots=True)
class BookSet:
    """Books of forms: `books[book][form][slot]` is a version. `cells` and `bench` are by slot."""

    cells: tuple[str, ...]
    books: tuple[tuple[Form, ...], ...]
    bench: tuple[tuple[int, ...], ...]

    @property
    def forms(self) -> int:
        """How many forms a book has: a prime, or 1; for so many tries no question comes twice."""
        return len(self.books[0])

    def paper(self, book: int, form: int) -> Form:
        """The versions of a form by slot, before the person's own order."""
        return self.books[book][form]


@dataclass(frozen=True, slots=True)
class Spread:
    """Expected scores of all forms at one ability, in millionths of a question."""

    ability: int
    mean: int
    sd: int
    least: int
    most: int

    @property
    def farthest(self) -> int:
        """How far the farthest form is from the mean."""
        return max(self.most - self.mean, self.mean - self.least)


def build(
    items: Sequence[Item], blueprint: Mapping[str, int], *, seed: bytes, books: int
) -> BookSet:
    """Cut the pool into `books` books. The same items, blueprint, seed and number: the same books.

    No form holds two enemies. Raises ShortPool when not even one paper can be made, Enemies when
    some cannot be parted, ValueError for an empty blueprint, an item given twice, or fewer than one
    book.
    """
    if books < 1 or not blueprint or min(blueprint.values()) < 1:
        raise ValueError("wants at least one book and one question in each cell")
    if len({item.version for item in items}) < len(items):
        raise ValueError("an item is given twice")
    if shorts := shortages(items, blueprint):
        raise ShortPool(shorts)
    key = keyed_hash(seed, b"books")
    cells, strata, bench = _strata(key, assign(items, blueprint), blueprint)
    forms = _prime_to(min(len(stratum) for stratum in strata))
    made = level(key, strata, forms=forms, books=books)
    return BookSet(cells, tuple(made), bench)


def spread(bookset: BookSet, items: Sequence[Item]) -> tuple[Spread, ...]:
    """Mean, sd, least and most expected score over all forms of all books, for each ability."""
    rates = {item.version: item.rates for item in items}
    forms = [form for book in bookset.books for form in book]
    sums = [_expected(form, rates) for form in forms]
    return tuple(_spread(ability, [s[at] for s in sums]) for at, ability in enumerate(ABILITIES))


def _spread(ability: int, scores: Sequence[int]) -> Spread:
    count = len(scores)
    mean = sum(scores) // count
    variance = sum((score - mean) ** 2 for score in scores) // count
    return Spread(ability, mean, isqrt(variance), min(scores), max(scores))


def _expected(form: Form, rates: Mapping[int, Rates]) -> list[int]:
    return [sum(column) for column in zip(*(rates[version] for version in form), strict=True)]


def plain(bookset: BookSet) -> dict[str, Any]:
    """The books as JSON keeps them; `read(plain(bookset)) == bookset`."""
    return {
        "version": VERSION,
        "cells": list(bookset.cells),
        "books": [[list(form) for form in book] for book in bookset.books],
        "bench": [list(stratum) for stratum in bookset.bench],
    }


def read(data: Mapping[str, Any]) -> BookSet:
    """A BookSet from plain JSON. Raises ValueError when it is not one."""
    try:
        made = BookSet(
            tuple(str(cell) for cell in data["cells"]),
            tuple(tuple(_numbers(form) for form in book) for book in data["books"]),
            tuple(_numbers(stratum) for stratum in data["bench"]),
        )
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a set of books: {error}") from error
    slots, sizes = len(made.cells), {len(book) for book in made.books}
    whole = all(len(form) == slots for book in made.books for form in book)
    if data.get("version") != VERSION or len(sizes) != 1 or 0 in sizes or not whole:
        raise ValueError("not a set of books of this version, or books of unequal size")
    return made


def _numbers(values: Sequence[Any]) -> tuple[int, ...]:
    if not all(isinstance(value, int) for value in values):
        raise TypeError("a version is a whole number")
    return tuple(values)


def digest(bookset: BookSet) -> str:
    """SHA-256 in hexadecimal of the books in their one written form."""
    return hash_of(plain(bookset))


def hash_of(data: Any) -> str:
    """SHA-256 in hexadecimal of JSON written in the one way that has no white space or choice."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _strata(
    key: bytes, given: Mapping[str, list[Item]], blueprint: Mapping[str, int]
) -> tuple[tuple[str, ...], list[list[Item]], tuple[tuple[int, ...], ...]]:
    cells: list[str] = []
    strata: list[list[Item]] = []
    bench: list[tuple[int, ...]] = []
    for cell, need in sorted(blueprint.items()):
        for stratum in _cut(_by_rate(key, given[cell]), need):
            spare = len(stratum) // BENCH_SHARE
            order = mixed(key, f"bench|{len(cells)}", stratum)
            cells.append(cell)
            strata.append(order[spare:])
            bench.append(tuple(sorted(item.version for item in order[:spare])))
    return tuple(cells), strata, tuple(bench)


def _by_rate(key: bytes, items: Sequence[Item]) -> list[Item]:
    # Sorting keeps the mixed order among equals: labels alone make many items equal.
    return sorted(mixed(key, "ties", items), key=lambda item: -item.rates[1])


def _cut(items: Sequence[Item], parts: int) -> Iterator[list[Item]]:
    count = len(items)
    for part in range(parts):
        yield list(items[part * count // parts : (part + 1) * count // parts])


def _prime_to(most: int) -> int:
    """The largest prime up to `most`; 1 for 1."""
    return next((n for n in range(most, 1, -1) if all(n % d for d in range(2, isqrt(n) + 1))), 1)
