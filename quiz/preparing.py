"""Preparing a round in people's words: what its papers would be, and why there are none."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, TypedDict

from django.utils.translation import gettext_lazy

from questionbank.rules import books as book_rules
from questionbank.rules.blueprint import Item, most_forms, tags_of
from questionbank.rules.books import BookSet
from quiz import format_words, rounds
from quiz.rules import checking
from quiz.rules.formats import BadFormat

# What `in_words` has words for.
REFUSALS: Final = (rounds.ShortPool, rounds.Enemies, rounds.TooLate, BadFormat)
TOPIC: Final = re.compile(r"T\d+")
LABEL: Final = re.compile(r"L\d")


class Preview(TypedDict):
    """The papers of a round as numbers, fit for JSON. `spread` holds ability, mean, sd and the
    farthest form's distance, in millionths of a question; `cells` each cell with what a paper
    needs, what the pool has and what stays on the bench; `most` is the number of disjoint papers;
    `tags` are topics and difficulty labels with how many questions have them."""

    pool: int
    books: int
    forms: int
    slots: int
    spread: list[list[int]]
    cells: list[list[Any]]
    most: int
    tags: list[list[list[Any]]]


def preview(content: Mapping[str, Any]) -> Preview:
    """What to know of books before they are promised, or after. `content` as `rounds.build`."""
    made, items = book_rules.read(content["set"]), checking.items_of(content)
    return Preview(
        pool=len(items),
        books=len(made.books),
        forms=made.forms,
        slots=len(made.cells),
        spread=[[s.ability, s.mean, s.sd, s.farthest] for s in book_rules.spread(made, items)],
        cells=_cells(content["blueprint"], made, items),
        most=most_forms(items, content["blueprint"]),
        tags=tags(items),
    )


def _cells(blueprint: Mapping[str, int], made: BookSet, items: list[Item]) -> list[list[Any]]:
    bench = Counter[str]()
    for cell, stratum in zip(made.cells, made.bench, strict=True):
        bench[cell] += len(stratum)
    return [[cell, n, have(items, cell), bench[cell]] for cell, n in sorted(blueprint.items())]


def have(items: list[Item], cell: str) -> int:
    """How many questions fit the cell."""
    return sum(tags_of(cell) <= item.tags for item in items)


def tags(items: list[Item]) -> list[list[list[Any]]]:
    """How many questions have each topic, then each difficulty label."""
    counts = Counter(tag for item in items for tag in item.tags)
    found = [sorted(filter(kind.fullmatch, counts), key=_number) for kind in (TOPIC, LABEL)]
    return [[[tag, counts[tag]] for tag in some] for some in found]


def _number(tag: str) -> int:
    return int(tag[1:])


# The most particular first: all of them are TooLate.
_LATE: Final = (
    (rounds.Ready, gettext_lazy("轮次已经准备好：卷册只能准备一次。")),
    (rounds.Changed, gettext_lazy("备卷的时候轮次的设置变了，没有备卷。请再预览一次。")),
    (rounds.Sat, gettext_lazy("轮次有未结束的场次，卷册在场次结束之后才能再变")),
    (rounds.Rehearsed, gettext_lazy("彩排还留有选手，卷册不能变；请先清空彩排并结束该场")),
    (rounds.TooLate, gettext_lazy("轮次已经开始或公共随机数已定，卷册不能再变")),
)


def in_words(error: Exception) -> str:
    """Why a round has no books, or keeps those that it has; one of REFUSALS."""
    if isinstance(error, rounds.ShortPool):
        return rounds.shorts_in_words(error.shorts)
    if isinstance(error, rounds.Enemies):
        return rounds.enemies_in_words(error.pairs)
    if isinstance(error, BadFormat):
        return format_words.refusal(error)
    return next((str(words) for kind, words in _LATE if isinstance(error, kind)), str(error))
