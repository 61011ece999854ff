"""The sky, the sea and the weather: moon and seasons, the water cycle, a typhoon, an estuary."""

import math

from questionbank.drawings.pen import (
    BROWN,
    DEEP,
    GREEN,
    GREY,
    INK,
    LAND,
    ORANGE,
    PAPER,
    RED,
    SKY,
    SOFT,
    WATER,
    YELLOW,
    Pen,
    around,
)

NIGHT = "#22343f"


def moon_orbit(pen: Pen) -> None:
    """Light from the left; the Moon at eight places A to H around the Earth."""
    for down in range(60, 640, 104):
        pen.arrow((20, down), (150, down), ORANGE)
    for degrees in range(0, 360, 6):
        pen.disc(*around(540, 320, 230, degrees), 2.5, GREY)
    _lit(pen, 540, 320, 70, WATER, DEEP)
    for at, letter in enumerate("ABCDEFGH"):
        x, y = around(540, 320, 230, 180 + 45 * at)
        _lit(pen, x, y, 34, YELLOW, NIGHT)
        pen.label(*around(540, 320, 292, 180 + 45 * at), letter)


def _lit(pen: Pen, x: float, y: float, r: float, bright: str, dark: str) -> None:
    pen.disc(x, y, r, dark)
    pen.pie(x, y, r, (90, 270), bright)
    pen.disc(x, y, r, "", INK, 3)


def seasons(pen: Pen) -> None:
    """The Earth at four places A to D around the Sun, its axis always leaning to the right."""
    for degrees in range(0, 360, 4):
        angle = math.radians(degrees)
        pen.disc(480 + 350 * math.cos(angle), 320 + 210 * math.sin(angle), 2.5, GREY)
    for degrees in range(0, 360, 30):
        pen.line([around(480, 320, 80, degrees), around(480, 320, 105, degrees)], ORANGE, 6)
    pen.disc(480, 320, 70, YELLOW, ORANGE)
    places = {"A": (130, 320), "B": (480, 530), "C": (830, 320), "D": (480, 110)}
    for letter, (x, y) in places.items():
        pen.disc(x, y, 54, WATER, INK, 3)
        lean = math.radians(-66.5)
        up, down = (around(x, y, far, math.degrees(lean)) for far in (86, -86))
        pen.line([down, up], INK, 4)
        pen.sign(up[0] + 24, up[1] + 2, "N", 28)
        across = [around(x, y, far, 23.5) for far in (-54, 54)]
        pen.line(across, RED, 4)
        pen.label(x - 74, y + 60, letter)


def water_cycle(pen: Pen) -> None:
    """Sea to the left with rising vapour A, cloud B, rain on a mountain C, ground water D."""
    pen.box(0, 0, 960, 640, SKY)
    pen.disc(110, 100, 56, YELLOW, ORANGE)
    pen.shape([(380, 640), (380, 450), (560, 380), (760, 150), (960, 320), (960, 640)], LAND)
    pen.shape([(700, 219), (760, 150), (830, 206), (790, 240), (750, 215)], PAPER)
    pen.box(0, 450, 380, 640, WATER)
    pen.shape([(380, 560), (960, 500), (960, 570), (380, 620)], DEEP)
    for x in (110, 180, 250):
        for y in (430, 370):
            pen.line([(x, y), (x - 12, y - 16), (x + 12, y - 34), (x, y - 50)], SOFT, 5)
        pen.arrow((x, 330), (x, 280), SOFT)
    for puff in ((640, 110, 44), (700, 84, 56), (770, 96, 50), (560, 120, 34), (600, 96, 40)):
        pen.disc(*puff, GREY)
    pen.arrow((360, 170), (490, 130), SOFT)
    for x in (590, 630, 670):
        for y in (190, 240, 290):
            pen.line([(x, y), (x - 8, y + 26)], DEEP, 5)
    pen.line([(640, 330), (560, 410), (470, 430), (380, 456)], DEEP, 8)
    pen.arrow((760, 560), (520, 582), PAPER)
    for letter, x, y in (("A", 320, 360), ("B", 845, 70), ("C", 530, 240), ("D", 870, 540)):
        pen.label(x, y, letter)


def typhoon(pen: Pen) -> None:
    """Seen from above, north up: bands of cloud around an eye, moving north-west."""
    pen.box(0, 0, 960, 640, WATER)
    pen.shape([(0, 0), (300, 0), (250, 60), (150, 110), (120, 210), (0, 260)], LAND)
    for start in (0, 120, 240):
        band = [_spiral(start, turn) for turn in range(0, 250, 5)]
        for at, point in enumerate(band):
            pen.disc(*point, 44 - at * 0.72, PAPER)
    pen.disc(520, 340, 100, PAPER)
    pen.disc(520, 340, 34, WATER, SOFT, 3)
    pen.arrow((420, 260), (300, 165), RED, 9)
    pen.arrow((880, 150), (880, 50), INK)
    pen.sign(880, 180, "N", 40)


def _spiral(start: float, turn: float) -> tuple[float, float]:
    """Anticlockwise inwards, as north of the equator: clouds trail behind clockwise."""
    far = 90 + 0.72 * turn
    return around(520, 340, far, start + 0.9 * turn)


def estuary(pen: Pen) -> None:
    """A bay like a trumpet: wide at the sea below, narrow at the river above; places A to D."""
    pen.box(0, 0, 960, 640, LAND)
    bay = [(452, 0), (470, 120), (430, 240), (380, 360), (250, 480), (60, 560), (0, 570), (0, 640)]
    other = [(960, 640), (960, 540), (800, 500), (700, 420), (610, 300), (540, 180), (512, 0)]
    pen.shape([*bay, *other], WATER)
    pen.shape([(560, 560), (620, 540), (650, 575), (600, 596)], LAND)
    pen.shape([(400, 540), (440, 530), (450, 560), (410, 572)], LAND)
    for x in (330, 500, 700):
        pen.arrow((x + 40, 630), (x + 10, 530), RED, 8)
    pen.label(492, 70, "A")
    pen.label(490, 270, "B")
    pen.label(500, 430, "C")
    pen.label(860, 590, "D")
    pen.arrow((900, 150), (900, 60), INK)
    pen.sign(900, 180, "N", 40)


def layers(pen: Pen) -> None:
    """The Earth cut open: crust A, mantle B, outer core C, inner core D."""
    pen.disc(480, 320, 300, GREEN, INK)
    pen.disc(480, 320, 288, BROWN)
    pen.disc(480, 320, 278, ORANGE)
    pen.disc(480, 320, 160, YELLOW)
    pen.disc(480, 320, 70, PAPER, ORANGE, 3)
    for letter, x in (("A", 188), ("B", 262), ("C", 366), ("D", 480)):
        pen.label(x, 320, letter)


PICTURES = {
    "moon-orbit": moon_orbit,
    "seasons": seasons,
    "water-cycle": water_cycle,
    "typhoon": typhoon,
    "estuary": estuary,
    "earth-layers": layers,
}
