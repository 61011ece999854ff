"""A question as a contestant's phone shows it, with its key: what the card's template needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionbank import images
from questionbank.models import Kind, Picture
from questionbank.rules.question import Draft, Image, Text

# As wide as the card is on a screen with fine pixels.
WIDE = 640


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture's address and what it shows in words."""

    src: str
    alt: Text


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


def card(draft: Draft | None) -> Card | None:
    """The card of a draft; one of a kind that we do not have shows what it has."""
    if draft is None:
        return None
    shown = _pictures([draft.picture, *draft.option_pictures])
    lines = [_line(draft, at, shown) for at in range(len(draft.options))]
    if draft.kind == "truefalse":
        lines = [_judgement("✓", _("对"), draft.key == (0,))]
        lines += [_judgement("✗", _("错"), draft.key == (1,))]
    return Card(
        draft, kind_name(draft.kind), tuple(lines), key_words(draft), _show(draft.picture, shown)
    )


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
        case "estimate" if draft.estimate:
            return f"{draft.estimate.value} ± {draft.estimate.near} {draft.estimate.unit.zh}"
    return "".join(chr(65 + place) for place in draft.key)


def _judgement(sign: str, words: str, right: bool) -> Line:  # noqa: FBT001 (what the line holds)
    return Line(sign, Text(words), right, fixed=False, target="", picture=None)


def _line(draft: Draft, at: int, shown: dict[str, str]) -> Line:
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


def _show(image: Image | None, shown: dict[str, str]) -> Shown | None:
    return Shown(shown.get(image.digest, ""), image.alt) if image else None


def _pictures(wanted: Iterable[Image | None]) -> dict[str, str]:
    digests = {image.digest for image in wanted if image}
    if not digests:
        return {}
    rows = Picture.objects.filter(digest__in=digests)
    return {row.digest: images.address(row, WIDE) for row in rows}
