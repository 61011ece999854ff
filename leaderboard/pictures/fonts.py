"""The typefaces of our pictures, and what they cannot write.

A chain of fonts: each sign is drawn by the first that has it. What none has is told, never drawn as
a box (a person whose rare character is missing is not another person).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pylopdf_fonts_zh_cn as chinese
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

Face = Literal["sans", "serif"]
# Beside the fonts that are installed with us: the system's own, wider, when it is there.
SYSTEM: Final = Path("/usr/share/fonts/opentype/noto")
FILES: Final[dict[Face, tuple[Path, ...]]] = {
    "sans": (Path(chinese.sans_path()), SYSTEM / "NotoSansCJK-Regular.ttc"),
    "serif": (Path(chinese.serif_path()), SYSTEM / "NotoSerifCJK-Regular.ttc"),
}
# No font has a sign for it: what it draws is the font's sign for what it has not.
NOTHING: Final = "\U0010ffff"
LEFT_OUT: Final = "…"
# At this size signs are compared.
PROBE: Final = 24


class Run(NamedTuple):
    """Signs in a row that one font draws."""

    text: str
    font: FreeTypeFont


@lru_cache(maxsize=64)
def chain(face: Face, size: int) -> tuple[FreeTypeFont, ...]:
    """The fonts of a face in this size (pixels), the preferred first."""
    files = [file for file in FILES[face] if file.exists()]
    return tuple(ImageFont.truetype(str(file), size, layout_engine=Layout.BASIC) for file in files)


@lru_cache(maxsize=16_384)
def which(face: Face, sign: str) -> int | None:
    """The place in the chain of the first font that has the sign; None when none has it."""
    fonts = chain(face, PROBE)
    return next((n for n, font in enumerate(fonts) if _has(font, sign)), None)


def _has(font: FreeTypeFont, sign: str) -> bool:
    return sign.isspace() or _drawn(font, sign) != _drawn(font, NOTHING)


def _drawn(font: FreeTypeFont, sign: str) -> tuple[float, bytes]:
    return font.getlength(sign), bytes(font.getmask(sign))


def missing(face: Face, text: str) -> list[str]:
    """The signs of `text` that no font can draw, each once, in their order."""
    return [sign for sign in dict.fromkeys(text) if which(face, sign) is None]


def told(face: Face, text: str) -> str:
    """The text with "…" where signs are left out that no font has, for a picture on which it stands
    all the same: shortened without a word it would be somebody else's name, or nobody's."""
    parts = groupby(text, key=lambda sign: which(face, sign) is None)
    return "".join(LEFT_OUT if gone else "".join(signs) for gone, signs in parts)


def runs(face: Face, size: int, text: str) -> Iterator[Run]:
    """`text` cut where the font changes; signs that no font has are left out (see `missing`)."""
    fonts, held, place = chain(face, size), "", -1
    for sign in text:
        found = which(face, sign)
        if found is None:
            continue
        if found != place and held:
            yield Run(held, fonts[place])
            held = ""
        held, place = held + sign, found
    if held:
        yield Run(held, fonts[place])


def width(face: Face, size: int, text: str) -> int:
    """How wide the text is drawn, in pixels."""
    return round(sum(run.font.getlength(run.text) for run in runs(face, size, text)))


def fitting(face: Face, sizes: range, text: str, room: int) -> int:
    """The first of `sizes` (falling) in which the text is at most `room` pixels wide, else the
    last."""
    return next((size for size in sizes if width(face, size, text) <= room), sizes[-1])
