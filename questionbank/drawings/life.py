"""Living things: a plant's cell, who eats whom, an experiment with plants."""

from questionbank.drawings.pen import (
    BROWN,
    DEEP,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    SKY,
    WATER,
    YELLOW,
    Pen,
    around,
)


def cell(pen: Pen) -> None:
    """A plant's cell: wall, large vacuole, nucleus, green chloroplasts, orange mitochondria."""
    pen.frame(60, 50, 900, 590, GREEN)
    pen.frame(84, 74, 876, 566, "#dcefc8")
    pen.oval((330, 170, 700, 470), SKY)
    pen.disc(210, 400, 88, "#b79ad6", INK)
    pen.disc(225, 390, 28, "#6d4c9c")
    for x, y in ((170, 170), (330, 120), (560, 120), (780, 210), (770, 440), (430, 520)):
        _leaf_green(pen, x, y)
    for x, y in ((760, 325), (600, 520), (300, 250)):
        pen.oval((x - 36, y - 18, x + 36, y + 18), ORANGE)
        pen.line([(x - 20, y), (x - 6, y - 8), (x + 6, y + 8), (x + 20, y)], INK, 3)
    for letter, x, y in (("A", 210, 470), ("B", 515, 320), ("C", 850, 160), ("D", 690, 520)):
        pen.label(x, y, letter)


def _leaf_green(pen: Pen, x: float, y: float) -> None:
    pen.oval((x - 52, y - 28, x + 52, y + 28), GREEN)
    for at in (-24, 0, 24):
        pen.line([(x + at, y - 12), (x + at, y + 12)], "#2f6b35", 5)


def food_web(pen: Pen) -> None:
    """Arrows go from what is eaten to what eats it: A to B and C, B to D, C and D to E."""
    places = {"A": (480, 560), "B": (240, 390), "C": (720, 390), "D": (240, 190), "E": (560, 80)}
    for eaten, eats in ("AB", "AC", "BD", "CE", "DE"):
        (x, y), (to_x, to_y) = places[eaten], places[eats]
        part = 62 / ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        step_x, step_y = (to_x - x) * part, (to_y - y) * part
        pen.arrow((x + step_x, y + step_y), (to_x - step_x, to_y - step_y))
    colours = {"A": GREEN, "B": YELLOW, "C": ORANGE, "D": WATER, "E": GREY}
    for letter, (x, y) in places.items():
        pen.disc(x, y, 54, colours[letter], INK)
        pen.sign(x, y, letter, 44)


def pots(pen: Pen) -> None:
    """Four pots: 1 light and water, 2 water only, 3 light only, 4 light, water and another soil."""
    for letter, x, light, water, soil in (
        ("1", 130, True, True, BROWN),
        ("2", 363, False, True, BROWN),
        ("3", 597, True, False, BROWN),
        ("4", 830, True, True, GREY),
    ):
        pen.frame(x - 105, 30, x + 105, 550, SKY if light else "#4b5a61")
        if light:
            _sun(pen, x + 50, 95)
        if water:
            _drop(pen, x - 55, 95)
        _pot(pen, x, soil)
        pen.label(x, 596, letter)


def _sun(pen: Pen, x: float, y: float) -> None:
    for degrees in range(0, 360, 45):
        pen.line([around(x, y, 30, degrees), around(x, y, 42, degrees)], ORANGE, 5)
    pen.disc(x, y, 24, YELLOW, ORANGE, 3)


def _drop(pen: Pen, x: float, y: float) -> None:
    pen.shape([(x, y - 42), (x - 20, y + 2), (x + 20, y + 2)], DEEP)
    pen.disc(x, y + 8, 22, DEEP)


def _pot(pen: Pen, x: float, soil: str) -> None:
    pen.line([(x, 400), (x, 270)], "#2f6b35", 8)
    for side in (-1, 1):
        for y in (300, 350):
            pen.shape([(x, y), (x + 46 * side, y - 42), (x + 58 * side, y - 6)], GREEN)
    pen.shape([(x - 70, 400), (x + 70, 400), (x + 48, 520), (x - 48, 520)], RED)
    pen.shape([(x - 66, 402), (x + 66, 402), (x + 61, 430), (x - 61, 430)], soil)


PICTURES = {"plant-cell": cell, "food-web": food_web, "plant-pots": pots}
