"""What papers are made of: presets of the app that plays them, and blueprints that are typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from questionbank.models import Kind, Tag
from questionbank.rules.blueprint import ANY

MOST_CELLS, MOST_QUESTIONS, LONGEST = 60, 200, 1_000
_CELL = re.compile(r"([A-Za-z0-9_.-]+(?:\+[A-Za-z0-9_.-]+)*)\s*[:：=]\s*(\d{1,3})")
_BETWEEN = re.compile(r"[\s,，;；、]*")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A preset: how many questions of each cell a paper holds."""

    name: str
    title_zh: str
    title_en: str
    cells: Mapping[str, int]


class Unread(ValueError):
    """A typed blueprint that means nothing; `part` is where it ends to be understood."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


class Unknown(Unread):
    """A cell with a tag that the bank has not: `part` is the tag, `cell` as it was typed, `number`
    which one it is, from 1."""

    def __init__(self, tag: str, cell: str, number: int) -> None:
        self.cell, self.number = cell, number
        super().__init__(tag)


Source = Callable[[], list[Blueprint]]
_source: list[Source] = []


def tell(source: Source) -> None:
    """Have `source` asked for the presets. Called once, when the app that plays them starts."""
    _source[:] = [source]


def presets() -> list[Blueprint]:
    """All presets; none where no app plays."""
    return _source[0]() if _source else []


def typed(text: str) -> dict[str, int]:
    """The cells of "single+T4: 2, L3: 1": tags joined by "+", then how many.

    The same cell twice counts together. Raises Unread naming what is no cell or what is too much:
    above MOST_CELLS cells or MOST_QUESTIONS questions; Unknown for a tag that does not exist.
    """
    cells, items = dict[str, int](), list[str]()
    at = _BETWEEN.match(text[:LONGEST]).end()  # type: ignore[union-attr]
    while at < len(text):
        found = _CELL.match(text, at)
        if found is None:
            raise Unread(text[at : at + 20])
        cell, count = found[1], int(found[2])
        cells[cell] = cells.get(cell, 0) + count
        items.append(cell)
        at = _BETWEEN.match(text, found.end()).end()  # type: ignore[union-attr]
    asked = {cell: count for cell, count in cells.items() if count}
    if len(asked) > MOST_CELLS or sum(asked.values()) > MOST_QUESTIONS:
        raise Unread(f"{len(asked)} / {sum(asked.values())}")
    for cell, tag in strange(asked):
        raise Unknown(tag, f"{cell}: {asked[cell]}", items.index(cell) + 1)
    return asked


def written(cells: Mapping[str, int]) -> str:
    """The blueprint as it is typed; `typed` reads it back."""
    return ", ".join(f"{cell}: {count}" for cell, count in cells.items())


def strange(cells: Iterable[str]) -> list[tuple[str, str]]:
    """The cells of a blueprint that ask for a tag which the bank has not, each with the first such
    tag; in the order of `cells`."""
    tags = {cell: cell.split("+") for cell in cells}
    wanted = {tag for some in tags.values() for tag in some} - {ANY, *Kind.values}
    known = set(Tag.objects.filter(code__in=wanted).values_list("code", flat=True))
    missing = wanted - known
    return [
        (cell, next(tag for tag in some if tag in missing))
        for cell, some in tags.items()
        if not missing.isdisjoint(some)
    ]
