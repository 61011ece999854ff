"""How the places of a contest, of which there are so many, are shared among its regions.

Each region keeps half of what it may have for itself. Those below it share the other half, and one
of them, with all below it, may have half of that: the most eager county leaves room for its
neighbours, for its city and for the province. All that lie outside the contest's region count as
one below it; what it lies in counts as itself.
"""

from collections.abc import Sequence
from typing import Final

from leaderboard.rules.scopes import Scope

# No region's name.
OUTSIDE: Final = "-"


def fits(path: str, root: str, held: Sequence[str], most: int) -> bool:
    """Whether the region `path` may have one more of the `most` places of the contest of `root`,
    when there are some in the regions `held` already.

    Nobody is refused their own half for what others hold.
    """
    path, held = _placed(path, root), [_placed(one, root) for one in held]
    limit = most
    for above in _above(path, root):
        half, inside = limit // 2, _inside(above, held)
        if inside >= limit or inside - held.count(above) >= half:
            return False
        limit = max(1, half // 2)
    return _inside(path, held) < limit or held.count(path) < limit - limit // 2


def _placed(path: str, root: str) -> str:
    """The region at or below the root that this one counts as."""
    if Scope(path).holds(root, ""):
        return root
    return path if Scope(root).holds(path, "") else f"{root}/{OUTSIDE}"


def _above(path: str, root: str) -> list[str]:
    """The regions above, from the root down; none for the root."""
    parts = path[len(root) :].split("/")[1:]
    return ["/".join([root, *parts[:n]]) for n in range(len(parts))]


def _inside(region: str, held: Sequence[str]) -> int:
    return sum(Scope(region).holds(path, "") for path in held)
