"""What makes a question valid, its normal form, and the hash by which equal contents are known."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

# Code: kind of question -> how many options it may have.
OPTIONS = {
    "single": (2, 10),
    "multiple": (3, 10),
    "truefalse": (0, 0),
    "estimate": (0, 0),
    "ordering": (3, 10),
}
# Longest Chinese and English text of each part, in characters; the tables hold as much.
LENGTHS = {
    "stem": (500, 1000),
    "option": (200, 400),
    "explanation": (1000, 2000),
    "source": (200, 300),
    "unit": (20, 40),
}
# A phone sends an estimate as a whole number within this of zero.
FARTHEST = 10**9


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and, where there is one, in English."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number to guess: paid whole within `near` of `value`, not at all from `far` on.

    The contestant's slider runs from `least` to `most`.
    """

    value: int
    near: int
    far: int
    least: int
    most: int
    unit: Text


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before it is stored. `key` and `fixed` hold places of options from 0."""

    kind: str
    stem: Text
    explanation: Text
    source: Text
    options: tuple[Text, ...] = ()
    fixed: frozenset[int] = frozenset()
    key: tuple[int, ...] = ()
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft cannot be stored: a stable code, the field, and a message in English."""

    code: str
    where: str
    message: str


def problems(draft: Draft) -> list[Problem]:
    """Everything that is wrong with `draft`, in the order of its fields; empty means valid."""
    if draft.kind not in OPTIONS:
        return [Problem("kind", "type", f"no such type: {draft.kind!r}")]
    return [*_texts(draft), *_options(draft), *_key(draft), *_estimate(draft)]


def normal(draft: Draft) -> Draft:
    """The draft as it is stored: NFC, single spaces, none at the ends, choices sorted."""
    in_order = draft.kind == "ordering"
    return replace(
        draft,
        stem=_clean(draft.stem),
        explanation=_clean(draft.explanation),
        source=_clean(draft.source),
        options=tuple(_clean(option) for option in draft.options),
        key=draft.key if in_order else tuple(sorted(draft.key)),
        estimate=draft.estimate and replace(draft.estimate, unit=_clean(draft.estimate.unit)),
    )


def content_hash(draft: Draft) -> str:
    """SHA-256 of the normal form in hexadecimal; equal exactly when nothing visible differs."""
    form = normal(draft)
    texts = (form.stem, form.explanation, form.source, *form.options)
    content = [
        form.kind,
        [[text.zh, text.en] for text in texts],
        sorted(form.fixed),
        list(form.key),
        form.estimate and _numbers(form.estimate),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _numbers(estimate: Estimate) -> list[int | str]:
    numbers = (estimate.value, estimate.near, estimate.far, estimate.least, estimate.most)
    return [*numbers, estimate.unit.zh, estimate.unit.en]


def _clean(text: Text) -> Text:
    return Text(_clean_line(text.zh), _clean_line(text.en))


def _clean_line(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())


def _texts(draft: Draft) -> Iterator[Problem]:
    yield from _text(draft.stem, "stem", "stem")
    for place, option in enumerate(draft.options):
        yield from _text(option, "option", f"options[{place}]")
    yield from _text(draft.explanation, "explanation", "explanation")
    yield from _text(draft.source, "source", "source")
    if draft.estimate:
        yield from _text(draft.estimate.unit, "unit", "key.unit")


def _text(text: Text, part: str, where: str) -> Iterator[Problem]:
    if not text.zh.strip():
        yield Problem("empty", f"{where}.zh", "must not be empty")
    for lang, line, most in zip(("zh", "en"), (text.zh, text.en), LENGTHS[part], strict=True):
        if len(line) > most:
            yield Problem("long", f"{where}.{lang}", f"{len(line)} characters, at most {most}")
        if any(_unprintable(char) for char in line):
            yield Problem("control", f"{where}.{lang}", "holds a character that cannot be shown")


def _unprintable(char: str) -> bool:
    # Cc: NUL and friends (PostgreSQL refuses NUL); Cs: half of a pair; Co: no glyph anywhere.
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs", "Co")


def _options(draft: Draft) -> Iterator[Problem]:
    least, most = OPTIONS[draft.kind]
    count = len(draft.options)
    if not least <= count <= most:
        yield Problem("options", "options", f"{count} options, wants {least} to {most}")
    for lang in ("zh", "en"):
        lines = [line for o in draft.options if (line := _clean_line(getattr(o, lang)))]
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


def _none(key: tuple[int, ...], _count: int) -> str:
    return "an estimate has no key but its numbers" if key else ""


_KEY_RULES = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "estimate": _none,
    "ordering": _ordering,
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
