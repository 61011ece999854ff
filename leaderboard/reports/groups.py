"""Groups of cities: data (quiz/data/city_groups.csv), the same for every contest."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from leaderboard.rules.figures import NOTHING, Figures

FILE: Final = Path(__file__).resolve().parents[2] / "quiz" / "data" / "city_groups.csv"


@dataclass(frozen=True, slots=True)
class Group:
    """`regions` are the codes of its cities."""

    code: str
    name_zh: str
    name_hant: str
    name_en: str
    regions: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every group, in the file's order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = dict.fromkeys(
        (row["group"], row["name_zh"], row["name_hant"], row["name_en"]) for row in rows
    )
    return tuple(
        Group(*head, tuple(row["region_code"] for row in rows if row["group"] == head[0]))
        for head in heads
    )


def sorted_into(paths: Sequence[str]) -> list[tuple[Group | None, list[str]]]:
    """The regions by group; under None, last, those in none. Groups without any are left out."""
    left = {path.rpartition("/")[2]: path for path in paths}
    found: list[tuple[Group | None, list[str]]] = []
    for group in groups():
        mine = [left.pop(code) for code in group.regions if code in left]
        found += [(group, mine)] if mine else []
    return [*found, (None, list(left.values()))] if left else found


def added(parts: Sequence[Figures | None]) -> Figures | None:
    """The figures of a group: those of its cities together, None when one of them is not shown.

    So a group tells nothing that its cities do not tell, and whoever took part in two of them
    counts in both.
    """
    total = NOTHING
    for part in parts:
        if part is None:
            return None
        total = total.plus(part)
    return total
