"""Figures of one region that are fair to its size, in whole numbers.

Source: contest regulations, section 8.3 (people per ten thousand residents) and 8.4 (the best n
together).
"""

from collections.abc import Iterable
from enum import StrEnum
from heapq import nlargest
from typing import NamedTuple


class Unshown(StrEnum):
    """Why a rate is not shown: how many live there is not known, or more took part than do."""

    NO = ""
    UNKNOWN = "unknown"
    OVER = "over"


class Rate(NamedTuple):
    """People per ten thousand residents, in hundredths; None with the reason why not."""

    x100: int | None
    why: Unshown = Unshown.NO


def per_10k(people: int, population: int | None) -> Rate:
    """Distinct people for every ten thousand residents, halves up (8.3).

    An unknown population (None or 0) is never taken for a rate of 0. More people than residents
    cannot be: that is for a person to look at, not to be shown.
    """
    if not population:
        return Rate(None, Unshown.UNKNOWN)
    if people > population:
        return Rate(None, Unshown.OVER)
    return Rate(rounded(1_000_000 * people, population))


def best_sum(scores: Iterable[int], n: int) -> int:
    """The n best standing scores added (8.4); where there are fewer, those there are.

    Raises ValueError if `n` is not positive.
    """
    if n < 1:
        raise ValueError(f"n must be positive, got {n}")
    return sum(nlargest(n, scores))


def rounded(top: int, bottom: int) -> int:
    """top / bottom to a whole number, halves up. `bottom` must be positive."""
    return (2 * top + bottom) // (2 * bottom)
