"""What must hold before a result may be published. Source: contest regulations, section 12.1.

Pure: everything is counted elsewhere. A fault says what does not hold and where; one that `stops`
keeps the result from being published, another is told and published with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from typing import Any, Final

# A broken result has as many faults as people; so many are told.
MOST: Final = 20
Totals = tuple[int, int, int]
"""People, attempts, points."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` names what does not hold, `where` the region or person, `said` the numbers."""

    code: str
    where: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a round beside its results. `looked`: flags were looked for since its end;
    `appeals` counts papers whose first appeal waits for its answer."""

    closed: bool
    open_attempts: int
    flags: int
    unmarked: int
    looked: bool = True
    appeals: int = 0


# What the way to a publication tells as it is now, whatever was found by an earlier counting.
OF_STATE: Final = ("not_closed", "open_attempts", "unlooked", "flags", "appeals", "unmarked")


def of_state(state: State) -> Iterator[Fault]:
    """The round is over, nobody is still at it, flags were looked for and every one is decided,
    every paper's first appeal is answered, every ruling carried out."""
    if not state.closed:
        yield Fault("not_closed")
    if not state.looked:
        yield Fault("unlooked")
    for code in ("open_attempts", "flags", "appeals", "unmarked"):
        if count := getattr(state, code):
            yield Fault(code, said={"count": count})


def adds_up(
    totals: Mapping[str, Totals], own: Mapping[str, Totals], root: str, moved: int
) -> Iterator[Fault]:
    """Each region's attempts are its own and those of the regions below it; its people are not
    more than that, and only fewer by those who `moved` and so count in several.

    `own` counts what was opened in exactly that region.
    """
    below: defaultdict[str, list[str]] = defaultdict(list)
    for path in totals:
        if path != root:
            below[path.rpartition("/")[0]].append(path)
    for path, whole in totals.items():
        parts = [own.get(path, (0, 0, 0)), *(totals[child] for child in below[path])]
        attempts, people = (sum(part[n] for part in parts) for n in (1, 0))
        if attempts != whole[1]:
            yield Fault("attempts", path, {"whole": whole[1], "parts": attempts})
        if not whole[0] <= people <= whole[0] + moved * len(parts):
            yield Fault("people", path, {"whole": whole[0], "parts": people})


def residents(totals: Mapping[str, Totals], population: Mapping[str, int]) -> Iterator[Fault]:
    """Not more people than live there; where nobody knows how many, nothing is said."""
    for path, whole in totals.items():
        if population.get(path) and whole[0] > population[path]:
            said = {"people": whole[0], "residents": population[path]}
            yield Fault("residents", path, said, stops=False)


def same_totals(theirs: Mapping[str, Totals], ours: Mapping[str, Totals]) -> Iterator[Fault]:
    """The live board counts in every region what the recount counts."""
    nothing = (0, 0, 0)
    for path in sorted({*theirs, *ours}):
        one, other = theirs.get(path, nothing), ours.get(path, nothing)
        if one != other:
            yield Fault("totals", path, {"board": list(one), "recount": list(other)})


def same_rows(theirs: Iterable[Sequence[Any]], ours: Iterable[Sequence[Any]]) -> Iterator[Fault]:
    """The live board and the recount have the same rows, in any order within a shared rank.

    A row begins with its rank, then says whose it is; ranks rise.
    """
    groups = merge(_by_rank(0, theirs), _by_rank(1, ours), key=lambda group: group[0])
    for _rank, those in groupby(groups, key=lambda group: group[0]):
        sides: tuple[list[list[Any]], ...] = ([], [])
        for _same, side, rows in those:
            sides[side].extend(rows)
        if wrong := [*_without(*sides), *_without(*reversed(sides))]:
            yield Fault("rows", str(wrong[0][1]), {"board": sides[0][:3], "recount": sides[1][:3]})


def _by_rank(
    side: int, rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[int, int, list[list[Any]]]]:
    for rank, those in groupby(rows, key=lambda row: row[0]):
        yield rank, side, sorted(map(list, those))


def _without(one: list[list[Any]], other: list[list[Any]]) -> list[list[Any]]:
    return [row for row in one if row not in other]
