"""Small groups made larger before answers are published: nobody stands in a group of a few.

Source: contest regulations, section 12.4. A label is what a published line says of its author: a
region, and a cohort. Fewer than `few` people under one label are put under a wider one, together
with the next larger groups when they are still too few: a group that is alone in its wider label
would be no better hidden than before.
"""

from collections import defaultdict
from collections.abc import Mapping

UNSTATED = "?"


def wider_regions(people: Mapping[str, int], root: str, few: int) -> dict[str, str]:
    """For each region path at or below `root`, the path to publish instead: itself or one above.

    `people` counts those with a result in exactly that region; who moved counts in each. The root
    is as wide as it gets.
    """
    count = defaultdict(int, people)
    lifted: dict[str, str] = {}
    depths = sorted({path.count("/") for path in people if path != root}, reverse=True)
    for depth in range(max(depths, default=0), root.count("/"), -1):
        for parent, children in _families(count, depth).items():
            for child in _merged(children, count[parent], few):
                lifted[child] = parent
                count[parent] += count.pop(child)
    for path in _beside_root(count, root, few):
        lifted[path] = root
    return {path: _end(lifted, path) for path in people}


def _beside_root(count: Mapping[str, int], root: str, few: int) -> list[str]:
    """Who was lifted to the root needs company there, too: the smallest groups that are left."""
    rest = {path: people for path, people in count.items() if people and path != root}
    there = count[root]
    return _merged(rest, there, few, alone=True) if 0 < there < few else []


def _families(count: Mapping[str, int], depth: int) -> dict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for path, people in count.items():
        if people and path.count("/") == depth:
            found[path.rpartition("/")[0]][path] = people
    return dict(sorted(found.items()))


def _merged(groups: Mapping[str, int], there: int, few: int, *, alone: bool = False) -> list[str]:
    """The groups to put together with those `there`: all small ones, then the next larger until
    there are enough. `alone` = those there need company even when no group is small."""
    ordered = sorted(groups, key=lambda name: (groups[name], name))
    found: list[str] = []
    together = there
    for name in ordered:
        enough = together >= few or not (found or alone)
        if groups[name] >= few and enough:
            break
        found.append(name)
        together += groups[name]
    return found


def _end(lifted: Mapping[str, str], path: str) -> str:
    while path in lifted:
        path = lifted[path]
    return path


def stated(people: Mapping[tuple[str, str], int], few: int) -> set[tuple[str, str]]:
    """The pairs (published region, cohort) whose cohort may be said; all others are UNSTATED."""
    by_region: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (region, cohort), count in people.items():
        by_region[region][cohort] = count
    return {
        (region, cohort)
        for region, groups in by_region.items()
        for cohort in groups.keys() - set(_merged(groups, 0, few))
    }
