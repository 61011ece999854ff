"""Shades of a map: values cut into a few groups of about equal size, equal values always together.

Source: contest regulations, section 8 (how regions are shown).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

MOST: Final = 5


class Shade(NamedTuple):
    """The values from `low` to `high`, both inside."""

    low: int
    high: int


def shades(values: Sequence[int], most: int = MOST) -> tuple[Shade, ...]:
    """At most `most` groups of the values, the smallest first; none for no value.

    Where the k-th of n values falls decides its group, k * most // n; of equal values the first.
    """
    ordered = sorted(values)
    groups: dict[int, list[int]] = {}
    last: tuple[int, int] | None = None
    for k, value in enumerate(ordered):
        group = last[1] if last and last[0] == value else k * most // len(ordered)
        groups.setdefault(group, []).append(value)
        last = (value, group)
    return tuple(Shade(group[0], group[-1]) for _, group in sorted(groups.items()))


def shade_of(value: int, among: Sequence[Shade]) -> int:
    """The number of the group, from 0, that holds the value. Raises ValueError when none does."""
    for n, shade in enumerate(among):
        if shade.low <= value <= shade.high:
            return n
    raise ValueError(f"{value} is in no shade")
