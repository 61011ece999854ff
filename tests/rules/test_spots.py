"""Pointing: where an area ends, and that shapes agree where they are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.question import Area
from questionbank.rules.spots import inside

RECT = Area("rect", (100, 200, 300, 400))
SQUARE = Area("poly", (100, 200, 300, 200, 300, 400, 100, 400))
# A star of five points: its middle is crossed twice, so it is outside.
STAR = Area("poly", (500, 0, 800, 950, 20, 360, 980, 360, 200, 950))
ROUND = Area("circle", (500, 500, 100))


@pytest.mark.parametrize(
    ("area", "x", "y", "expected"),
    [
        (RECT, 100, 200, True),
        (RECT, 300, 400, True),
        (RECT, 99, 300, False),
        (RECT, 200, 401, False),
        (STAR, 500, 100, True),
        (STAR, 500, 500, False),
        (STAR, 20, 360, True),
        (STAR, 0, 0, False),
        (ROUND, 600, 500, True),
        (ROUND, 601, 500, False),
        (ROUND, 500, 700, True),
        (ROUND, 500, 701, False),
        (Area("circle", (0, 0, 0)), 0, 0, True),
        (Area("poly", (0, 0, 1000, 0, 0, 0)), 500, 0, True),
    ],
)
def test_an_area_holds_its_edge_and_nothing_beyond(
    area: Area, x: int, y: int, *, expected: bool
) -> None:
    assert inside(area, x, y, width=800, height=400) == expected


SIDE = st.integers(0, 1000)


@given(SIDE, SIDE)
def test_a_rectangle_is_the_polygon_of_its_corners(x: int, y: int) -> None:
    size = {"width": 640, "height": 480}
    assert inside(RECT, x, y, **size) == inside(SQUARE, x, y, **size)


@given(SIDE, SIDE, SIDE, st.integers(1, 4000), st.integers(1, 4000))
def test_a_circle_is_round_on_a_picture_of_any_shape(
    x: int, y: int, radius: int, width: int, height: int
) -> None:
    inner = inside(Area("circle", (500, 500, radius)), x, y, width=width, height=height)
    turned = inside(Area("circle", (500, 500, radius)), 1000 - x, y, width=width, height=height)
    assert inner == turned
    far = abs(x - 500) > radius
    assert not (inner and far)


@pytest.mark.slow
@given(st.lists(SIDE, min_size=6, max_size=40).filter(lambda n: len(n) % 2 == 0), SIDE, SIDE)
def test_where_a_polygon_begins_and_which_way_it_runs_says_nothing(
    numbers: list[int], x: int, y: int
) -> None:
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    turned = [*corners[1:], corners[0]][::-1]
    flat = tuple(number for corner in turned for number in corner)
    one, other = Area("poly", tuple(numbers)), Area("poly", flat)
    assert inside(one, x, y, width=1, height=1) == inside(other, x, y, width=1, height=1)


def test_a_shape_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        inside(Area("blob", ()), 1, 1, width=1, height=1)
