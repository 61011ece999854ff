"""What makes a question valid: storable as a draft, and complete enough for a reader's review."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from questionbank.rules import rich
from questionbank.rules.question import Area, Draft, Text, clean_line

# Code: kind of question -> how many options it may have.
OPTIONS = {
    "single": (2, 10),
    "multiple": (3, 10),
    "truefalse": (0, 0),
    "estimate": (0, 0),
    "ordering": (3, 10),
    "matching": (2, 10),
    "hotspot": (0, 0),
    "text": (0, 0),
}
# A matching may have more targets than options, so that the last pair is no gift.
MOST_TARGETS = 12
MOST_FORMS = 20
MOST_AREAS = 10
# How many numbers an area of each shape has; a polygon has at least three corners.
SHAPES = {"rect": (4, 4), "circle": (3, 3), "poly": (6, 40)}
# Longest Chinese and English text of each part, in characters; the tables hold as much.
LENGTHS = {
    "stem": (500, 1000),
    "option": (200, 400),
    "explanation": (1000, 2000),
    "source": (200, 300),
    "unit": (20, 40),
    "target": (200, 400),
    "alt": (200, 400),
    "form": (60, 60),
}
# Parts that may hold formulas and other marks.
RICH = ("stem", "option", "explanation", "target")
# A phone sends an estimate as a whole number within this of zero.
FARTHEST = 10**9


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft cannot be stored: a stable code, the field, and a message in English."""

    code: str
    where: str
    message: str


def problems(draft: Draft) -> list[Problem]:
    """Everything that keeps `draft` from being stored, in the order of its fields."""
    if draft.kind not in OPTIONS:
        return [Problem("kind", "type", f"no such type: {draft.kind!r}")]
    return [*_texts(draft), *_options(draft), *_key(draft), *_estimate(draft), *_newer(draft)]


def gaps(draft: Draft) -> list[Problem]:
    """What is missing before somebody else may review it: why, from where, and what pictures show.

    Tags are looked at by the bank, which knows them.
    """
    named = [(draft.explanation, "explanation.zh"), (draft.source, "source.zh")]
    if draft.picture:
        named.append((draft.picture.alt, "picture.alt.zh"))
    for place, image in enumerate(draft.option_pictures):
        if image:
            named.append((image.alt, f"options[{place}].alt.zh"))
    return [Problem("empty", where, "must not be empty") for text, where in named if not text.zh]


def _texts(draft: Draft) -> Iterator[Problem]:
    yield from _text(draft.stem, "stem", "stem")
    for place, option in enumerate(draft.options):
        yield from _text(option, "option", f"options[{place}]")
    yield from _text(draft.explanation, "explanation", "explanation", needed=False)
    yield from _text(draft.source, "source", "source", needed=False)
    if draft.estimate:
        yield from _text(draft.estimate.unit, "unit", "key.unit")
    for place, target in enumerate(draft.targets):
        yield from _text(target, "target", f"targets[{place}]")
    for place, form in enumerate(draft.accepted):
        yield from _text(Text(form), "form", f"accepted[{place}]")
    if draft.picture:
        yield from _text(draft.picture.alt, "alt", "picture.alt", needed=False)
    for place, image in enumerate(draft.option_pictures):
        if image:
            yield from _text(image.alt, "alt", f"options[{place}].alt", needed=False)


def _text(text: Text, part: str, where: str, *, needed: bool = True) -> Iterator[Problem]:
    if needed and not _visible(text.zh):
        yield Problem("empty", f"{where}.zh", "must not be empty")
    for lang, line, most in zip(("zh", "en"), (text.zh, text.en), LENGTHS[part], strict=True):
        if len(line) > most:
            yield Problem("long", f"{where}.{lang}", f"{len(line)} characters, at most {most}")
        # What Python calls printable is all fine, and asked at once: most texts end here.
        if not line.isprintable() and any(_unprintable(char) for char in line):
            yield Problem("control", f"{where}.{lang}", "holds a character that cannot be shown")
        if part in RICH and (why := rich.fault(line)):
            yield Problem("formula", f"{where}.{lang}", why)


def _visible(line: str) -> bool:
    """Whether there is anything to see: neither spaces nor signs that only steer, as U+200B."""
    return any(not char.isspace() and unicodedata.category(char) != "Cf" for char in line)


def _unprintable(char: str) -> bool:
    # Cc: NUL and friends (PostgreSQL refuses NUL); Cs: half of a pair; Co: no glyph anywhere.
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs", "Co")


