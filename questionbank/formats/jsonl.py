"""Our own lines: one JSON object for each question, with everything that a question has.

The one format that loses nothing: all kinds, both languages, tags, author, licence, pictures.
docs/formats.md describes the fields.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from questionbank.formats import checked
from questionbank.formats.found import (
    MOST_QUESTIONS,
    Found,
    Note,
    Options,
    Row,
    Written,
    as_written,
    error,
    warning,
)
from questionbank.formats.text import decode
from questionbank.rules.question import NO_TEXT, Area, Draft, Estimate, Image, Text, normal

VERSION = 1
_LONGEST = 20_000
Words = dict[str, Annotated[str, Meta(max_length=_LONGEST)]]
Place = Annotated[int, Meta(ge=0, le=99)]
Number = Annotated[int, Meta(ge=-(10**10), le=10**10)]


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    value: Number
    near: Number
    far: Number
    min: Number
    max: Number
    unit: Words = {}


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    shape: Annotated[str, Meta(max_length=10)]
    numbers: Annotated[list[Number], Meta(max_length=100)]


class Picture(Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is a key of the line's `pictures`."""

    name: Annotated[str, Meta(max_length=100)]
    alt: Words = {}


class Line(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question. Fields that are not there are empty."""

    type: Annotated[str, Meta(max_length=20)]
    stem: Words
    v: int = VERSION
    ref: Annotated[str, Meta(max_length=40)] = ""
    explanation: Words = {}
    source: Words = {}
    options: Annotated[list[Words], Meta(max_length=20)] = []
    fixed: Annotated[list[Place], Meta(max_length=20)] = []
    key: Annotated[list[Place], Meta(max_length=20)] = []
    estimate: Numbers | None = None
    targets: Annotated[list[Words], Meta(max_length=20)] = []
    accepted: Annotated[list[str], Meta(max_length=40)] = []
    areas: Annotated[list[Shape], Meta(max_length=40)] = []
    picture: Picture | None = None
    option_pictures: Annotated[list[Picture | None], Meta(max_length=20)] = []
    tags: dict[str, Annotated[list[str], Meta(max_length=40)]] = field(default_factory=dict)
    author: Words = {}
    licence: Annotated[str, Meta(max_length=40)] = ""
    pictures: Annotated[dict[str, str], Meta(max_length=20)] = field(default_factory=dict)


_decoder = msgspec.json.Decoder(Line)
_encoder = msgspec.json.Encoder()


def read(data: bytes, options: Options) -> Found:
    """One row for each line that is not blank."""
    text, notes = decode(data)
    lines = [(at, line) for at, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) > MOST_QUESTIONS:
        return Found((), (*notes, error("too_many", detail=f"> {MOST_QUESTIONS}")))
    rows = tuple(_row(str(at), line) for at, line in lines)
    empty = () if rows else (error("nothing_found"),)
    return Found(rows, (*notes, *empty))


def _row(where: str, text: str) -> Row:
    try:
        line = _decoder.decode(text)
        # Half of a pair of surrogates passes as text until somebody has to write it down.
        msgspec.json.encode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as wrong:
        why = str(wrong).encode("utf-8", "replace").decode()
        note = error("line_unreadable", detail=why)
        return Row(where, None, (note,), cells=as_written(text))
    if line.v != VERSION:
        return Row(where, None, (error("version_unknown", "v", str(line.v)),))
    pictures, notes = _bytes(line.pictures)
    draft, more = _draft(line, pictures)
    tags = frozenset((facet, code[:40]) for facet, codes in line.tags.items() for code in codes)
    return checked.row(
        where,
        draft,
        (*notes, *more),
        ref=line.ref,
        tags=tags,
        author=_text(line.author),
        licence=line.licence,
        pictures=pictures,
    )


def _bytes(pictures: Mapping[str, str]) -> tuple[dict[str, bytes], tuple[Note, ...]]:
    found: dict[str, bytes] = {}
    notes: list[Note] = []
    for name, data in pictures.items():
        try:
            found[name[:100]] = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            notes.append(error("picture_missing", "pictures", name))
    return found, tuple(notes)


def _draft(line: Line, pictures: Mapping[str, bytes]) -> tuple[Draft, tuple[Note, ...]]:
    number = line.estimate
    images = [line.picture, *line.option_pictures]
    missing = {image.name for image in images if image} - set(pictures)
    other = {name for words in _words(line) for name in words} - {"zh", "en"}
    draft = Draft(
        line.type,
        _text(line.stem),
        _text(line.explanation),
        _text(line.source),
        tuple(map(_text, line.options)),
        frozenset(line.fixed),
        tuple(line.key),
        _estimate(number) if number else None,
        tuple(map(_text, line.targets)),
        tuple(line.accepted),
        tuple(Area(area.shape, tuple(area.numbers)) for area in line.areas),
        _image(line.picture),
        tuple(_image(image) for image in line.option_pictures),
    )
    notes = [error("picture_missing", "picture", name) for name in sorted(missing)]
    return draft, (*notes, *(warning("language_left", detail=name) for name in sorted(other)))


def _words(line: Line) -> Iterator[Words]:
    yield from (line.stem, line.explanation, line.source, line.author)
    yield from (*line.options, *line.targets)


def _text(words: Words) -> Text:
    return Text(words.get("zh", ""), words.get("en", "")) if words else NO_TEXT


def _estimate(number: Numbers) -> Estimate:
    unit = _text(number.unit)
    return Estimate(number.value, number.near, number.far, number.min, number.max, unit)


def _image(picture: Picture | None) -> Image | None:
    return None if picture is None else Image(f"raw:{picture.name}", _text(picture.alt))


def cannot(question: Written) -> str:
    """This format holds everything."""
    return ""


def write(questions: Sequence[Written], options: Options) -> bytes:
    """One line for each question; pictures go by the names of their digests."""
    return b"".join(_encoder.encode(_line(question)) + b"\n" for question in questions)


def _line(question: Written) -> Line:
    draft = normal(question.draft)
    facets = sorted({facet for facet, _code in question.tags})
    return Line(
        draft.kind,
        _said(draft.stem),
        ref=question.ref,
        explanation=_said(draft.explanation),
        source=_said(draft.source),
        options=[_said(option) for option in draft.options],
        fixed=sorted(draft.fixed),
        key=list(draft.key),
        estimate=_numbers(draft.estimate) if draft.estimate else None,
        targets=[_said(target) for target in draft.targets],
        accepted=list(draft.accepted),
        areas=[Shape(area.shape, list(area.numbers)) for area in draft.areas],
        picture=_shown(draft.picture),
        option_pictures=[_shown(image) for image in draft.option_pictures],
        tags={f: sorted(code for own, code in question.tags if own == f) for f in facets},
        author=_said(question.author),
        licence=question.licence,
        pictures={n: base64.b64encode(d).decode() for n, d in question.pictures.items()},
    )


def _said(text: Text) -> Words:
    return {lang: said for lang, said in (("zh", text.zh), ("en", text.en)) if said}


def _numbers(number: Estimate) -> Numbers:
    least, most = number.least, number.most
    return Numbers(number.value, number.near, number.far, least, most, _said(number.unit))


def _shown(image: Image | None) -> Picture | None:
    return None if image is None else Picture(image.digest.removeprefix("raw:"), _said(image.alt))


def bare(draft: Draft) -> Draft:
    """The draft with its pictures by name only, as a line holds them; for comparing."""
    options = tuple(i and replace(i, digest=_name(i)) for i in draft.option_pictures)
    picture = draft.picture and replace(draft.picture, digest=_name(draft.picture))
    return replace(draft, picture=picture, option_pictures=options)


def _name(image: Image) -> str:
    return "raw:" + image.digest.removeprefix("raw:")
