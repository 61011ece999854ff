"""Small pictures of options: sounds as waves, and faces of the Moon."""

import math
from collections.abc import Callable
from functools import partial

from questionbank.drawings.pen import DEEP, GREY, INK, YELLOW, Pen

NIGHT = "#22343f"


def wave(pen: Pen, swings: int, high: float) -> None:
    pen.line([(20, 150), (460, 150)], GREY, 3)
    points = [
        (20 + at, 150 - high * math.sin(2 * math.pi * swings * at / 440)) for at in range(441)
    ]
    pen.line(points, DEEP, 7)


def moon(pen: Pen, lit: Callable[[Pen], None]) -> None:
    pen.box(0, 0, 480, 300, NIGHT)
    pen.disc(240, 150, 110, "#3a4d58")
    lit(pen)
    pen.disc(240, 150, 110, "", INK, 2)


def _half(pen: Pen, start: int) -> None:
    pen.pie(240, 150, 110, (start, start + 180), YELLOW)


def _full(pen: Pen) -> None:
    pen.disc(240, 150, 110, YELLOW)


def _crescent(pen: Pen) -> None:
    """The right edge alone, as soon after new moon."""
    right = [_edge(110, turn) for turn in range(-90, 91, 5)]
    pen.shape([*right, *(_edge(70, turn) for turn in range(90, -91, -5))], YELLOW)


def _edge(wide: float, turn: float) -> tuple[float, float]:
    angle = math.radians(turn)
    return 240 + wide * math.cos(angle), 150 + 110 * math.sin(angle)


PICTURES: dict[str, Callable[[Pen], None]] = {
    "wave-slow": partial(wave, swings=2, high=60),
    "wave-slow-loud": partial(wave, swings=2, high=120),
    "wave-middle": partial(wave, swings=4, high=120),
    "wave-fast": partial(wave, swings=9, high=60),
    "moon-full": partial(moon, lit=_full),
    "moon-right": partial(moon, lit=partial(_half, start=-90)),
    "moon-left": partial(moon, lit=partial(_half, start=90)),
    "moon-crescent": partial(moon, lit=_crescent),
}
