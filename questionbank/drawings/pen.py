"""Draws plain shapes in pixels of the finished picture, with smooth edges."""

import io
import math
from collections.abc import Sequence
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

# Drawn larger and then made smaller: that is what smooths the edges.
SCALE = 3
INK, SOFT, PAPER = "#14262b", "#5b7077", "#ffffff"
WATER, DEEP, SKY, LAND, GREEN = "#8ec9e8", "#4a9ac4", "#e3f2fb", "#e9dcb4", "#5fa55a"
RED, ORANGE, YELLOW, GREY, BROWN = "#d1432f", "#ee8a2c", "#f7cf45", "#c3cdd1", "#8a6240"
Point = tuple[float, float]


class Pen:
    """A sheet of `width` x `height` pixels; lines are `thick` pixels wide."""

    def __init__(self, width: int, height: int, paper: str = PAPER) -> None:
        self.width, self.height = width, height
        self._sheet = Image.new("RGB", (width * SCALE, height * SCALE), paper)
        self._draw = ImageDraw.Draw(self._sheet)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self._draw.rectangle([at * SCALE for at in (left, top, right, bottom)], fill)

    def frame(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A box with rounded corners and a line around it."""
        corners = [at * SCALE for at in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, 16 * SCALE, fill, INK, 4 * SCALE)

    def disc(self, x: float, y: float, r: float, fill: str, line: str = "", thick: int = 4) -> None:
        corners = [at * SCALE for at in (x - r, y - r, x + r, y + r)]
        self._draw.ellipse(corners, fill or None, line or None, thick * SCALE if line else 0)

    def oval(self, box: Sequence[float], fill: str, line: str = INK) -> None:
        self._draw.ellipse([at * SCALE for at in box], fill, line, 4 * SCALE)

    def pie(self, x: float, y: float, r: float, angles: tuple[float, float], fill: str) -> None:
        """The part of a disc between two angles, clockwise from the right, in degrees."""
        corners = [at * SCALE for at in (x - r, y - r, x + r, y + r)]
        self._draw.pieslice(corners, *angles, fill)

    def shape(self, points: Sequence[Point], fill: str, line: str = "") -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.polygon(scaled, fill, line or None, 4 * SCALE if line else 0)

    def line(self, points: Sequence[Point], colour: str = INK, thick: float = 4) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, colour, round(thick * SCALE), joint="curve")

    def dashes(self, start: Point, end: Point, colour: str = SOFT, thick: float = 3) -> None:
        count = max(1, round(math.dist(start, end) / 20))
        for at in range(count):
            a, b = at / count, (at + 0.55) / count
            self.line([_between(start, end, a), _between(start, end, b)], colour, thick)

    def arrow(self, start: Point, end: Point, colour: str = INK, thick: float = 6) -> None:
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        head = 4 * thick
        neck = _between(start, end, 1 - 0.8 * head / max(math.dist(start, end), head))
        self.line([start, neck], colour, thick)
        sides = [_away(end, angle + turn, head) for turn in (math.pi - 0.45, math.pi + 0.45)]
        self.shape([end, *sides], colour)

    def sign(
        self,
        x: float,
        y: float,
        words: str,
        size: int = 34,
        colour: str = INK,
        anchor: Literal["mm", "lm", "rm"] = "mm",
    ) -> None:
        """Letters and digits around a point."""
        font = ImageFont.load_default(size * SCALE)
        self._draw.text((x * SCALE, y * SCALE), words, colour, font, anchor)

    def label(self, x: float, y: float, letter: str) -> None:
        """A letter in a ring, to be spoken of."""
        self.disc(x, y, 22, PAPER, INK, 3)
        self.sign(x, y, letter, 28)

    def webp(self) -> bytes:
        small = self._sheet.resize((self.width, self.height), Image.Resampling.LANCZOS)
        few = small.quantize(96, dither=Image.Dither.NONE).convert("RGB")
        out = io.BytesIO()
        few.save(out, "WEBP", lossless=True, quality=100, method=6)
        return out.getvalue()


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _away(point: Point, angle: float, far: float) -> Point:
    return point[0] + math.cos(angle) * far, point[1] + math.sin(angle) * far


def around(x: float, y: float, r: float, degrees: float) -> Point:
    """The point of a circle at an angle, clockwise from the right."""
    return _away((x, y), math.radians(degrees), r)
