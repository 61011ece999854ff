"""A draft as rows of the tables, and rows as a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from questionbank.models import Option, Picture, Question, QuestionVersion
from questionbank.rules import rich
from questionbank.rules.alike import folded
from questionbank.rules.question import (
    Area,
    Draft,
    Estimate,
    Image,
    Text,
    content_hash,
    normal,
)

Pictures = Mapping[str, Picture]


def version_row(
    draft: Draft, question: Question, number: int, pictures: Pictures | None = None
) -> QuestionVersion:
    """The version as it will be stored, in its normal form; not stored yet.

    `pictures` holds the stored picture of each digest the draft names. Raises KeyError without one.
    """
    form = normal(draft)
    alt = form.picture.alt if form.picture else Text("")
    return QuestionVersion(
        question=question,
        number=number,
        kind=form.kind,
        stem_zh=form.stem.zh,
        stem_en=form.stem.en,
        key=list(form.key),
        estimate=_numbers(form.estimate) if form.estimate else None,
        extra=_extra(form),
        rich=_rich(form) or None,
        picture=_picture(form.picture, pictures),
        picture_alt_zh=alt.zh,
        picture_alt_en=alt.en,
        explanation_zh=form.explanation.zh,
        explanation_en=form.explanation.en,
        source_zh=form.source.zh,
        source_en=form.source.en,
        content_hash=content_hash(form),
        sought=sought(form, question.ref),
    )


def option_rows(
    draft: Draft, version: QuestionVersion, pictures: Pictures | None = None
) -> list[Option]:
    """The options of a stored version, by place; not stored yet."""
    form = normal(draft)
    return [
        _option(form, version, at, text, _picture(_image(form, at), pictures))
        for at, text in enumerate(form.options)
    ]


def draft_of(version: QuestionVersion, options: Sequence[Option]) -> Draft:
    """The draft that a stored version was made from; `options` in order of place, with pictures."""
    extra = version.extra or {}
    images = tuple(_stored_image(option) for option in options)
    return Draft(
        str(version.kind),
        Text(version.stem_zh, version.stem_en),
        Text(version.explanation_zh, version.explanation_en),
        Text(version.source_zh, version.source_en),
        tuple(Text(option.text_zh, option.text_en) for option in options),
        frozenset(option.place for option in options if option.fixed),
        tuple(version.key),
        _estimate(version.estimate),
        tuple(Text(zh, en) for zh, en in extra.get("targets", ())),
        tuple(extra.get("accepted", ())),
        tuple(Area(shape, tuple(numbers)) for shape, *numbers in extra.get("areas", ())),
        _stored_image(version),
        images if any(images) else (),
    )


def sought(draft: Draft, ref: str) -> str:
    """What a search looks through, folded: all words of the question, and its id."""
    form = normal(draft)
    texts = [form.stem, *form.options, *form.targets, form.explanation, form.source]
    lines = [line for text in texts for line in (text.zh, text.en) if line]
    return folded("\n".join([ref, *lines, *form.accepted]))


def _option(
    form: Draft, version: QuestionVersion, at: int, text: Text, picture: Picture | None
) -> Option:
    image = _image(form, at)
    alt = image.alt if image else Text("")
    return Option(
        version=version,
        place=at,
        text_zh=text.zh,
        text_en=text.en,
        fixed=at in form.fixed,
        picture=picture,
        picture_alt_zh=alt.zh,
        picture_alt_en=alt.en,
    )


def _image(form: Draft, at: int) -> Image | None:
    return form.option_pictures[at] if form.option_pictures else None


def _picture(image: Image | None, pictures: Pictures | None) -> Picture | None:
    return (pictures or {})[image.digest] if image else None


def _stored_image(row: QuestionVersion | Option) -> Image | None:
    if row.picture is None:
        return None
    return Image(row.picture.digest, Text(row.picture_alt_zh, row.picture_alt_en))


def _extra(form: Draft) -> dict[str, Any] | None:
    match form.kind:
        case "matching":
            return {"targets": [[target.zh, target.en] for target in form.targets]}
        case "text":
            return {"accepted": list(form.accepted)}
        case "hotspot":
            return {"areas": [[area.shape, *area.numbers] for area in form.areas]}
    return None


def _rich(form: Draft) -> dict[str, dict[str, Any]]:
    """The trees of those texts that are more than words, by part and language."""
    parts = {
        "stem": form.stem,
        "why": form.explanation,
        **{f"options.{place}": text for place, text in enumerate(form.options)},
        **{f"targets.{place}": text for place, text in enumerate(form.targets)},
    }
    trees = {part: _trees(text) for part, text in parts.items()}
    return {part: found for part, found in trees.items() if found}


def _trees(text: Text) -> dict[str, Any]:
    both = {"zh": text.zh, "en": text.en}
    trees = {lang: rich.tree(line) for lang, line in both.items() if line}
    return {lang: nodes for lang, nodes in trees.items() if nodes != [both[lang]]}


def _numbers(estimate: Estimate) -> dict[str, Any]:
    return {
        "value": estimate.value,
        "near": estimate.near,
        "far": estimate.far,
        "min": estimate.least,
        "max": estimate.most,
        "unit_zh": estimate.unit.zh,
        "unit_en": estimate.unit.en,
    }


def _estimate(data: Mapping[str, Any] | None) -> Estimate | None:
    if data is None:
        return None
    unit = Text(data["unit_zh"], data["unit_en"])
    value, near, far = data["value"], data["near"], data["far"]
    return Estimate(value, near, far, least=data["min"], most=data["max"], unit=unit)
