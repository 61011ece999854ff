"""Which cells of a report add up to which; what is hidden of one follows from the others."""

from collections import defaultdict
from collections.abc import Iterable

from leaderboard.rules.figures import ALL, DAY, GUESTS, UNIT, WEEK, Key, monday
from leaderboard.rules.scopes import Scope


def lines(cells: Iterable[Key], root: str) -> list[list[Key]]:
    """Which cells add up to which: rounds, regions, groups and stretches of time, each total first.

    Papers and points add up in all of them; people only where nobody is in two parts of one.
    """
    found: defaultdict[tuple[str, Key], list[Key]] = defaultdict(list)
    for cell in cells:
        for total in _totals(cell, root):
            found[total].append(cell)
    return [[total, *parts] for (_what, total), parts in found.items()]


def _totals(cell: Key, root: str) -> list[tuple[str, Key]]:
    round_, path, group, kind, start = cell
    above = _parent(path, root)
    found = [("regions", Key(round_, above, group, kind, start))] if above else []
    if group:
        what = "units" if group.startswith(UNIT) else "cohorts"
        found.append((what, Key(round_, path, "", kind, start)))
    if kind == WEEK:
        found.append(("weeks", Key(round_, path, group, ALL, 0)))
    if kind == DAY:
        found.append(("days", Key(round_, path, group, WEEK, monday(start))))
    return [*found, ("rounds", Key(0, path, group, kind, start))] if round_ else found


def _parent(path: str, root: str) -> str:
    """What a report adds this region to: GUESTS for a guest's, nothing for the whole."""
    if path in (root, GUESTS):
        return ""
    return path.rpartition("/")[0] if Scope(root).holds(path, "") else GUESTS
