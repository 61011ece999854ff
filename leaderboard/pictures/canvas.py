"""A sheet to draw on: text where it fits, rules, hexagons, a QR code. Units are pixels."""

import io
import math
from dataclasses import dataclass
from typing import Final, Literal

import segno
from PIL import Image, ImageDraw

from leaderboard.pictures import fonts
from leaderboard.pictures.fonts import Face
from leaderboard.pictures.lines import broken

Colour = str
Anchor = Literal["left", "middle", "right"]
SMALLEST: Final = 18
# No line has room for more signs; what is beyond costs no time.
MOST: Final = 120
ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Ink:
    """How a line of text looks: its face, largest size and colour."""

    face: Face
    size: int
    colour: Colour


class Canvas:
    """One picture in the making."""

    def __init__(self, width: int, height: int, paper: Colour) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height), paper)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: int, y: int, words: str, ink: Ink, room: int, at: Anchor = "middle") -> int:
        """One line whose middle is at height `y`, `room` wide at most: set smaller until it fits,
        then cut. Returns the size it was set in."""
        words = words[:MOST]
        sizes = range(ink.size, min(SMALLEST, ink.size) - 1, -1)
        size = fonts.fitting(ink.face, sizes, words, room)
        words = self._cut(words, ink.face, size, room)
        wide = fonts.width(ink.face, size, words)
        x -= {"left": 0, "middle": wide // 2, "right": wide}[at]
        for run in fonts.runs(ink.face, size, words):
            self._draw.text((x, y), run.text, fill=ink.colour, font=run.font, anchor="lm")
            x += round(run.font.getlength(run.text))
        return size

    @staticmethod
    def _cut(words: str, face: Face, size: int, room: int) -> str:
        if fonts.width(face, size, words) <= room:
            return words
        while words and fonts.width(face, size, words + ELLIPSIS) > room:
            words = words[:-1]
        return words + ELLIPSIS

    def paragraph(self, x: int, y: int, words: str, ink: Ink, room: int, *, lines: int = 3) -> int:
        """Lines from `y` down, broken as `lines.py` tells; what is beyond `lines` is cut.

        Returns the height below the last one.
        """
        found = broken(words[: MOST * lines], ink.face, ink.size, room, lines=lines)
        shown = [*found[: lines - 1], "".join(found[lines - 1 :])]
        for line in filter(None, shown):
            self.text(x, y, line, ink, room)
            y += ink.size * 3 // 2
        return y

    def box(self, left: int, top: int, right: int, bottom: int, colour: Colour) -> None:
        self._draw.rectangle((left, top, right, bottom), fill=colour)

    def frame(self, inset: int, wide: int, colour: Colour) -> None:
        """A border all around, `inset` from the edge."""
        edge = (inset, inset, self.width - 1 - inset, self.height - 1 - inset)
        self._draw.rectangle(edge, outline=colour, width=wide)

    def rule(self, x: int, y: int, half: int, colour: Colour, wide: int = 3) -> None:
        """A level line, `half` to each side of `x`."""
        self._draw.line((x - half, y, x + half, y), fill=colour, width=wide)

    def hexagon(self, x: int, y: int, radius: int, fill: Colour, edge: Colour) -> None:
        """A hexagon with a point up."""
        turn = [math.radians(60 * n + 30) for n in range(6)]
        points = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn]
        self._draw.polygon(points, fill=fill, outline=edge)

    def qr(self, left: int, top: int, side: int, address: str) -> None:
        """The address as a QR code in a white square of `side`, with its quiet zone."""
        code = segno.make(address, error="m", micro=False)
        scale = max(side // code.symbol_size()[0], 1)
        out = io.BytesIO()
        code.save(out, kind="png", scale=scale, border=4)
        drawn = Image.open(out).convert("RGB")
        self.box(left, top, left + side - 1, top + side - 1, "#ffffff")
        self.image.paste(
            drawn, (left + (side - drawn.width) // 2, top + (side - drawn.height) // 2)
        )

    def png(self) -> bytes:
        """The picture in 128 colours, as flat drawings need no more; a third of the bytes."""
        out = io.BytesIO()
        few = self.image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, format="PNG", optimize=True)
        return out.getvalue()
