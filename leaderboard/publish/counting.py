"""The recount: what all lines of a round come to, by the stand-alone script's own rules.

It shares no code with the boards, so that what both find is right or wrong twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from leaderboard.publish.script.marks import score
from leaderboard.publish.script.standings import Count
from leaderboard.rules import cells
from leaderboard.rules.invariants import MOST, Fault, Totals

Json = dict[str, Any]


@dataclass
class Recount:
    """A round counted again. `groups` has the people of each region and cohort as they will be
    published, `own` the results of exactly each region, `outside` those of guests."""

    count: Count
    people: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: dict[str, Totals] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lines: int = 0
    annulled: int = 0
    outside: int = 0

    @property
    def totals(self) -> dict[str, Totals]:
        """What each region comes to, with everything below it."""
        found = self.count.totals.items()
        return {path: (of[0], of[1], of[2]) for (path, cohort), of in found if not cohort}


def recount(form: Json, root: str, questions: Json, lines: Iterable[Json]) -> Recount:
    """Count lines that are in the order of their pseudonyms."""
    found = Recount(Count(form, root))
    for code, those in groupby(lines, key=lambda line: line["code"]):
        mine = list(inside(those, root, found))
        for line in mine:
            _mark(found, form, questions, line)
        found.count.person(code, mine)
        found.people.update({(line["region"], line["cohort"]) for line in mine})
        _own(found, mine)
    return found


def inside(lines: Iterable[Json], root: str, found: Recount | None = None) -> Iterator[Json]:
    """The lines of the contest's own region; guests' results stand on no board."""
    for line in lines:
        if f"{line['region']}/".startswith(f"{root}/"):
            yield line
        elif found is not None:
            found.outside += 1


def _mark(found: Recount, form: Json, questions: Json, line: Json) -> None:
    """Mark a paper again."""
    found.lines += 1
    found.annulled += line["void"] % 2
    ours = score(form, questions, line)
    if ours != line["score"] and len(found.faults) < MOST:
        where = f"{line['code']}/{line['try'] + 1}"
        found.faults.append(Fault("marks", where, {"stored": line["score"], "recount": ours}))


def _own(found: Recount, mine: list[Json]) -> None:
    valid = [line["region"] for line in mine if line["void"] % 2 == 0]
    for region, attempts in Counter(valid).items():
        people, before, _points = found.own.get(region, (0, 0, 0))
        found.own[region] = (people + 1, before + attempts, 0)


@dataclass(frozen=True, slots=True)
class Widening:
    """Which region and cohort a published line says instead of its own."""

    region: Mapping[str, str]
    said: set[tuple[str, str]]

    def line(self, line: Json) -> Json:
        """The line as it is published."""
        region = self.region[line["region"]]
        cohort = line["cohort"] if (region, line["cohort"]) in self.said else cells.UNSTATED
        return {**line, "region": region, "cohort": cohort}

    def merged(self, path: str) -> bool:
        """Whether some results of this region are published under one above it."""
        return any(
            f"{there}/".startswith(f"{path}/") and not f"{shown}/".startswith(f"{path}/")
            for there, shown in self.region.items()
        )


def widening(found: Recount, root: str, few: int) -> Widening:
    """The groups of the published lines, none of a few people."""
    regions: Counter[str] = Counter()
    for (region, _cohort), people in found.people.items():
        regions[region] += people
    wider = cells.wider_regions(regions, root, few)
    groups: Counter[tuple[str, str]] = Counter()
    for (region, cohort), people in found.people.items():
        groups[wider[region], cohort] += people
    return Widening(wider, cells.stated(groups, few))
