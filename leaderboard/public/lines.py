"""A line through a few points as a small picture in the page itself; the table beside it has the
figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 160


@dataclass(frozen=True, slots=True)
class Line:
    """`points` for a polyline, `dots` for each point, in a box of WIDTH x HEIGHT; what stands at
    the top and at the bottom of the scale."""

    points: str
    dots: tuple[tuple[int, int, int], ...]
    top: int
    bottom: int
    width: int = WIDTH
    height: int = HEIGHT


def line(points: Sequence[tuple[int, int]], *, falling: bool = False) -> Line | None:
    """The line through (day, value), left to right; None for fewer than two points.

    With `falling` the smallest value, a first rank, is on top; else the scale starts at 0.
    """
    if len(points) < 2:
        return None
    last = max(day for day, _ in points) or 1
    values = [value for _, value in points]
    low = min(values) if falling else min(0, *values)
    span = max(max(values) - low, 1)
    dots = tuple(
        (
            day * WIDTH // last,
            (value - low) * HEIGHT // span if falling else HEIGHT - (value - low) * HEIGHT // span,
            value,
        )
        for day, value in points
    )
    top, bottom = (low, low + span) if falling else (low + span, low)
    return Line(" ".join(f"{x},{y}" for x, y, _ in dots), dots, top, bottom)
