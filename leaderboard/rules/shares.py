"""How the places of a contest, of which there are so many, are shared among its regions.

Each region keeps half of what it may have for itself. Those below it share the other half, and one
of them, with all below it, may have half of that: the most eager county leaves room for its
neighbours, for its city and for the province.
"""

from collections.abc import Sequence

from leaderboard.rules.scopes import Scope


def fits(path: str, root: str, held: Sequence[str], most: int) -> bool:
    """Whether the region `path` may have one more of the `most` places of the contest of `root`,
    when there are some in the regions `held` already.

    Nobody is refused their own half for what others hold. Who is outside the root is as one below.
    """
    limit = most
    for above in _above(path, root):
        half, inside = limit // 2, _inside(above, held)
        if inside >= limit or inside - held.count(above) >= half:
            return False
        limit = max(1, half // 2)
    return _inside(path, held) < limit or held.count(path) < limit - limit // 2


def _above(path: str, root: str) -> list[str]:
    """The regions above, from the root down; none for the root and what it lies in."""
    if Scope(path).holds(root, ""):
        return []
    if not Scope(root).holds(path, ""):
        return [root]
    parts = path[len(root) + 1 :].split("/")
    return ["/".join([root, *parts[:n]]) for n in range(len(parts))]


def _inside(region: str, held: Sequence[str]) -> int:
    return sum(Scope(region).holds(path, "") for path in held)
