"""A region's place as a poster (1080 x 1440), and the card of the ten best (1080 x 1080)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leaderboard.pictures import fonts, looks
from leaderboard.pictures.canvas import Canvas, Ink
from quiz import tiles

POSTER: Final = (1080, 1440)
CARD: Final = (1080, 1080)
EDGE: Final = 80


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts beneath it."""

    number: str
    what: str


@dataclass(frozen=True, slots=True)
class Poster:
    """`rank` is large; `tiles` gives a city's shade from 0 to 4 and its name; `own` is marked among
    them."""

    contest: str
    region: str
    rank: str
    among: str
    figures: Sequence[Figure]
    state: str
    formula: str
    address: str
    tiles: Mapping[str, tuple[int, str]]
    own: str


@dataclass(frozen=True, slots=True)
class Row:
    rank: str
    name: str
    place: str
    score: str


@dataclass(frozen=True, slots=True)
class Card:
    contest: str
    heading: str
    rows: Sequence[Row]
    state: str
    address: str


def draw(of: Poster) -> bytes:
    """The poster as PNG."""
    sheet = Canvas(*POSTER, looks.PAPER)
    sheet.box(0, 0, sheet.width, 360, looks.TEAL)
    room, middle = sheet.width - 2 * EDGE, sheet.width // 2
    sheet.text(middle, 90, of.contest, Ink("sans", 38, looks.CARD), room)
    sheet.text(middle, 220, of.region, Ink("serif", 112, looks.CARD), room)
    sheet.text(middle, 480, of.rank, Ink("serif", 150, looks.WARM), room)
    sheet.text(middle, 590, of.among, Ink("sans", 38, looks.SOFT), room)
    _figures(sheet, 690, of.figures)
    if of.tiles:
        _map(sheet, of.tiles, of.own)
    _foot(sheet, of.state, of.formula, of.address)
    return sheet.png()


def _figures(sheet: Canvas, y: int, figures: Sequence[Figure]) -> None:
    share = (sheet.width - 2 * EDGE) // max(len(figures), 1)
    for n, figure in enumerate(figures):
        x = EDGE + share * n + share // 2
        sheet.text(x, y, figure.number, Ink("sans", 56, looks.DARK), share - 20)
        sheet.text(x, y + 56, figure.what, looks.SMALL, share - 20)


def _map(sheet: Canvas, shown: Mapping[str, tuple[int, str]], own: str) -> None:
    """The honeycomb of cities; shade is how far up, the thick edge is whose poster it is."""
    for tile in sorted(tiles.TILES, key=lambda tile: tile.code == own):
        x, y = EDGE + 190 + tile.x * 18 // 25, 820 + tile.y * 18 // 25
        shade, name = shown.get(tile.code, (0, ""))
        if tile.code == own:
            sheet.hexagon(x, y, 50, looks.WARM, looks.WARM)
        sheet.hexagon(x, y, 38 if tile.code == own else 42, looks.SHADES[shade], looks.CARD)
        ink = looks.CARD if shade > 2 else looks.DARK
        sheet.text(x, y, name, Ink("sans", 22, ink), 66)


def _foot(sheet: Canvas, state: str, formula: str, address: str) -> None:
    side = 190
    top = sheet.height - 50 - side
    sheet.qr(sheet.width - EDGE - side, top, side, address)
    room = sheet.width - 2 * EDGE - side - 40
    sheet.text(EDGE, top + 40, state, Ink("sans", 32, looks.DARK), room, "left")
    if formula:
        sheet.text(EDGE, top + 100, formula, looks.SMALL, room, "left")
    plain = address.partition("://")[2]
    sheet.text(EDGE, top + 150, plain, looks.SMALL, room, "left")


def draw_card(of: Card) -> bytes:
    """The card of the ten best as PNG."""
    sheet = Canvas(*CARD, looks.PAPER)
    sheet.box(0, 0, sheet.width, 210, looks.TEAL)
    room, middle = sheet.width - 2 * EDGE, sheet.width // 2
    sheet.text(middle, 65, of.contest, Ink("sans", 32, looks.CARD), room)
    sheet.text(middle, 145, of.heading, Ink("serif", 64, looks.CARD), room)
    for n, row in enumerate(of.rows[:10]):
        _line(sheet, 250 + 58 * n, row, marked=n % 2 == 0)
    _foot(sheet, of.state, "", of.address)
    return sheet.png()


def _line(sheet: Canvas, y: int, row: Row, *, marked: bool) -> None:
    if marked:
        sheet.box(EDGE - 20, y - 28, sheet.width - EDGE + 20, y + 29, looks.PALE)
    first = row.rank in ("1", "2", "3")
    sheet.text(EDGE + 30, y, row.rank, Ink("sans", 38, looks.WARM if first else looks.SOFT), 90)
    name = fonts.told("sans", row.name)
    sheet.text(EDGE + 90, y, name, Ink("sans", 36, looks.DARK), 400, "left")
    sheet.text(EDGE + 520, y, row.place, Ink("sans", 28, looks.SOFT), 250, "left")
    sheet.text(sheet.width - EDGE, y, row.score, Ink("sans", 36, looks.DARK), 130, "right")
