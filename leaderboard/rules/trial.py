"""What would become of ranks if a few people stood elsewhere, told without moving anybody.

Standings are packed numbers (leaderboard/rules/ranking.py), smaller is better; None = not on the
board. Asked of the board is only how many stand strictly better than some numbers, so the work
does not grow with the board.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Shift(NamedTuple):
    """One person's packed standing now, and as it would be."""

    before: int | None
    after: int | None


Better = Callable[[Sequence[int]], Sequence[int]]
"""For each packed standing, how many on the board as it is are strictly better."""


def ranks(shifts: Sequence[Shift], better: Better) -> list[tuple[int | None, int | None]]:
    """For each of these people their rank now and then: 1 + the number strictly better."""
    held, comes = _sorted(shifts)
    found = dict(zip(*_asked([*held, *comes], better), strict=True))

    def later(one: int) -> int:
        return 1 + found[one] - bisect_left(held, one) + bisect_left(comes, one)

    return [
        (
            None if before is None else 1 + found[before],
            None if after is None else later(after),
        )
        for before, after in shifts
    ]


def others_moved(shifts: Sequence[Shift], better: Better) -> tuple[int, int]:
    """How many others would get a better rank, and how many a worse one."""
    held, comes = _sorted(shifts)
    edges = sorted({*held, *comes})
    # From each edge to itself, and from behind it to the next: in such a stretch all move alike.
    starts = sorted({place for edge in edges for place in (edge, edge + 1)})
    counts = better(starts)
    up = down = 0
    for n, start in enumerate(starts[:-1]):
        inside = bisect_left(held, starts[n + 1]) - bisect_left(held, start)
        people = counts[n + 1] - counts[n] - inside
        fewer = bisect_left(held, start) - bisect_left(comes, start)
        up, down = up + people * (fewer > 0), down + people * (fewer < 0)
    return _beyond(held, comes, starts, (up, down), better)


def _beyond(
    held: list[int], comes: list[int], starts: list[int], so_far: tuple[int, int], better: Better
) -> tuple[int, int]:
    """With those who stand behind the last edge."""
    up, down = so_far
    fewer = len(held) - len(comes)
    if not starts or not fewer:
        return so_far
    last, everybody = better([starts[-1], 1 << 62])
    people = everybody - last - (len(held) - bisect_right(held, starts[-1] - 1))
    return up + people * (fewer > 0), down + people * (fewer < 0)


def _sorted(shifts: Sequence[Shift]) -> tuple[list[int], list[int]]:
    held = sorted(one.before for one in shifts if one.before is not None)
    return held, sorted(one.after for one in shifts if one.after is not None)


def _asked(numbers: Sequence[int], better: Better) -> tuple[Sequence[int], Sequence[int]]:
    wanted = sorted(set(numbers))
    return wanted, better(wanted) if wanted else []
