"""All cells of a contest's rounds as they were at one moment, with those that are not shown: read
ready made.

Which cells are hidden takes seconds to work out for a huge contest. The process beside the server
that counts reports does that (leaderboard/reports/making.py); here its sheets are read, and of a
sheet only the regions that somebody asks for.
"""

import logging
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import msgspec

from leaderboard.models import ReportContest, ReportSheet
from leaderboard.reports import keeping, shelves
from leaderboard.rules.figures import ALL, UNIT, Figures

log = logging.getLogger(__name__)
# The form of what is stored; with another one sheets are made anew, and none of another is read.
FORM: Final = 1
_MOST: Final = 8
# Path, group, kind and start of a cell of one round.
Cell = tuple[str, str, int, int]


class Told(NamedTuple):
    """A cell of a region: its row, whether it is hidden, and in `parts` a bit for the place of each
    of its figures that is about too few people."""

    group: str
    kind: int
    start: int
    row: list[int]
    hidden: bool
    parts: int


NOTHING: Final = Told("", 0, 0, shelves.EMPTY, hidden=False, parts=0)
_packed = msgspec.msgpack.Encoder()
_regions = msgspec.msgpack.Decoder(dict[str, bytes])
_cells = msgspec.msgpack.Decoder(list[Told])


def region(cells: Sequence[Told]) -> bytes:
    """The cells of a region as a sheet holds them: made small, since on SQLite answers wait while
    sheets are written."""
    return zlib.compress(_packed.encode(cells), 1)


def sheet(regions: Mapping[str, bytes]) -> bytes:
    """A round's regions by path, as they are stored."""
    return _packed.encode(regions)


class Snapshot:
    """The cells of one round, or of all together. `as_of` is the moment (milliseconds) up to which
    everything is counted, 0 = nothing yet; `ready` is False while the first one is being made."""

    def __init__(
        self,
        regions: Mapping[str, bytes],
        as_of: int,
        *,
        ready: bool = True,
        broken: Callable[[], None] = lambda: None,
    ) -> None:
        self.as_of, self.ready = as_of, ready
        self._regions, self._broken = regions, broken
        self._read: dict[str, dict[tuple[str, int, int], Told]] = {}

    def at(self, as_of: int) -> "Snapshot":
        """The same as of another moment."""
        found = Snapshot(self._regions, as_of, broken=self._broken)
        found._read = self._read
        return found

    @property
    def paths(self) -> set[str]:
        """Where anything is counted."""
        return {*self._regions}

    def figures(self, cell: Cell) -> Figures:
        """The figures of a cell, nothing where nobody took part. Also of hidden ones: whoever
        shows them asks `hidden`."""
        return Figures(*self._cell(cell).row[: shelves.OPENED])

    def hidden(self, cell: Cell) -> bool:
        """Whether nothing of that cell is shown."""
        return self._cell(cell).hidden

    def hides(self, cell: Cell, figure: int) -> bool:
        """Whether that figure of a shown cell is about too few people to be shown."""
        return bool(self._cell(cell).parts >> figure & 1)

    def opened(self, cell: Cell) -> int:
        return self._cell(cell).row[shelves.OPENED]

    def groups(self, path: str, *, units: bool) -> list[str]:
        """The cohorts or the units (with UNIT before each) that have a cell in the region."""
        found = {group for group, kind, _start in self.told(path) if kind == ALL and group}
        return sorted(group for group in found if group.startswith(UNIT) == units)

    def starts(self, path: str, kind: int) -> list[int]:
        """The Mondays (WEEK) or days (DAY) on which the region has a cell, in order."""
        return sorted(one[2] for one in self.told(path) if one[:2] == ("", kind))

    def _cell(self, cell: Cell) -> Told:
        return self.told(cell[0]).get(cell[1:], NOTHING)

    def told(self, path: str) -> Mapping[tuple[str, int, int], Told]:
        """All cells of a region by group, kind and start. Of what cannot be read, whoever is
        responsible hears (`broken`) before it raises."""
        known = self._read.get(path)
        if known is None:
            known = self._read[path] = {one[:3]: one for one in self._unpacked(path)}
        return known

    def _unpacked(self, path: str) -> list[Told]:
        held = self._regions.get(path)
        try:
            return _cells.decode(zlib.decompress(held)) if held else []
        except (zlib.error, msgspec.MsgspecError):
            self._broken()
            raise


# By contest, round and whether with units: of which turn it is, and when it was made.
_kept: dict[tuple[str, int, bool], tuple[tuple[int, int], Snapshot]] = {}


def of(contest: str, round_: int, *, units: bool = False) -> Snapshot:
    """The newest snapshot of a round (0 = of all rounds) of a contest; empty before the first is
    made. Units, of which there are many, only where they are asked for."""
    state = keeping.state()
    row = ReportContest.objects.filter(contest=contest).first()
    if row is None:
        return Snapshot({}, state.as_of)
    if not row.made or row.rule.partition("|")[0] != str(FORM):
        return Snapshot({}, 0, ready=False)
    key = contest, round_, units
    known, found = _kept.get(key, ((0, 0), Snapshot({}, 0)))
    if known != (row.made, row.made_at):
        try:
            found = Snapshot(_sheet(*key), row.as_of, broken=partial(_make_anew, row))
        except msgspec.MsgspecError:
            _make_anew(row)
            return Snapshot({}, 0, ready=False)
        _keep(key, row, found)
    # While nothing of this contest came since, it is as of what was counted last anywhere.
    return found.at(state.as_of) if row.made == row.turn else found.at(row.as_of)


def _make_anew(row: ReportContest) -> None:
    """There are none that can be read: until they are made again pages say so."""
    log.error("a report's sheet of %s cannot be read and is made anew", row.contest)
    ReportContest.objects.filter(pk=row.pk, made=row.made, made_at=row.made_at).update(made=0)


def _keep(key: tuple[str, int, bool], row: ReportContest, found: Snapshot) -> None:
    _kept[key] = (row.made, row.made_at), found
    for one in list(_kept)[:-_MOST]:
        _kept.pop(one, None)


def _sheet(contest: str, round_: int, units: bool) -> Mapping[str, bytes]:  # noqa: FBT001 (a key)
    rows = ReportSheet.objects.filter(contest=contest, round=round_, units=units)
    found = rows.values_list("cells", flat=True).first()
    return _regions.decode(bytes(found)) if found is not None else {}


def forget() -> None:
    """Read everything anew next time."""
    _kept.clear()
