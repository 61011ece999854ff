"""Which figures a table keeps to itself, so that nobody can be found in it or worked out from it.

Source: contest regulations, section 13.2. A cell of one to `few - 1` people is not shown. Cells
that add up to another one make a line; a line that hid one cell only would tell it by subtraction,
so a line hides none or at least two, in which together there are at least `few` people. Somebody
may be in several cells of a line, say in two rounds: then they are one, not two.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def hidden(people: Mapping[K, int], lines: Iterable[Sequence[K]], few: int) -> set[K]:
    """The cells not to be shown. Each line holds a total first, then the cells that add up to it;
    a cell that is missing from `people`, or is 0, tells of nobody and hides nothing."""
    within = [[key for key in line if people.get(key, 0)] for line in lines]
    lines_of: defaultdict[K, list[int]] = defaultdict(list)
    for number, line in enumerate(within):
        for key in line:
            lines_of[key].append(number)
    kept = {key for key, count in people.items() if 0 < count < few}
    waiting = deque(sorted({number for key in kept for number in lines_of[key]}))
    while waiting:
        for key in _more(within[waiting.popleft()], people, kept, few):
            kept.add(key)
            waiting.extend(lines_of[key])
    return kept


def _more(line: Sequence[K], people: Mapping[K, int], kept: set[K], few: int) -> list[K]:
    """The cells that this line has to hide besides: the smallest ones, its total last."""
    total, parts = line[:1], line[1:]
    inside = [key for key in line if key in kept]
    # A total that hides itself is the sum of parts that are fewer still: two are hidden.
    if not inside or total[0] in kept:
        return [] if len(inside) != 1 else _smallest(parts, people, kept)
    if len(inside) > 1 and _at_least(line, people, kept) >= few:
        return []
    return _smallest(parts, people, kept) or list(total)


def _at_least(line: Sequence[K], people: Mapping[K, int], kept: set[K]) -> int:
    """How many people there are for certain in the hidden parts of a line: those of the largest,
    and those of the total who are in none that is shown."""
    total, *parts = line
    shown = sum(people[key] for key in parts if key not in kept)
    return max(people[total] - shown, *(people[key] for key in parts if key in kept))


def _smallest(parts: Sequence[K], people: Mapping[K, int], kept: set[K]) -> list[K]:
    open_ = [key for key in parts if key not in kept]
    return [min(open_, key=lambda key: people[key])] if open_ else []