def _options(draft: Draft) -> Iterator[Problem]:
    least, most = OPTIONS[draft.kind]
    count = len(draft.options)
    if not least <= count <= most:
        yield Problem("options", "options", f"{count} options, wants {least} to {most}")
    for lang in ("zh", "en"):
        lines = [line for o in draft.options if (line := clean_line(getattr(o, lang)))]
        if len(set(lines)) < len(lines):
            yield Problem("equal_options", f"options.{lang}", "two options are equal")
    if draft.fixed != frozenset(range(count - len(draft.fixed), count)):
        yield Problem("fixed", "fixed_last", "only the last options can be fixed")
    if draft.fixed and draft.kind == "ordering":
        yield Problem("fixed", "fixed_last", "an ordering has no fixed option")


def _key(draft: Draft) -> Iterator[Problem]:
    why = _KEY_RULES[draft.kind](draft.key, len(draft.options))
    if why:
        yield Problem("key", "key", why)


def _single(key: tuple[int, ...], count: int) -> str:
    inside = len(key) == 1 and 0 <= key[0] < count
    return "" if inside else "wants exactly one of the options"


def _multiple(key: tuple[int, ...], count: int) -> str:
    inside = len(set(key)) == len(key) >= 2 and all(0 <= place < count for place in key)
    return "" if inside else "wants at least two of the options, each once"


def _truefalse(key: tuple[int, ...], _count: int) -> str:
    return "" if key in ((0,), (1,)) else "wants true or false"


def _ordering(key: tuple[int, ...], count: int) -> str:
    return "" if sorted(key) == list(range(count)) else "wants every option once"


def _matching(key: tuple[int, ...], count: int) -> str:
    inside = len(key) == count and all(0 <= place < MOST_TARGETS for place in key)
    return "" if inside else "wants a target for every option"


def _none(key: tuple[int, ...], _count: int) -> str:
    return "what is right is said elsewhere, not by a key" if key else ""


_KEY_RULES: dict[str, Callable[[tuple[int, ...], int], str]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "estimate": _none,
    "ordering": _ordering,
    "matching": _matching,
    "hotspot": _none,
    "text": _none,
}


def _estimate(draft: Draft) -> Iterator[Problem]:
    if (draft.kind == "estimate") != (draft.estimate is not None):
        yield Problem("estimate", "key", "an estimate, and nothing else, has numbers")
    if draft.estimate is None:
        return
    number = draft.estimate
    if not -FARTHEST <= number.least <= number.value <= number.most <= FARTHEST:
        yield Problem("estimate", "key.value", "wants min <= value <= max, within 10**9")
    if not 0 <= number.near < number.far <= FARTHEST:
        yield Problem("estimate", "key.near", "wants 0 <= near < far")
    if number.least >= number.most:
        yield Problem("estimate", "key.min", "wants min < max")


def _newer(draft: Draft) -> Iterator[Problem]:
    """Targets, accepted forms, areas and pictures: each where it belongs, and sound."""
    for kind, has, where in (
        ("matching", draft.targets, "targets"),
        ("text", draft.accepted, "accepted"),
        ("hotspot", draft.areas, "areas"),
    ):
        if (draft.kind == kind) != bool(has):
            lacks = draft.kind == kind
            why = f"a {kind} wants {where}" if lacks else f"only a {kind} has {where}"
            yield Problem(where, where, why)
    yield from _targets(draft)
    yield from _forms(draft)
    yield from _areas(draft)
    if draft.option_pictures and len(draft.option_pictures) != len(draft.options):
        yield Problem("pictures", "options", "wants a picture or nothing for each option")


def _targets(draft: Draft) -> Iterator[Problem]:
    if draft.kind != "matching":
        return
    if not 2 <= len(draft.targets) <= MOST_TARGETS:
        yield Problem("targets", "targets", f"wants 2 to {MOST_TARGETS} targets")
    if any(place >= len(draft.targets) for place in draft.key):
        yield Problem("key", "key", "names a target that is not there")
    lines = [clean_line(target.zh) for target in draft.targets]
    if len(set(lines)) < len(lines):
        yield Problem("equal_options", "targets.zh", "two targets are equal")


def _forms(draft: Draft) -> Iterator[Problem]:
    if len(draft.accepted) > MOST_FORMS:
        yield Problem("accepted", "accepted", f"at most {MOST_FORMS} accepted forms")


def _areas(draft: Draft) -> Iterator[Problem]:
    if draft.kind == "hotspot" and draft.picture is None:
        yield Problem("pictures", "picture", "wants the picture to point at")
    if len(draft.areas) > MOST_AREAS:
        yield Problem("areas", "areas", f"at most {MOST_AREAS} areas")
    for place, area in enumerate(draft.areas):
        if not sound(area):
            yield Problem("areas", f"areas[{place}]", "is no shape within the picture")


def sound(area: Area) -> bool:
    """Whether the area is one of our shapes within the picture."""
    least, most = SHAPES.get(area.shape, (1, 0))
    inside = all(0 <= number <= 1000 for number in area.numbers)
    pairs = area.shape != "poly" or len(area.numbers) % 2 == 0
    return least <= len(area.numbers) <= most and inside and pairs
