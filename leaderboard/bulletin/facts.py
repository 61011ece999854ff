"""The figures of one region's week, before any word is said of them.

A figure about fewer than ten people, or one by which such a figure could be worked out, is None
here already: whatever is written of it, it cannot come out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaderboard.catalogue import Catalogue, Place
from leaderboard.reports.snapshot import Snapshot
from leaderboard.reports.unshown import NEW
from leaderboard.rules.balance import balance
from leaderboard.rules.bands import band_of
from leaderboard.rules.figures import ALL, WEEK, Figures
from leaderboard.rules.scopes import Scope
from leaderboard.rules.scores import Rate, per_10k, rounded

# Weeks in the small picture.
WEEKS: Final = 8
# A place among one or two is none.
LEAST_COMPARED: Final = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A place among regions of about the same number of residents: `rank` of `many`, in the band
    of this code. Ordered by people per ten thousand residents since the contest began."""

    rank: int
    many: int
    band: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`day` is the last day of the week that is counted (date.toordinal), so 7 days from its Monday
    on when it is over. `cohorts`: people of the week by code; `series`: papers of the last weeks,
    oldest first; `below`: how many parts of the region had somebody in this week; `new`: people of
    the week who had not taken part here before."""

    path: str
    monday: int
    day: int
    week: Figures | None
    last: Figures | None
    whole: Figures | None
    rate: Rate
    standing: Standing | None
    cohorts: Sequence[tuple[str, int | None]]
    balance: int | None
    series: Sequence[tuple[int, int | None]]
    below: int
    new: int | None = None

    @property
    def over(self) -> bool:
        return self.day >= self.monday + 6


@dataclass(frozen=True, slots=True)
class Source:
    """What bulletins are made from; `least` people are needed to be compared with others."""

    snapshot: Snapshot
    places: Catalogue
    root: str
    least: int

    def figures(self, path: str, group: str, kind: int, start: int) -> Figures | None:
        """None where they are not shown."""
        cell = (path, group, kind, start)
        return None if self.snapshot.hidden(cell) else self.snapshot.figures(cell)


def facts(source: Source, path: str, monday: int, *, today: int) -> Facts:
    """The facts of the week that begins on `monday`, as known on `today` (both date.toordinal)."""
    place = source.places.places[path]
    whole = source.figures(path, "", ALL, 0)
    cohorts = _cohorts(source, path, monday)
    return Facts(
        path=path,
        monday=monday,
        day=min(monday + 6, today),
        week=source.figures(path, "", WEEK, monday),
        last=source.figures(path, "", WEEK, monday - 7),
        whole=whole,
        rate=per_10k(whole.people if whole else 0, place.population),
        standing=_standing(source, place),
        cohorts=cohorts,
        balance=_balance(cohorts),
        series=_series(source, path, monday),
        below=_below(source, path, monday),
        new=_new(source, path, monday),
    )


def _cohorts(source: Source, path: str, monday: int) -> list[tuple[str, int | None]]:
    found = []
    for code in source.places.cohorts:
        figures = source.figures(path, code, WEEK, monday)
        found.append((code, figures.people if figures else None))
    return found


def _new(source: Source, path: str, monday: int) -> int | None:
    cell = (path, "", WEEK, monday)
    shown = not source.snapshot.hides(cell, NEW)
    return source.snapshot.figures(cell).newcomers if shown else None


def _balance(cohorts: Sequence[tuple[str, int | None]]) -> int | None:
    """How evenly the cohorts took part; unknown when one of them is not shown."""
    people = [count for _code, count in cohorts if count is not None]
    return balance(people) if len(people) == len(cohorts) else None


def _series(source: Source, path: str, monday: int) -> list[tuple[int, int | None]]:
    """The last weeks up to this one, from the first in which anybody took part."""
    begun = source.snapshot.starts(path, WEEK)
    found = []
    for start in range(monday - 7 * (WEEKS - 1), monday + 1, 7):
        if begun and start >= begun[0]:
            figures = source.figures(path, "", WEEK, start)
            found.append((start, figures.attempts if figures else None))
    return found


def _below(source: Source, path: str, monday: int) -> int:
    parts = source.places.children.get(path, ())
    cells = [(part.path, "", WEEK, monday) for part in parts]
    return sum(1 for cell in cells if source.snapshot.figures(cell).people)


def _standing(source: Source, place: Place) -> Standing | None:
    """Among all regions of its level and band that have enough people to be compared."""
    band = band_of(place.population)
    if band is None or not _rate(source, place):
        return None
    peers = [_rate(source, one) for one in _level(source, place) if band_of(one.population) == band]
    rates = [rate for rate in peers if rate]
    if len(rates) < LEAST_COMPARED:
        return None
    return Standing(1 + sum(rate > _rate(source, place) for rate in rates), len(rates), band.code)


def _level(source: Source, place: Place) -> list[Place]:
    """All places of the contest as deep in the tree as this one."""
    depth = place.path.count("/")
    every = source.places.places.values()
    root = Scope(source.root)
    return [one for one in every if one.path.count("/") == depth and root.holds(one.path, "")]


def _rate(source: Source, place: Place) -> int:
    """People per ten thousand residents, in hundredths; 0 for one that is not compared."""
    figures = source.figures(place.path, "", ALL, 0)
    if figures is None or figures.people < source.least:
        return 0
    return per_10k(figures.people, place.population).x100 or 0


def mean_mark(of: Figures | None) -> int | None:
    """The mean share of the full score, in hundredths of a per cent."""
    return rounded(of.marks, of.attempts) if of and of.attempts else None
