"""A question before it is stored, its normal form, and the hash by which equal contents are known.

What makes one valid is in questionbank.rules.validity.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and, where there is one, in English."""

    zh: str
    en: str = ""


NO_TEXT = Text("")


# What stands for the unit of a bare number; it is not said behind one.
NO_UNIT = "（无单位）"


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

    @property
    def said(self) -> Text:
        """The unit as it stands behind a number: nothing behind a bare one."""
        return NO_TEXT if self.unit.zh in ("", NO_UNIT) else self.unit

    def in_words(self, number: int) -> str:
        """A number with its unit, as people say it: "55 公里", "55"."""
        return f"{number} {self.said.zh}".rstrip()


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a picture, in thousandths of its width and height: a "rect" (left, top, right,
    bottom), a "circle" (x, y, radius in thousandths of the width) or a "poly" (x, y, x, y, ...)."""

    shape: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A stored picture by its digest, and what it shows in words."""

    digest: str
    alt: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before it is stored. `key` and `fixed` hold places of options from 0.

    A matching has `targets`, and as its key the place of the target of each option; a short text
    has `accepted` forms; a hotspot has a picture and the `areas` that are right.
    `option_pictures` is empty or has one entry for each option.
    """

    kind: str
    stem: Text
    explanation: Text = NO_TEXT
    source: Text = NO_TEXT
    options: tuple[Text, ...] = ()
    fixed: frozenset[int] = frozenset()
    key: tuple[int, ...] = ()
    estimate: Estimate | None = None
    targets: tuple[Text, ...] = ()
    accepted: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    picture: Image | None = None
    option_pictures: tuple[Image | None, ...] = ()


def normal(draft: Draft) -> Draft:
    """The draft as it is stored: NFC, single spaces, none at the ends, choices sorted."""
    in_order = draft.kind in ("ordering", "matching")
    return replace(
        draft,
        stem=_clean(draft.stem),
        explanation=_clean(draft.explanation),
        source=_clean(draft.source),
        options=tuple(_clean(option) for option in draft.options),
        key=draft.key if in_order else tuple(sorted(draft.key)),
        estimate=draft.estimate and replace(draft.estimate, unit=_clean(draft.estimate.unit)),
        targets=tuple(_clean(target) for target in draft.targets),
        accepted=tuple(clean_line(form) for form in draft.accepted),
        picture=_clean_image(draft.picture),
        option_pictures=_clean_images(draft),
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
        *_more(form),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _more(form: Draft) -> list[object]:
    """What only newer kinds of question have: nothing, so that older hashes stay what they were."""
    shown = [form.picture, *form.option_pictures]
    more: dict[str, object] = {
        "targets": [[target.zh, target.en] for target in form.targets],
        "accepted": list(form.accepted),
        "areas": [[area.shape, *area.numbers] for area in form.areas],
        "pictures": [p and [p.digest, p.alt.zh, p.alt.en] for p in shown] if any(shown) else [],
    }
    return [more] if any(more.values()) else []


def _numbers(estimate: Estimate) -> list[int | str]:
    numbers = (estimate.value, estimate.near, estimate.far, estimate.least, estimate.most)
    return [*numbers, estimate.unit.zh, estimate.unit.en]


def _clean(text: Text) -> Text:
    return Text(clean_line(text.zh), clean_line(text.en))


def _clean_image(image: Image | None) -> Image | None:
    return image and replace(image, alt=_clean(image.alt))


def _clean_images(draft: Draft) -> tuple[Image | None, ...]:
    images = tuple(_clean_image(image) for image in draft.option_pictures)
    return images if any(images) else ()


def clean_line(line: str) -> str:
    """NFC, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", line).split())
