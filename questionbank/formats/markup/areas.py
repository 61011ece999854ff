"""Areas of a picture in pixels, as other formats say them, and back without loss.

Thousandths of a small picture are finer than its pixels. So a file also says them as they are, in
words of ours, which count only while they still mean the same pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from questionbank.formats.markup.fields import size
from questionbank.rules.question import Area, Draft
from questionbank.rules.validity import SHAPES

Size = tuple[int, int]
NAME = "areas"
# Systems keep such words as tags of at most 255 signs.
LONGEST = 200


def pixels(area: Area, picture: Size) -> list[int]:
    """The area's numbers in pixels of a picture, of its width and height by turns: a circle's
    radius, the third number, is one of the width."""
    return [round(number * picture[at % 2] / 1000) for at, number in enumerate(area.numbers)]


def said(areas: Sequence[Area]) -> str:
    """The areas as they are, in one word of ours; "" where there are none."""
    lines = "; ".join(" ".join([one.shape, *map(str, one.numbers)]) for one in areas)
    return f"{NAME}={lines}" if lines else ""


def exact(draft: Draft, words: str, pictures: Mapping[str, bytes]) -> Draft:
    """The draft with the areas that `words` say, where they lie on the same pixels."""
    picture = draft.picture and size(pictures.get(draft.picture.digest.removeprefix("raw:"), b""))
    found = [_read(line) for line in words.split(";")] if words and draft.areas else []
    if not picture or None in found or len(found) != len(draft.areas):
        return draft
    meant = tuple(area for area in found if area)
    same = all(
        one.shape == other.shape and pixels(one, picture) == pixels(other, picture)
        for one, other in zip(meant, draft.areas, strict=True)
    )
    return replace(draft, areas=meant) if same else draft


def _read(line: str) -> Area | None:
    shape, *numbers = line.split() or [""]
    if shape not in SHAPES or not all(n.isascii() and n.isdigit() and len(n) < 5 for n in numbers):
        return None
    return Area(shape, tuple(map(int, numbers)))
