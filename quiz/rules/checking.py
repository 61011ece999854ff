"""Checking anybody's paper from what was published about its round: no trust, only arithmetic."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionbank.rules import books as book_rules
from questionbank.rules import draw
from questionbank.rules.blueprint import Item, tags_of
from questionbank.rules.books import BookSet, Spread


class Unpublished(ValueError):
    """The publication holds no seed or no books yet, or is not one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was checked: a code for its words, whether it holds, and its figures."""

    code: str
    holds: bool
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """A recomputed paper: where it is in the books, its versions by slot, and each step."""

    book: int
    form: int
    versions: tuple[int, ...]
    steps: tuple[Step, ...]

    @property
    def holds(self) -> bool:
        return all(step.holds for step in self.steps)


def check(published: Mapping[str, Any], contestant: int, try_no: int) -> Checked:
    """Recompute the paper of a contestant's try `try_no` (from 0) and check every promise about it.

    Raises Unpublished for anything but the whole publication of a closed round.
    """
    try:
        seed = bytes.fromhex(published["seed"])
        content = published["books"]
        made, items = book_rules.read(content["set"]), items_of(content)
        return _check(published, (contestant, try_no), seed=seed, made=made, items=items)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unpublished(f"not the publication of a closed round: {error}") from error


def items_of(content: Mapping[str, Any]) -> list[Item]:
    """The pool as it was when the round was prepared, from the written form of its books."""
    return [
        Item(version, frozenset(tags), (low, middle, high, top), digest, frozenset(*enemies))
        for version, tags, (low, middle, high, top), digest, *enemies in content["items"]
    ]


def _check(
    published: Mapping[str, Any],
    whose: tuple[int, int],
    *,
    seed: bytes,
    made: BookSet,
    items: list[Item],
) -> Checked:
    key = draw.deal_key(seed, published["beacon"])
    count = len(made.books)
    book, form = draw.deal(key, published["round"], *whose, books=count, forms=made.forms)
    versions = made.paper(book, form)
    content = published["books"]
    steps = (
        Step("seed", draw.seed_hash(seed) == published["seed_hash"], {}),
        Step("digest", book_rules.hash_of(content) == published["digest"], {}),
        Step("rebuilt", _rebuilt(content["blueprint"], seed, made, items), {"books": count}),
        Step(
            "dealt", holds=True, figures={"book": book + 1, "form": form + 1, "forms": made.forms}
        ),
        Step("blueprint", _meets(content["blueprint"], made, versions, items), _cells(made)),
        _equal(made, versions, items),
    )
    return Checked(book, form, versions, steps)


def _rebuilt(blueprint: Mapping[str, int], seed: bytes, made: BookSet, items: list[Item]) -> bool:
    try:
        return book_rules.build(items, blueprint, seed=seed, books=len(made.books)) == made
    except ValueError:
        return False


def _meets(
    blueprint: Mapping[str, int], made: BookSet, versions: tuple[int, ...], items: list[Item]
) -> bool:
    tags = {item.version: item.tags for item in items}
    slots = zip(made.cells, versions, strict=True)
    return Counter(made.cells) == blueprint and all(tags_of(c) <= tags[v] for c, v in slots)


def _cells(made: BookSet) -> dict[str, Any]:
    counts = Counter(made.cells)
    return {"questions": len(made.cells), "cells": ", ".join(f"{c} {n}" for c, n in counts.items())}


def _equal(made: BookSet, versions: tuple[int, ...], items: list[Item]) -> Step:
    rates = {item.version: item.rates for item in items}
    lines: tuple[Spread, ...] = book_rules.spread(made, items)
    middle = next(line for line in lines if line.ability == 0)
    ours = sum(rates[version][1] for version in versions)
    figures = {"ours": ours, "least": middle.least, "most": middle.most}
    return Step("equal", middle.least <= ours <= middle.most, figures)
