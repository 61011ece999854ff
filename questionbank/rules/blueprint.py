"""A blueprint says how many questions of each cell a paper holds; here items are given to cells.

A cell is the tags an item must all have, joined by "+" ("single+T4"); "any" asks for none. Items
may fit several cells; each is given to one, so that as many whole papers as possible come out.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionbank.rules.rates import Rates

ANY = "any"
Cells = frozenset[str]
"""The cells of a blueprint that an item fits."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the blueprint sees it. `digest` is the content hash of its version; `enemies`
    are versions that must not be in one paper with it, and have it among theirs."""

    version: int
    tags: frozenset[str]
    rates: Rates
    digest: str
    enemies: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Short:
    """A cell that the pool cannot fill: it wants `need` items, `have` can be given to it."""

    cell: str
    need: int
    have: int


class ShortPool(ValueError):
    """The pool cannot satisfy the blueprint; `shorts` names each cell that lacks items."""

    def __init__(self, shorts: Sequence[Short]) -> None:
        self.shorts = tuple(shorts)
        lines = (f"{short.cell}: need {short.need}, have {short.have}" for short in shorts)
        super().__init__("; ".join(lines))


def tags_of(cell: str) -> frozenset[str]:
    """The tags an item of `cell` must have; the cell "any" asks for none."""
    return frozenset(cell.split("+")) - {ANY}


def shortages(
    items: Sequence[Item], blueprint: Mapping[str, int], *, forms: int = 1
) -> list[Short]:
    """The cells that cannot be filled for `forms` papers at once, in the blueprint's order.

    An item that fits several cells is counted for one of them only, the scarcest first. When two
    cells fight for the same items, the more plentiful one is named.
    """
    filled = _fill(_counts(items, blueprint), _wanted(blueprint, forms))
    have = _per_cell(filled)
    return [
        Short(cell, need * forms, have[cell])
        for cell, need in blueprint.items()
        if have[cell] < need * forms
    ]


def most_forms(items: Sequence[Item], blueprint: Mapping[str, int]) -> int:
    """How many disjoint papers the items can make; 0 when not even one."""
    counts = _counts(items, blueprint)
    least, most = 0, len(items) // max(sum(blueprint.values()), 1)
    while least < most:
        middle = (least + most + 1) // 2
        wanted = _wanted(blueprint, middle)
        if _per_cell(_fill(counts, wanted)) == Counter(wanted):
            least = middle
        else:
            most = middle - 1
    return least


def assign(items: Sequence[Item], blueprint: Mapping[str, int]) -> dict[str, list[Item]]:
    """Every item that fits the blueprint, given to exactly one cell of it.

    As many whole papers as possible can be made; what is left over goes where the fewest are for
    each place. Depends on the items and the blueprint only, not on their order.
    Raises ShortPool when not even one paper can be made.
    """
    forms = most_forms(items, blueprint)
    if forms == 0:
        raise ShortPool(shortages(items, blueprint))
    counts = _counts(items, blueprint)
    filled = _fill(counts, _wanted(blueprint, forms))
    _spread_rest(counts, filled, blueprint)
    return _hand_out(items, blueprint, filled)


Filled = dict[tuple[Cells, str], int]
"""How many items of those that fit the same cells are given to one of them."""


def _fits(item: Item, wants: Sequence[tuple[str, frozenset[str]]]) -> Cells:
    return frozenset(cell for cell, tags in wants if tags <= item.tags)


def _groups(items: Sequence[Item], blueprint: Mapping[str, int]) -> dict[Cells, list[Item]]:
    wants = [(cell, tags_of(cell)) for cell in blueprint]
    groups: dict[Cells, list[Item]] = defaultdict(list)
    for item in items:
        if cells := _fits(item, wants):
            groups[cells].append(item)
    return dict(sorted(groups.items(), key=lambda group: sorted(group[0])))


def _counts(items: Sequence[Item], blueprint: Mapping[str, int]) -> dict[Cells, int]:
    return {cells: len(group) for cells, group in _groups(items, blueprint).items()}


def _wanted(blueprint: Mapping[str, int], forms: int) -> dict[str, int]:
    return {cell: need * forms for cell, need in sorted(blueprint.items())}


def _per_cell(filled: Filled) -> Counter[str]:
    total: Counter[str] = Counter()
    for (_cells, cell), count in filled.items():
        total[cell] += count
    return total


def _fill(counts: Mapping[Cells, int], wanted: Mapping[str, int]) -> Filled:
    """Give items to cells up to what is wanted; a greatest flow, so nothing more could be given."""
    supply = {cell: sum(n for cells, n in counts.items() if cell in cells) for cell in wanted}
    scarcest = sorted(wanted, key=lambda cell: (supply[cell] - wanted[cell], cell))
    filled: Filled = defaultdict(int)
    spare = dict(counts)
    for cell in scarcest:
        left = wanted[cell]
        while left and (given := _augment(cell, left, spare, filled)):
            left -= given
    return filled


def _augment(cell: str, left: int, spare: dict[Cells, int], filled: Filled) -> int:
    """Bring up to `left` items into `cell`, moving others on where that helps; 0 = impossible."""
    came_by: dict[str, tuple[Cells, str]] = {}
    reached, seen = [cell], {cell}
    for here in reached:
        for cells, unused in spare.items():
            if here not in cells:
                continue
            if unused:
                return _move(cells, here, left, came_by, spare=spare, filled=filled)
            for other in sorted(cells - seen):
                if filled.get((cells, other), 0):
                    came_by[other] = (cells, here)
                    reached.append(other)
                    seen.add(other)
    return 0


def _move(
    source: Cells,
    last: str,
    left: int,
    came_by: Mapping[str, tuple[Cells, str]],
    *,
    spare: dict[Cells, int],
    filled: Filled,
) -> int:
    steps: list[tuple[Cells, str, str]] = []
    here = last
    while here in came_by:
        cells, before = came_by[here]
        steps.append((cells, here, before))
        here = before
    given = min(left, spare[source], *(filled[cells, away] for cells, away, _to in steps))
    spare[source] -= given
    filled[source, last] += given
    for cells, away, to in steps:
        filled[cells, away] -= given
        filled[cells, to] += given
    return given


def _spread_rest(counts: Mapping[Cells, int], filled: Filled, blueprint: Mapping[str, int]) -> None:
    total = _per_cell(filled)
    for cells, count in counts.items():
        for _ in range(count - sum(filled[cells, cell] for cell in cells)):
            # Fewest items for each place of the paper; compared by cross-multiplied whole numbers.
            cell = min(cells, key=lambda c: (total[c] * _ONE // blueprint[c], c))
            filled[cells, cell] += 1
            total[cell] += 1


_ONE = 1_000_000


def _hand_out(
    items: Sequence[Item], blueprint: Mapping[str, int], filled: Filled
) -> dict[str, list[Item]]:
    given: dict[str, list[Item]] = {cell: [] for cell in blueprint}
    for cells, group in _groups(items, blueprint).items():
        easiest_first = sorted(group, key=lambda item: (-item.rates[1], item.version))
        shares = {cell: filled[cells, cell] for cell in sorted(cells) if filled[cells, cell]}
        for item, cell in zip(easiest_first, _interleaved(shares), strict=True):
            given[cell].append(item)
    return given


def _interleaved(shares: Mapping[str, int]) -> list[str]:
    """Each cell as often as its share, evenly spread: each gets easy and hard items alike."""
    turns = [
        (_ONE * (2 * turn + 1) // (2 * share), cell)
        for cell, share in shares.items()
        for turn in range(share)
    ]
    return [cell for _place, cell in sorted(turns)]
