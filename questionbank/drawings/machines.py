"""Things that people make: a lever, gears, a socket, circuits, and light in water."""

import math

from questionbank.drawings.pen import (
    BROWN,
    DEEP,
    GREY,
    INK,
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


def lever(pen: Pen) -> None:
    """A beam on a support near its left end, a stone on that end; places A to D to press on."""
    pen.line([(40, 520), (920, 520)], SOFT, 8)
    pen.shape([(300, 410), (250, 516), (350, 516)], GREY, INK)
    pen.line([(110, 400), (880, 400)], BROWN, 20)
    pen.frame(120, 270, 260, 390, SOFT)
    for letter, x in (("A", 360), ("B", 520), ("C", 680), ("D", 840)):
        pen.arrow((x, 280), (x, 380), RED, 8)
        pen.label(x, 240, letter)


def gears(pen: Pen) -> None:
    """Four gears in a row, each turned by the one before; A turns clockwise."""
    for letter, x, y, r in (
        ("A", 150, 340, 110),
        ("B", 338, 300, 74),
        ("C", 528, 340, 110),
        ("D", 760, 300, 116),
    ):
        _gear(pen, x, y, r)
        pen.label(x, y, letter)
    for degrees in range(-130, -50, 4):
        pen.line([around(150, 340, 150, degrees), around(150, 340, 150, degrees + 4)], RED, 8)
    tip = around(150, 340, 150, -46)
    pen.arrow((tip[0] - 14, tip[1] - 12), (tip[0] + 12, tip[1] + 16), RED, 8)


def _gear(pen: Pen, x: float, y: float, r: float) -> None:
    teeth = round(r / 9)
    for at in range(teeth):
        degrees = 360 * at / teeth
        sides = [around(x, y, far, degrees + turn) for far, turn in _tooth(r)]
        pen.shape(sides, GREY, INK)
    pen.disc(x, y, r - 4, GREY, INK)
    pen.disc(x, y, r * 0.42, PAPER, INK, 3)


def _tooth(r: float) -> list[tuple[float, float]]:
    """Its corners: how far from the middle, and how many degrees from its own axis."""
    wide = 700 / r
    return [(r - 8, -wide), (r + 12, -0.6 * wide), (r + 12, 0.6 * wide), (r - 8, wide)]


def socket(pen: Pen) -> None:
    """A socket with three slots as on Chinese walls: one above, two below."""
    pen.box(0, 0, 960, 640, SKY)
    pen.frame(260, 60, 700, 580, PAPER)
    _slot(pen, 480, 210, 90)
    _slot(pen, 370, 420, 60)
    _slot(pen, 590, 420, 120)


def _slot(pen: Pen, x: float, y: float, degrees: float) -> None:
    angle = math.radians(degrees)
    end = (math.cos(angle) * 52, math.sin(angle) * 52)
    pen.line([(x - end[0], y - end[1]), (x + end[0], y + end[1])], INK, 26)


def circuit(pen: Pen) -> None:
    """A battery feeds two lamps in parallel: S1 before both, S2 before L2 only; S2 is open."""
    pen.line([(120, 520), (120, 120), (250, 120)])
    _switch(pen, 250, 120, closed=True)
    pen.line([(340, 120), (840, 120), (840, 520)])
    pen.line([(560, 120), (560, 190)])
    pen.line([(560, 320), (560, 520)])
    pen.line([(840, 120), (840, 160)])
    pen.box(828, 172, 852, 260, PAPER)
    _upright(pen, 840, 172)
    pen.line([(840, 258), (840, 330)])
    _lamp(pen, 560, 260)
    _lamp(pen, 840, 390)
    pen.line([(120, 520), (300, 520)])
    pen.line([(345, 520), (840, 520)])
    pen.line([(300, 470), (300, 570)], INK, 5)
    pen.line([(345, 495), (345, 545)], INK, 12)
    for words, x, y in (("S1", 295, 60), ("S2", 910, 215), ("L1", 650, 260), ("L2", 740, 390)):
        pen.sign(x, y, words, 40)


def _switch(pen: Pen, x: float, y: float, *, closed: bool) -> None:
    pen.line([(x, y), (x + 86, y if closed else y - 50)], INK, 8)
    pen.disc(x, y, 9, INK)
    pen.disc(x + 90, y, 9, INK)


def _upright(pen: Pen, x: float, y: float) -> None:
    pen.line([(x, y + 86), (x - 48, y + 10)], INK, 8)
    pen.disc(x, y, 9, INK)
    pen.disc(x, y + 86, 9, INK)


def _lamp(pen: Pen, x: float, y: float) -> None:
    pen.disc(x, y, 62, YELLOW, INK)
    for turn in (45, 135):
        pen.line([around(x, y, 60, turn), around(x, y, 60, turn + 180)])


def fish(pen: Pen) -> None:
    """An eye above water sees a fish at B along a straight line; A above, C below, D behind it."""
    pen.box(0, 0, 960, 260, SKY)
    pen.box(0, 260, 960, 640, WATER)
    pen.line([(0, 260), (960, 260)], DEEP, 6)
    pen.oval((90, 60, 190, 120), PAPER)
    pen.disc(148, 90, 22, INK)
    pen.dashes((190, 105), (640, 400), RED, 5)
    _fish(pen, 700, 410)
    for letter, x, y in (("A", 610, 305), ("B", 845, 410), ("C", 700, 540), ("D", 900, 290)):
        pen.label(x, y, letter)


def _fish(pen: Pen, x: float, y: float) -> None:
    pen.shape([(x + 50, y), (x + 104, y - 36), (x + 104, y + 36)], ORANGE, INK)
    pen.oval((x - 74, y - 36, x + 64, y + 36), ORANGE)
    pen.disc(x - 44, y - 8, 7, INK)


PICTURES = {
    "lever": lever,
    "gears": gears,
    "socket": socket,
    "circuit": circuit,
    "fish-in-water": fish,
}
