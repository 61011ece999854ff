"""Which cells of a report add up to which; what is hidden of one follows from the others."""

from collections import defaultdict
from collections.abc import Iterable

from leaderboard.rules.figures import ALL, DAY, GUESTS, UNIT, WEEK, monday
from leaderboard.rules.scopes import Scope

# Path, group, kind and start of a cell.
Cell = tuple[str, str, int, int]


def lines(cells: Iterable[Cell], root: str) -> list[list[Cell]]:
    """Which cells add up to which: regions, groups and stretches of time, each total first."""
    found: defaultdict[tuple[str, Cell], list[Cell]] = defaultdict(list)
    for cell in cells:
        path, group, kind, start = cell
        for total in _totals(cell, root):
            found[total].append(cell)
        if kind == WEEK:
            found["weeks", (path, group, ALL, 0)].append(cell)
        if kind == DAY:
            found["days", (path, group, WEEK, monday(start))].append(cell)
    return [[total, *parts] for (_what, total), parts in found.items()]


def _totals(cell: Cell, root: str) -> list[tuple[str, Cell]]:
    path, group, kind, start = cell
    above = _parent(path, root)
    found = [("regions", (above, group, kind, start))] if above else []
    if group:
        what = "units" if group.startswith(UNIT) else "cohorts"
        found.append((what, (path, "", kind, start)))
    return found


def _parent(path: str, root: str) -> str:
    """What a report adds this region to: GUESTS for a guest's, nothing for the whole."""
    if path in (root, GUESTS):
        return ""
    return path.rpartition("/")[0] if Scope(root).holds(path, "") else GUESTS
