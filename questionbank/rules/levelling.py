"""Dealing strata to forms and swapping items until all forms are equal in expected score.

A swap exchanges two items of the same stratum between two forms, so the blueprint and each item's
number of uses stay as they were dealt. What a swap improves is the sum, over forms and abilities,
of the squared distance from the mean. Before that, swaps part enemies that were dealt together;
afterwards no swap brings any together.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from questionbank.rules.blueprint import Item
from questionbank.rules.draw import shuffled, stream
from questionbank.rules.rates import ABILITIES

Form = tuple[int, ...]
"""The version of each slot of one paper."""


class Enemies(ValueError):
    """Some items cannot be kept out of one paper with their enemies; `pairs` holds the versions."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self.pairs = tuple(pairs)
        super().__init__("; ".join(f"{one} and {other}" for one, other in pairs))


SWEEPS = 4
PROPOSALS = 30
# With fewer forms a book is a small sample of the pool and may be easier than the next (measured:
# sd 0.17 of 10 for 3 forms, 0.007 for 167), so forms then swap between books too.
FEW_FORMS = 50


def level(
    key: bytes, strata: Sequence[Sequence[Item]], *, forms: int, books: int
) -> Iterator[tuple[Form, ...]]:
    """Deal `forms` forms of each book, one item of each stratum a form, then make them equal.

    Each stratum must hold at least `forms` items. Raises Enemies when some stay in one form.
    """
    columns = [_column(key, at, s, forms=forms, books=books) for at, s in enumerate(strata)]
    table = _Table(columns, forms)
    if any(item.enemies for stratum in strata for item in stratum):
        _part(table, strata, stream(key, "enemies"))
    for sweep in range(SWEEPS):
        _sweep(table, stream(key, f"swap|{sweep}"), reach=forms)
    if forms < FEW_FORMS:
        for sweep in range(SWEEPS):
            _sweep(table, stream(key, f"level|{sweep}"), reach=table.count)
    yield from (table.book(start) for start in range(0, table.count, forms))


def mixed(key: bytes, label: str, items: Sequence[Item]) -> list[Item]:
    """The items in an order that only key and label decide."""
    by_version = {item.version: item for item in items}
    return [by_version[version] for version in shuffled(key, label, list(by_version))]


