"""The picture of a paper: how long each question took, against what others took for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from questionbank.models import ItemPace
from questionbank.rules.pace import EDGES

HEIGHT, STEP, BAR = 160, 32, 20
LEAST_MS = 4_000
# Fewer people than these are not yet "the others".
LEAST_PEOPLE = 10


class Bar(NamedTuple):
    """One question: places in the drawing, and what they stand for."""

    number: int
    x: int
    y: int
    height: int
    middle_y: int | None
    took_ms: int
    right: bool | None


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    bars: tuple[Bar, ...]
    most_ms: int
    height: int = HEIGHT
    bar: int = BAR

    @property
    def foot(self) -> int:
        """Where the numbers below the bars stand."""
        return self.height + 14

    @property
    def whole(self) -> int:
        return self.height + 34


class Timed(NamedTuple):
    """A question's time on this paper, the others' middle time, and whether it was right (None =
    not to be told yet)."""

    took_ms: int
    middle_ms: int | None
    right: bool | None


def draw(times: Sequence[Timed]) -> Picture:
    """Bars on one scale; the longest time of all is the height."""
    longest = max((max(one.took_ms, one.middle_ms or 0) for one in times), default=0)
    most = max(longest, LEAST_MS)
    bars = [_bar(n, one, most) for n, one in enumerate(times)]
    return Picture(STEP * max(len(bars), 1), tuple(bars), most)


def _bar(n: int, one: Timed, most: int) -> Bar:
    height = max(one.took_ms, 0) * HEIGHT // most
    middle = None if one.middle_ms is None else HEIGHT - one.middle_ms * HEIGHT // most
    x = n * STEP + (STEP - BAR) // 2
    return Bar(n + 1, x, HEIGHT - height, height, middle, one.took_ms, one.right)


def middles(versions: Collection[int]) -> dict[int, int]:
    """The middle time of first meetings with each version, in milliseconds; only where enough
    people met it."""
    steps: defaultdict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = ItemPace.objects.filter(version__in=versions)
    for version, step, count in rows.values_list("version_id", "step", "count"):
        steps[version][step] += count
    found = {version: middle(counts) for version, counts in steps.items()}
    return {version: ms for version, ms in found.items() if ms is not None}


def middle(counts: Mapping[int, int]) -> int | None:
    """The middle of a histogram over the steps of `pace.EDGES`, as if times were spread evenly
    within a step; None for fewer than LEAST_PEOPLE."""
    people = sum(counts.values())
    if people < LEAST_PEOPLE:
        return None
    below = 0
    for step in sorted(counts):
        if 2 * (below + counts[step]) >= people:
            low = EDGES[step]
            high = EDGES[step + 1] if step + 1 < len(EDGES) else 2 * low
            return low + (high - low) * (people - 2 * below) // (2 * counts[step])
        below += counts[step]
    return None
