"""One table of a report: parts, cohorts, units or days, with the total that they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from leaderboard.catalogue import Catalogue
from leaderboard.reports import groups
from leaderboard.reports.groups import Group
from leaderboard.reports.snapshot import Cell, Snapshot
from leaderboard.reports.unshown import LEVELS, NEW
from leaderboard.rules.figures import ALL, DAY, GUESTS, OWN, UNIT, WEEK, Figures
from leaderboard.rules.scores import Rate, Unshown, per_10k
from quiz import naming

NO_RATE: Final = Rate(None, Unshown.UNKNOWN)


class By(StrEnum):
    """What a report is divided by."""

    REGION = "region"
    GROUP = "group"
    COHORT = "cohort"
    UNIT = "unit"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which table: of the region at `path` in a contest whose region is `root`; of one cohort
    ("" = all); of the week that begins on `week` (0 = all). `deep`: with all regions below."""

    root: str
    path: str
    by: By = By.REGION
    cohort: str = ""
    week: int = 0
    deep: bool = False

    def cell(self, path: str, group: str | None = None) -> Cell:
        """The cell of that region and group (None = the cohort asked for)."""
        chosen = self.cohort if group is None else group
        return path, chosen, WEEK if self.week else ALL, self.week


@dataclass(frozen=True, slots=True)
class Row:
    """A line. `figures` is None where they are not shown; `path` where it leads, `depth` how far
    below the first region; `rate` people for every ten thousand residents; `small` the places of
    those figures that are about too few people."""

    name: str
    figures: Figures | None
    opened: int = 0
    rate: Rate = NO_RATE
    path: str = ""
    depth: int = 0
    code: str = ""
    small: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """`several`: by how many more the parts' people are than the total's, as these took part in
    several of them; None where a part is not shown. `guests` are in no total."""

    total: Row
    rows: tuple[Row, ...]
    guests: Row | None = None
    several: int | None = None
    hides: bool = False


class Writer:
    """Makes the tables of one snapshot."""

    def __init__(self, snapshot: Snapshot, places: Catalogue) -> None:
        self._snapshot = snapshot
        self._places = places

    def table(self, asked: Asked) -> Table:
        rows = self._rows(asked)
        total = self.row(self.name(asked.path), asked.cell(asked.path), path=asked.path)
        guests = self._guests(asked)
        hides = any(row.figures is None or row.small for row in (total, *rows))
        unshown = any(row.figures is None for row in (total, *rows))
        several = None if unshown or asked.by is By.DAY or asked.deep else _several(total, rows)
        return Table(total, tuple(rows), guests, several, hides)

    def _rows(self, asked: Asked) -> list[Row]:
        if asked.by is By.COHORT:
            return [self._cohort(asked, code) for code in self._places.cohorts]
        if asked.by is By.UNIT:
            units = self._snapshot.groups(asked.path, units=True)
            found = [self.row(_unit(one), (asked.path, one, ALL, 0)) for one in units]
            return sorted(found, key=lambda row: -(row.figures.people if row.figures else 0))
        if asked.by is By.GROUP:
            return self._groups(asked)
        if asked.by is By.DAY:
            return [self._day(asked, day) for day in self.days(asked)]
        return self._regions(asked, asked.path, depth=1)

    def _cohort(self, asked: Asked, code: str) -> Row:
        return self.row(self.cohort(code), asked.cell(asked.path, code), code=code)

    def days(self, asked: Asked) -> Sequence[int]:
        """Each day from the first to the last on which anything is counted."""
        found = self._snapshot.starts(asked.path, DAY)
        if asked.week:
            return range(asked.week, asked.week + 7)
        return range(found[0], found[-1] + 1) if found else ()

    def _day(self, asked: Asked, day: int) -> Row:
        return self.row(date.fromordinal(day).isoformat(), (asked.path, "", DAY, day))

    def _regions(self, asked: Asked, path: str, *, depth: int) -> list[Row]:
        found = []
        for below in self.parts(path):
            row = self.row(self.name(below), asked.cell(below), path=below, depth=depth)
            found.append(row)
            if asked.deep:
                found += self._regions(asked, below, depth=depth + 1)
        return found

    def _groups(self, asked: Asked) -> list[Row]:
        """Each group of the cities below, before its cities; at the end what is in no group."""
        found = []
        for group, paths in groups.sorted_into(self.parts(asked.path)):
            cities = [self.row(self.name(one), asked.cell(one), path=one, depth=2) for one in paths]
            found += [self._group(group, cities, rates=not asked.cohort), *cities]
        return found

    def _group(self, group: Group | None, cities: Sequence[Row], *, rates: bool) -> Row:
        figures = groups.added([row.figures for row in cities])
        people = [self._places.places.get(row.path) for row in cities]
        live = [place.population if place else None for place in people]
        known = sum(one or 0 for one in live) if all(live) else None
        return Row(
            name=_named(group),
            figures=figures,
            opened=sum(row.opened for row in cities),
            rate=per_10k(figures.people, known) if figures and rates else NO_RATE,
            depth=1,
            code=group.code if group else "",
            small=frozenset().union(*(row.small for row in cities)),
        )

    def parts(self, path: str) -> list[str]:
        """The regions below this one, and the place of those who named none of them."""
        if path == GUESTS:
            return sorted(
                {one for one in self._snapshot.paths if one in self._places.places}
                - {one for one in self._places.places if "/" in one}
            )
        found = [place.path for place in self._places.children.get(path, ())]
        own = f"{path}/{OWN}"
        return [*found, own] if self._snapshot.figures((own, "", ALL, 0)).closed else found

    def _guests(self, asked: Asked) -> Row | None:
        cell = asked.cell(GUESTS)
        if asked.by not in (By.REGION, By.GROUP) or asked.path != asked.root:
            return None
        row = self.row(_("港澳与省外"), cell)
        return row if row.figures is None or row.figures.closed else None

    def row(self, name: str, cell: Cell, *, path: str = "", depth: int = 0, code: str = "") -> Row:
        """The line of one cell."""
        if self._snapshot.hidden(cell):
            return Row(name, None, path=path, depth=depth, code=code)
        figures = self._snapshot.figures(cell)
        rate = self._rate(figures, path) if path and not cell[1] else NO_RATE
        small = frozenset(at for at in (NEW, *LEVELS) if self._snapshot.hides(cell, at))
        return Row(name, figures, self._snapshot.opened(cell), rate, path, depth, code, small)

    def _rate(self, figures: Figures, path: str) -> Rate:
        place = self._places.places.get(path)
        return per_10k(figures.people, place.population if place else None)

    def name(self, path: str) -> str:
        """The region's own name in the reader's language."""
        if path.endswith(f"/{OWN}"):
            return _("只填到本级")
        place = self._places.places.get(path)
        if place is None:
            return path.rpartition("/")[2]
        return naming.name(place)

    def cohort(self, code: str) -> str:
        of = self._places.cohorts.get(code)
        return naming.name(of) if of else code


def _named(group: Group | None) -> str:
    if group is None:
        return _("未归入城市群")
    return naming.name(group)


def _unit(group: str) -> str:
    return group.removeprefix(UNIT) or _("（没有填单位）")


def _several(total: Row, rows: Sequence[Row]) -> int | None:
    if total.figures is None:
        return None
    parts = [row for row in rows if row.depth < 2]
    return sum(row.figures.people for row in parts if row.figures) - total.figures.people
