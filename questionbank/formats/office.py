"""Pictures as office programs show them: older ones know no WebP."""

import io
import re
from dataclasses import dataclass

from PIL import Image as Pillow

from questionbank.rules.question import Text, clean_line
from questionbank.rules.validity import LENGTHS

# Line art stays exact as PNG; photographs would be many times larger so.
FEW_COLOURS = 256
_QUALITY = 90
# Descriptions that nobody wrote: names of files, and what an office program guessed.
_UNSAID = re.compile(
    r"\S+\.(png|jpe?g|gif|webp|bmp|emf|wmf)|.*(自动生成|automatically generated).*",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN = (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Shown:
    """The bytes of a PNG or JPEG file and its size in pixels."""

    data: bytes
    extension: str
    width: int
    height: int

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """Its size made smaller, never larger, so that it fits into a box."""
        scale = min(1, width / self.width, height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def shown(data: bytes) -> Shown | None:
    """The picture for an office program; None for what is none."""
    try:
        with Pillow.open(io.BytesIO(data), formats=("WEBP", "PNG", "JPEG", "GIF")) as picture:
            plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except _BROKEN:
        return None
    exact = plain.getcolors(FEW_COLOURS) is not None
    out = io.BytesIO()
    if exact:
        plain.save(out, "PNG", optimize=True)
    else:
        _on_white(plain).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Shown(out.getvalue(), "png" if exact else "jpeg", plain.width, plain.height)


def description(words: str) -> Text:
    """What a picture shows: Chinese, and English where a second line says so."""
    if _UNSAID.fullmatch(words.strip()[:1000]):
        return Text("")
    zh, _line, en = words.strip().partition("\n")
    most = LENGTHS["alt"]
    return Text(clean_line(zh)[: most[0]], clean_line(en)[: most[1]])


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode == "RGB":
        return picture
    white = Pillow.new("RGBA", picture.size, "white")
    return Pillow.alpha_composite(white, picture).convert("RGB")
