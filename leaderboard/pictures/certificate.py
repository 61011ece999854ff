"""A certificate: an A4 page on its side at 150 dots an inch, or one for a phone's screen."""

from dataclasses import dataclass, replace
from typing import Final

from leaderboard.pictures import fonts, looks
from leaderboard.pictures.canvas import SMALLEST, Canvas, Ink
from leaderboard.pictures.lines import wrapped

PAGE: Final = (1754, 1240)
PHONE: Final = (1080, 1528)
# A name set smaller than this in one line takes two: it stays the largest words below the heading.
NAME_LEAST: Final = 66


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a certificate, in one language. `sentence` says what was reached, `issuer` who
    vouches for it; `check` says how the code is verified at `address`."""

    heading: str
    contest: str
    name: str
    sentence: str
    issuer: str
    issued: str
    code: str
    check: str
    address: str


def draw(words: Words, *, phone: bool) -> bytes:
    """The certificate as PNG."""
    sheet = Canvas(*(PHONE if phone else PAGE), looks.PAPER)
    _border(sheet)
    middle = sheet.width // 2
    room = sheet.width - 2 * 130
    y = _head(sheet, words, middle, room)
    _name(sheet, words.name, middle, y, room)
    sheet.rule(middle, y + 95, min(room // 2, 420), looks.GOLD)
    sheet.paragraph(middle, y + 170, words.sentence, looks.LINE, room, lines=4 if phone else 3)
    (_foot_tall if phone else _foot_wide)(sheet, words)
    return sheet.png()


def _border(sheet: Canvas) -> None:
    sheet.frame(36, 6, looks.TEAL)
    sheet.frame(50, 2, looks.GOLD)
    for x in (36, sheet.width - 36):
        for y in (36, sheet.height - 36):
            sheet.hexagon(x, y, 30, looks.PALE, looks.TEAL)


def _head(sheet: Canvas, words: Words, middle: int, room: int) -> int:
    """The contest and the heading; returns the height of the name."""
    sheet.text(middle, 170, words.contest, looks.HEAD, room)
    size = 108 if sheet.width > sheet.height else 96
    sheet.text(middle, 300, words.heading, replace(looks.TITLE, size=size), room)
    return 500 if sheet.width > sheet.height else 540


def _name(sheet: Canvas, name: str, middle: int, y: int, room: int) -> None:
    """In one line, or in two a little higher, whose second one keeps off the rule below."""
    face, largest = looks.NAME.face, looks.NAME.size
    if fonts.fitting(face, range(largest, NAME_LEAST - 2, -1), name, room) >= NAME_LEAST:
        sheet.text(middle, y, name, looks.NAME, room)
        return
    for size in range(NAME_LEAST + 8, SMALLEST, -1):
        both = wrapped(name, face, size, room)
        if len(both) <= 2 and max(fonts.width(face, size, line) for line in both) <= room:
            break
    for line, step in zip(both[:2], (-1, 1), strict=False):
        sheet.text(
            middle, y - 14 + step * size * 5 // 8, line, replace(looks.NAME, size=size), room
        )


def _foot_wide(sheet: Canvas, words: Words) -> None:
    side, left, top = 230, 1754 - 130 - 230, 1240 - 110 - 230
    sheet.qr(left, top, side, words.address)
    room = left - 130 - 60
    sheet.text(130, top + 30, words.issuer, looks.ISSUER, room, "left")
    sheet.text(130, top + 85, words.issued, looks.SMALL, room, "left")
    sheet.text(130, top + 135, words.check, looks.SMALL, room, "left")
    sheet.text(130, top + 195, words.code, Ink("sans", 44, looks.DARK), room, "left")


def _foot_tall(sheet: Canvas, words: Words) -> None:
    side, middle = 260, sheet.width // 2
    sheet.qr(middle - side // 2, 1040, side, words.address)
    for y, line, ink in (
        (1328, words.code, Ink("sans", 44, looks.DARK)),
        (1374, words.check, looks.SMALL),
        (1414, words.issuer, looks.ISSUER),
        (1450, words.issued, looks.SMALL),
    ):
        sheet.text(middle, y, line, ink, sheet.width - 200)