class _Table:
    """All forms while they are made, book after book: an item's rates by slot, each form's sums."""

    def __init__(self, columns: list[list[Item]], forms: int) -> None:
        self.columns = columns
        self.forms = forms
        self.count = len(columns[0])
        self.rates = [[item.rates for item in column] for column in columns]
        self.sums = [
            [sum(column[form][at] for column in self.rates) for at in range(len(ABILITIES))]
            for form in range(self.count)
        ]
        self.used = [
            {item.version for column in columns for item in column[start : start + forms]}
            for start in range(0, self.count, forms)
        ]

    def gain(self, form: int, other: int, slot: int) -> int:
        """Half the change of the sum of squares if the two swap items of `slot`; < 0 = better."""
        a0, a1, a2, a3 = self.rates[slot][form]
        b0, b1, b2, b3 = self.rates[slot][other]
        s0, s1, s2, s3 = self.sums[form]
        t0, t1, t2, t3 = self.sums[other]
        d0, d1, d2, d3 = b0 - a0, b1 - a1, b2 - a2, b3 - a3
        return d0 * (d0 + s0 - t0) + d1 * (d1 + s1 - t1) + d2 * (d2 + s2 - t2) + d3 * (d3 + s3 - t3)

    def may(self, form: int, other: int, slot: int) -> bool:
        """Whether a swap leaves each item in a book once at most and brings no enemies together."""
        here, there = self.used[form // self.forms], self.used[other // self.forms]
        ours, theirs = self.columns[slot][form], self.columns[slot][other]
        once = here is there or (ours.version not in there and theirs.version not in here)
        return once and self.fits(form, slot, theirs) and self.fits(other, slot, ours)

    def fits(self, form: int, slot: int, item: Item) -> bool:
        """Whether the item would have no enemy in the form at `slot`."""
        return not item.enemies or self.enemy(form, slot, item) is None

    def enemy(self, form: int, slot: int, item: Item) -> int | None:
        """An enemy that the item would have in the form at `slot`."""
        others = (column[form].version for at, column in enumerate(self.columns) if at != slot)
        return next((version for version in others if version in item.enemies), None)

    def replace(self, form: int, slot: int, item: Item) -> None:
        """Put an item that its book does not use in the place of another."""
        gone = self.columns[slot][form]
        for at, rate in enumerate(item.rates):
            self.sums[form][at] += rate - gone.rates[at]
        self.rates[slot][form], self.columns[slot][form] = item.rates, item
        self._move(form, gone.version, item.version)

    def swap(self, form: int, other: int, slot: int) -> None:
        rates, column = self.rates[slot], self.columns[slot]
        for at, (ours, theirs) in enumerate(zip(rates[form], rates[other], strict=True)):
            self.sums[form][at] += theirs - ours
            self.sums[other][at] -= theirs - ours
        if form // self.forms != other // self.forms:
            self._move(form, column[form].version, column[other].version)
            self._move(other, column[other].version, column[form].version)
        rates[form], rates[other] = rates[other], rates[form]
        column[form], column[other] = column[other], column[form]

    def book(self, start: int) -> tuple[Form, ...]:
        forms = range(start, start + self.forms)
        return tuple(tuple(column[form].version for column in self.columns) for form in forms)

    def _move(self, form: int, gone: int, come: int) -> None:
        used = self.used[form // self.forms]
        used.discard(gone)
        used.add(come)


def _column(
    key: bytes, slot: int, stratum: Sequence[Item], *, forms: int, books: int
) -> list[Item]:
    """One item for each form of each book: the stratum round and round, all used equally often."""
    column: list[Item] = []
    for book in range(books):
        window = [stratum[at % len(stratum)] for at in range(book * forms, (book + 1) * forms)]
        column += mixed(key, f"deal|{book}|{slot}", window)
    return column


def _part(table: _Table, strata: Sequence[Sequence[Item]], numbers: Iterator[int]) -> None:
    """Part all enemies that stand in one form. Raises Enemies naming those that cannot be."""
    for form in range(table.count):
        for slot, column in enumerate(table.columns):
            if not table.fits(form, slot, column[form]):
                _parted(table, strata, (form, slot), next(numbers))
    # Only now: the second of a pair may have been moved where the first could not.
    left = {
        (min(item.version, enemy), max(item.version, enemy))
        for slot, column in enumerate(table.columns)
        for form, item in enumerate(column)
        if item.enemies and (enemy := table.enemy(form, slot, item)) is not None
    }
    if left:
        raise Enemies(sorted(left))


def _parted(
    table: _Table, strata: Sequence[Sequence[Item]], place: tuple[int, int], number: int
) -> None:
    """Move the item at (form, slot) away from its enemies, if that can be: within its book, into
    another, or, for one that its slot uses less often, out of the books."""
    form, slot = place
    first = form // table.forms * table.forms
    inside = [first + (number + at) % table.forms for at in range(table.forms)]
    outside = [(number + at) % table.count for at in range(table.count)]
    for other in (*inside, *outside):
        if other != form and table.may(form, other, slot):
            table.swap(form, other, slot)
            return
    uses = Counter(item.version for item in table.columns[slot])
    ours, book = table.columns[slot][form], table.used[form // table.forms]
    for item in strata[slot]:
        free = item.version not in book and uses[item.version] < uses[ours.version]
        if free and table.fits(form, slot, item):
            table.replace(form, slot, item)
            return


def _sweep(table: _Table, numbers: Iterator[int], *, reach: int) -> None:
    """Offer each form some hashed swaps and make the best that brings expected scores together.

    `reach` is how many forms, beginning with the first of its book, it may swap with.
    """
    slots = len(table.columns)
    for form in range(table.count):
        first = form // reach * reach
        best, best_other, best_slot = 0, form, 0
        for number in islice(numbers, PROPOSALS):
            other, slot = first + number % reach, number // reach % slots
            gain = table.gain(form, other, slot)
            if gain < best and other != form and table.may(form, other, slot):
                best, best_other, best_slot = gain, other, slot
        if best < 0:
            table.swap(form, best_other, best_slot)
