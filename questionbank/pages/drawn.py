"""Areas of a picture as a template draws them over it."""

from collections.abc import Iterable
from typing import Any

from questionbank.rules.question import Area
from questionbank.rules.validity import sound


def shapes(areas: Iterable[Area], size: tuple[int, int]) -> list[dict[str, Any]]:
    """Each area for a drawing of 1000 times 1000 that is stretched to a picture of `size`.

    One that is no shape within the picture is left out.
    """
    return [_shape(area, size) for area in areas if sound(area)]


def _shape(area: Area, size: tuple[int, int]) -> dict[str, Any]:
    numbers = area.numbers
    if area.shape == "circle":
        x, y, radius = numbers
        return {"shape": "ellipse", "x": x, "y": y, "rx": radius, "ry": radius * size[0] // size[1]}
    if area.shape == "rect":
        left, top, right, bottom = numbers
        corners: tuple[int, ...] = (left, top, right, top, right, bottom, left, bottom)
    else:
        corners = numbers
    return {"shape": "polygon", "points": " ".join(map(str, corners))}
