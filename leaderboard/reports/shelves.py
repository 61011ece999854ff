"""The cells of reports in packed shelves, one for each region of a round.

A page of the journal touches thousands of cells of a few hundred regions. As rows of a table they
took 1.8 ms an entry; packed by region 0.1 ms. Whoever counts keeps the shelves that it wrote last,
so that it need not read them again.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import msgspec
from django.db.models.functions import Length

from leaderboard.models import ReportShelf
from leaderboard.rules.figures import UNIT, Figures, Key

log = logging.getLogger(__name__)
# Beside the figures of a cell, last in its row: attempts that were opened.
OPENED: Final = len(Figures._fields)
EMPTY: Final = [0] * (OPENED + 1)
AT_ONCE: Final = 200
Cells = dict[tuple[str, int, int], list[int]]
_packed = msgspec.msgpack.Encoder()
_unpacked = msgspec.msgpack.Decoder(list[tuple[str, int, int, list[int]]])


class Name(NamedTuple):
    """Which shelf: of a contest's round (0 = whole), a region, its units or all else."""

    contest: str
    round: int
    path: str
    units: bool

    def __str__(self) -> str:
        return f"{self.contest}|{self.round}|{self.path}|{int(self.units)}"


def sorted_out(
    contest: str, cells: Mapping[Key, list[int]], opened: Mapping[Key, int]
) -> dict[Name, Cells]:
    """What to add, by shelf."""
    found: defaultdict[Name, Cells] = defaultdict(dict)
    for key, more in cells.items():
        if any(more):
            name = Name(contest, key.round, key.path, key.group.startswith(UNIT))
            found[name][key.group, key.kind, key.start] = [*more, 0]
    for key, count in opened.items():
        shelf = found[Name(contest, key.round, key.path, key.group.startswith(UNIT))]
        row = shelf.setdefault((key.group, key.kind, key.start), list(EMPTY))
        row[OPENED] += count
    return found


def read(names: Iterable[Name]) -> dict[Name, Cells]:
    """The shelves of these names, as far as they are there and can be read."""
    return looked(names)[0]


def looked(names: Iterable[Name]) -> tuple[dict[Name, Cells], set[Name]]:
    """The same, and those that are there and cannot be read."""
    wanted = {str(name): name for name in names}
    rows = ReportShelf.objects.filter(pk__in=list(wanted)).values_list("name", "cells")
    found, unread = dict[Name, Cells](), set[Name]()
    for name, packed in rows:
        try:
            found[wanted[name]] = unpacked(packed)
        except msgspec.MsgspecError:
            unread.add(wanted[name])
    return found, unread


def lose(names: Iterable[Name]) -> None:
    """Empty these, which cannot be read: they are made anew (leaderboard/reports/mending.py)."""
    for name in names:
        if ReportShelf.objects.filter(pk=str(name)).exclude(cells=b"").update(cells=b""):
            log.error("what is counted of %s cannot be read and is made anew", name)


def lost() -> Name | None:
    """One that is empty: without so much as the mark of a list."""
    rows = ReportShelf.objects.alias(size=Length("cells")).filter(size=0).order_by("pk")
    found = rows.values_list(*Name._fields).first()
    return Name(*found) if found else None


def unpacked(packed: bytes | memoryview) -> Cells:
    return {
        (group, kind, start): row for group, kind, start, row in _unpacked.decode(bytes(packed))
    }


def add(shelf: Cells, more: Cells) -> None:
    """Add to the cells of a shelf; one in which nothing is left goes, and with it a unit's name."""
    for cell, step in more.items():
        row = shelf.get(cell)
        shelf[cell] = step if row is None else [a + b for a, b in zip(row, step, strict=True)]
        if not any(shelf[cell]):
            del shelf[cell]


def write(shelves: Mapping[Name, Cells]) -> None:
    """Store these shelves whole."""
    rows = [
        ReportShelf(
            name=str(name),
            cells=_packed.encode([(*cell, row) for cell, row in cells.items()]),
            **name._asdict(),
        )
        for name, cells in shelves.items()
    ]
    ReportShelf.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["cells"],
        batch_size=AT_ONCE,
    )
