"""Pointing at a picture: whether a point lies in an area. Source: regulations, section 6.2.

Everything is in thousandths of the picture's width and height; an area's edge belongs to it.
"""

from itertools import pairwise

from questionbank.rules.question import Area


def inside(area: Area, x: int, y: int, *, width: int, height: int) -> bool:
    """Whether the point lies in `area` of a picture of that size in pixels (a circle needs it).

    Raises KeyError for an unknown shape.
    """
    if area.shape == "circle":
        return _in_circle(area.numbers, x, y, (width, height))
    return {"rect": _in_rect, "poly": _in_poly}[area.shape](area.numbers, x, y)


def _in_rect(numbers: tuple[int, ...], x: int, y: int) -> bool:
    left, top, right, bottom = numbers
    return left <= x <= right and top <= y <= bottom


def _in_circle(numbers: tuple[int, ...], x: int, y: int, size: tuple[int, int]) -> bool:
    """The radius is in thousandths of the width: a circle is round on a picture of any shape."""
    middle_x, middle_y, radius = numbers
    width, height = size
    away = ((x - middle_x) * width) ** 2 + ((y - middle_y) * height) ** 2
    return away <= (radius * width) ** 2


def _in_poly(numbers: tuple[int, ...], x: int, y: int) -> bool:
    """Even-odd: inside when a line from the point to the right crosses the edges an odd number of
    times."""
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    edges = list(pairwise([*corners, corners[0]]))
    if any(_on_edge(one, other, x, y) for one, other in edges):
        return True
    return sum(_crosses(one, other, x, y) for one, other in edges) % 2 == 1


_Corner = tuple[int, int]


def _side(one: _Corner, other: _Corner, x: int, y: int) -> int:
    """On which side of the line through both corners the point lies; 0 = on it."""
    return (other[0] - one[0]) * (y - one[1]) - (other[1] - one[1]) * (x - one[0])


def _on_edge(one: _Corner, other: _Corner, x: int, y: int) -> bool:
    between = min(one[0], other[0]) <= x <= max(one[0], other[0])
    return (
        between
        and min(one[1], other[1]) <= y <= max(one[1], other[1])
        and not _side(one, other, x, y)
    )


def _crosses(one: _Corner, other: _Corner, x: int, y: int) -> bool:
    low, high = sorted((one, other), key=lambda corner: corner[1])
    return low[1] <= y < high[1] and _side(low, high, x, y) > 0
