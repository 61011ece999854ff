"""The fields of one question from marked-up text: texts, pictures, and the notes on both."""

import base64
import binascii
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from PIL import Image as Pillow

from questionbank.formats.checked import speaks_of_others
from questionbank.formats.found import Note, error, warning
from questionbank.formats.markup import Plain, Shown
from questionbank.rules.question import Image, Text

MOST_PICTURE = 2 * 1024 * 1024
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_ELSEWHERE = ("http:", "https:", "//", "ftp:", "file:")
# A picture's bytes by the address that a text gives; None when the file has none.
Files = Callable[[str], bytes | None]


@dataclass(slots=True)
class Fields:
    """Gathers what belongs to one question while its fields are read one by one."""

    files: Files
    notes: list[Note] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def text(self, plain: Plain, where: str) -> Text:
        """The text of a field that holds no pictures; a picture in it is lost with a WARNING."""
        self.notes += plain.notes(where)
        if plain.pictures:
            self.notes.append(warning("picture_left", where, plain.pictures[0].name))
        return plain.text

    def shown(self, plain: Plain, where: str) -> tuple[Text, Image | None]:
        """The text of a field and its first picture; a text that is empty gets the picture's."""
        self.notes += plain.notes(where)
        for more in plain.pictures[1:]:
            self.notes.append(warning("picture_left", where, more.name))
        image = self.image(plain.pictures[0], where) if plain.pictures else None
        return plain.text, image

    def options(self, plains: Iterable[Plain]) -> tuple[tuple[Text, ...], tuple[Image | None, ...]]:
        """The texts and pictures of options; one that is only a picture gets its words."""
        texts: list[Text] = []
        images: list[Image | None] = []
        for place, plain in enumerate(plains):
            text, image = self.shown(plain, f"options[{place}]")
            if image and not text.zh:
                text = image.alt if image.alt.zh else Text(f"图 {place + 1}")
                self.notes.append(warning("picture_only", f"options[{place}]", text.zh))
            texts.append(text)
            images.append(image)
        return tuple(texts), tuple(images) if any(images) else ()

    def image(self, shown: Shown, where: str) -> Image | None:
        """The picture, its bytes kept; None with an ERROR when it is not to be had."""
        name, data = self._bytes(shown)
        why = picture_fault(name, data)
        if why or data is None:
            self.notes.append(error(why or "picture_missing", where, name))
            return None
        while name in self.pictures and self.pictures[name] != data:
            name = f"_{name}"
        self.pictures[name] = data
        return Image(f"raw:{name}", Text(shown.alt))

    def _bytes(self, shown: Shown) -> tuple[str, bytes | None]:
        if shown.inline or shown.name.startswith("data:"):
            data = shown.inline or shown.name.partition("base64,")[2]
            return f"inline-{len(self.pictures) + 1}", unpacked(data)
        name = unquote(shown.name)
        return name[:200], self.files(name)


def picture_fault(name: str, data: bytes | None) -> str:
    """The code of why a picture cannot be kept; "" when it can."""
    if name.lower().startswith(_ELSEWHERE):
        return "picture_elsewhere"
    if data is None:
        return "picture_missing"
    if len(data) > MOST_PICTURE:
        return "picture_too_large"
    known = data.startswith(_KINDS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    return "" if known else "picture_kind"


def unpacked(text: str) -> bytes | None:
    """Base64 with line breaks to bytes; None when it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, from its header; None when it has none."""
    try:
        with Pillow.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None


def fixed(options: Sequence[Text], named: Iterable[int] = ()) -> frozenset[int]:
    """The options at the end that must stay there: those the file names, and "all of the above"."""
    wanted, last = set(named), len(options)
    while last and (last - 1 in wanted or speaks_of_others(options[last - 1].zh)):
        last -= 1
    return frozenset(range(last, len(options)))
