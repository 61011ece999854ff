"""A question as a contestant's phone shows it, with its key: what the card's template needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from questionbank import images
from questionbank.models import Kind, Picture
from questionbank.pages.drawn import shapes
from questionbank.rules.question import Draft, Image, Text

# As wide as the card is on a screen with fine pixels.
WIDE = 640


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture's address, its size as the card shows it, and what it shows in words."""

    src: str
    alt: Text
    size: tuple[int, int] = (1, 1)

    @property
    def width(self) -> int:
        return min(WIDE, self.size[0])

    @property
    def height(self) -> int:
        return max(1, round(self.width * self.size[1] / self.size[0]))


@dataclass(frozen=True, slots=True)
class Line:
    """One option: its letter, its words, whether it is right, and what it belongs to."""

    letter: str
    text: Text
    right: bool
    fixed: bool
    target: str
    picture: Shown | None


@dataclass(frozen=True, slots=True)
class Card:
    """One question, to be shown. `key` is what is right, in a few words."""

    draft: Draft
    kind: str
    lines: tuple[Line, ...]
    key: str
    picture: Shown | None
    areas: list[dict[str, Any]]


def card(draft: Draft | None) -> Card | None:
    """The card of a draft; one of a kind that we do not have shows what it has."""
    if draft is None:
        return None
    shown = _pictures([draft.picture, *draft.option_pictures])
    lines = [_line(draft, at, shown) for at in range(len(draft.options))]
    if draft.kind == "truefalse":
        lines = [_judgement("✓", _("对"), draft.key == (0,))]
        lines += [_judgement("✗", _("错"), draft.key == (1,))]
    picture = _show(draft.picture, shown)
    areas = shapes(draft.areas, picture.size) if picture and picture.src else []
    return Card(draft, kind_name(draft.kind), tuple(lines), key_words(draft), picture, areas)


def kind_name(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def key_words(draft: Draft) -> str:
    """What is right, for people: "AC", "对", "A-2 B-1", "55 ± 2 公里", "北京 / Beijing"."""
    match draft.kind:
        case "truefalse":
            right = _("对") if draft.key == (0,) else _("错")
            return right if draft.key in ((0,), (1,)) else ""
        case "matching":
            return " ".join(f"{chr(65 + at)}-{place + 1}" for at, place in enumerate(draft.key))
        case "text":
            return " / ".join(draft.accepted)
        case "hotspot":
            return _("图中标出的区域") if draft.areas else ""
        case "estimate" if draft.estimate:
            number = draft.estimate
            return f"{number.value} ± {number.in_words(number.near)}"
    return "".join(chr(65 + place) for place in draft.key)


def _judgement(sign: str, words: str, right: bool) -> Line:  # noqa: FBT001 (what the line holds)
    return Line(sign, Text(words), right, fixed=False, target="", picture=None)


def _line(draft: Draft, at: int, shown: dict[str, Picture]) -> Line:
    paired = draft.kind == "matching" and at < len(draft.key)
    target = draft.key[at] if paired else -1
    image = draft.option_pictures[at] if at < len(draft.option_pictures) else None
    return Line(
        chr(65 + at),
        draft.options[at],
        draft.kind in ("single", "multiple") and at in draft.key,
        at in draft.fixed,
        draft.targets[target].zh if 0 <= target < len(draft.targets) else "",
        _show(image, shown),
    )


def _show(image: Image | None, shown: dict[str, Picture]) -> Shown | None:
    if image is None:
        return None
    row = shown.get(image.digest)
    if row is None:
        return Shown("", image.alt)
    return Shown(images.address(row, WIDE), image.alt, (row.width, row.height))


def _pictures(wanted: Iterable[Image | None]) -> dict[str, Picture]:
    digests = {image.digest for image in wanted if image}
    if not digests:
        return {}
    return {row.digest: row for row in Picture.objects.filter(digest__in=digests)}
