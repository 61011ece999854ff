"""Makes the snapshots that pages show, in the process that counts reports.

What is hidden in one table follows from every other table that shows the same people, so it is
worked out for all of them together: over the rounds, the regions, the cohorts, the units and the
days. Of a huge contest that takes seconds of an interpreter, for which answers would wait in the
server; and it is done once for all servers.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Final

import msgspec
from django.db import DatabaseError, transaction

from leaderboard import board
from leaderboard.models import ReportContest, ReportSheet, ReportShelf
from leaderboard.reports import keeping, shelves, snapshot
from leaderboard.reports.shelves import Name
from leaderboard.reports.snapshot import Told
from leaderboard.reports.unshown import Unshown
from leaderboard.rules.figures import Key
from quiz.models import Contest

log = logging.getLogger(__name__)
# Between one and the next of a contest, and as many times what the last one took.
REST_MS: Final = 20_000
REST_TIMES: Final = 4
# The cells of a round, by region.
Sheets = dict[int, dict[str, list[Told]]]


def waits(now: int) -> bool:
    """Whether a contest's sheets are due; looks only, at little cost. `now` in milliseconds."""
    return any(True for _row in _due(now))


def step(now: int, *, at_once: bool = False) -> int:
    """Make the sheets that are due, or all that are not the newest; how many contests' were."""
    due = list(_due(None if at_once else now))
    return sum(_tried(row, root, now) for row, root in due)


def _tried(row: ReportContest, root: str, now: int) -> bool:
    try:
        return _make(row, root, now)
    except DatabaseError:
        raise
    except Exception:  # what is odd in one contest must not stop the others
        log.exception("reports of %s: the sheets cannot be made", row.contest)
        ReportContest.objects.filter(pk=row.pk).update(made_at=now)
        return False


def _due(now: int | None) -> Iterator[tuple[ReportContest, str]]:
    """With the path of each contest's region. None: however new the ones before are. Nothing while
    all is counted from the beginning: half of the papers would look like all of them."""
    if not keeping.state().as_of:
        return
    roots = dict(Contest.objects.values_list("code", "region__path"))
    for row in ReportContest.objects.filter(contest__in=list(roots)):
        root = roots[row.contest]
        changed = row.made != row.turn or row.rule != _rule(root)
        # A clock that was far ahead left a moment which nothing else would come to for long.
        if changed and (now is None or abs(now - row.made_at) >= _rest(row)):
            yield row, root


def _rest(row: ReportContest) -> int:
    return max(REST_MS, REST_TIMES * row.took_ms)


def _rule(root: str) -> str:
    return f"{snapshot.FORM}|{board.policy().few}|{root}"


def _make(row: ReportContest, root: str, now: int) -> bool:
    """Whether it was done, and not by somebody else meanwhile. The row was read before the cells:
    what is counted in between is made again."""
    began, as_of = monotonic(), keeping.state().as_of
    made = {units: _sheets(row.contest, root, units=units) for units in (False, True)}
    took = int((monotonic() - began) * 1_000)
    rows = [
        ReportSheet(contest=row.contest, round=round_, units=units, cells=_packed(sheet))
        for units, sheets in made.items()
        for round_, sheet in sheets.items()
    ]
    told = {"made": row.turn, "as_of": as_of, "made_at": now, "took_ms": took, "rule": _rule(root)}
    with transaction.atomic():
        before = ReportContest.objects.filter(pk=row.pk, made=row.made, made_at=row.made_at)
        # Meanwhile somebody may have begun to count all anew.
        if not keeping.state().as_of or not before.update(**told):
            return False
        ReportSheet.objects.filter(contest=row.contest).delete()
        ReportSheet.objects.bulk_create(rows)
    return True


def _packed(sheet: Mapping[str, list[Told]]) -> bytes:
    return snapshot.sheet({path: snapshot.region(cells) for path, cells in sheet.items()})


def _sheets(contest: str, root: str, *, units: bool) -> Sheets:
    """Of each round, and of all (0); one round alone is all there is."""
    rows = _cells(contest, units=units)
    alone = {key.round for key in rows if key.round}
    if len(alone) != 1:
        return _told(rows, root)
    made = _told({key: row for key, row in rows.items() if not key.round}, root)
    return made | {alone.pop(): made[0]}


def _cells(contest: str, *, units: bool) -> dict[Key, list[int]]:
    rows = ReportShelf.objects.filter(contest=contest)
    rows = rows if units else rows.filter(units=False)
    found: dict[Key, list[int]] = {}
    for *name, content in rows.values_list(*Name._fields, "cells"):
        of = Name(*name)
        try:
            cells = shelves.unpacked(content)
        except msgspec.MsgspecError:
            shelves.lose([of])
            raise
        found |= {Key(of.round, of.path, *key): row for key, row in cells.items()}
    return found


def _told(rows: Mapping[Key, list[int]], root: str) -> Sheets:
    small = Unshown(rows, root, board.policy().few)
    hidden, parts = small.cells(), defaultdict[Key, int](int)
    for key, figure in small.parts():
        parts[key] |= 1 << figure
    made: Sheets = {}
    for key, row in rows.items():
        sheet = made.setdefault(key.round, {})
        cell = key.group, key.kind, key.start, row, key in hidden, parts.get(key, 0)
        sheet.setdefault(key.path, []).append(Told(*cell))
    return made
