"""Charts to be read with care: a cut axis, points that lie along a line, two spinners."""

from questionbank.drawings.pen import DEEP, INK, ORANGE, RED, WATER, YELLOW, Pen

# (x, y) of made-up towns: more shops with ice cream, more people who needed a rescue from water.
POINTS = (
    *((170, 520), (215, 505), (250, 470), (300, 480), (330, 420), (390, 430), (420, 380)),
    *((470, 395), (520, 330), (560, 340), (610, 290), (650, 300), (700, 240), (760, 250)),
    *((800, 190), (840, 180)),
)


def bars(pen: Pen) -> None:
    """Two bars of 96 and 98 on an axis that begins at 95."""
    _axes(pen)
    for number in range(95, 100):
        y = 540 - (number - 95) * 110
        pen.line([(132, y), (150, y)])
        pen.sign(118, y, str(number), 34, anchor="rm")
    pen.box(280, 430, 440, 538, WATER)
    pen.box(580, 210, 740, 538, DEEP)
    pen.sign(360, 592, "A", 40)
    pen.sign(660, 592, "B", 40)
    pen.sign(360, 400, "96", 36)
    pen.sign(660, 180, "98", 36)


def points(pen: Pen) -> None:
    """Sixteen points that rise from the lower left to the upper right."""
    _axes(pen)
    for x, y in POINTS:
        pen.disc(x, y, 11, RED)
    pen.sign(880, 592, "X", 40)
    pen.sign(90, 60, "Y", 40)


def _axes(pen: Pen) -> None:
    pen.arrow((150, 540), (150, 40))
    pen.arrow((150, 540), (920, 540))


def spinners(pen: Pen) -> None:
    """Disc 1 with one of 4 equal parts coloured; disc 2 with 2 of 6."""
    for x, parts, coloured, letter in ((250, 4, (0,), "1"), (710, 6, (0, 3), "2")):
        for part in range(parts):
            angles = (360 * part / parts - 90, 360 * (part + 1) / parts - 90)
            pen.pie(x, 290, 190, angles, ORANGE if part in coloured else YELLOW)
        pen.disc(x, 290, 190, "", INK)
        pen.disc(x, 290, 14, INK)
        pen.arrow((x, 290), (x + 60, 150))
        pen.label(x, 550, letter)


PICTURES = {"cut-axis": bars, "rising-points": points, "spinners": spinners}
