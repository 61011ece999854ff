"""Writes Moodle XML that Moodle takes and that reads back as it was.

What Moodle has no field for stands among the tags as `name=value`; two languages are two spans of
the class "multilang", of which Moodle shows the reader's.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from xml.sax.saxutils import quoteattr

from questionbank.formats.found import Options, Written
from questionbank.formats.markup import areas, facts
from questionbank.formats.markup.fields import size
from questionbank.formats.markup.writer import explained, html
from questionbank.rules.question import Image

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "text": "shortanswer",
    "estimate": "numerical",
    "ordering": "ordering",
    "matching": "matching",
    "hotspot": "ddmarker",
}
# Moodle makes larger pictures of this type smaller and leaves the places where they were.
_MOST_WIDE, _MOST_HIGH = 600, 400


def cannot(question: Written) -> str:
    """Why Moodle XML cannot hold this question; "" when it comes back as it is."""
    draft = question.draft
    if draft.kind != "hotspot":
        return "" if draft.kind in _TYPES else "kind"
    if len(draft.areas) != 1:
        return "areas"
    wide, high = _size(question) or (0, 0)
    return "" if 0 < wide <= _MOST_WIDE and 0 < high <= _MOST_HIGH else "marker"


def _size(question: Written) -> areas.Size | None:
    shown = question.draft.picture
    return size(question.pictures.get(shown.digest, b"")) if shown else None


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """The file; questions that `cannot` names are left out."""
    parts = [part for one in questions if not cannot(one) for part in _question(one)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *parts, "</quiz>", ""]
    return "\n".join(lines).encode()


def _question(question: Written) -> Iterator[str]:
    draft = question.draft
    yield f'<question type="{_TYPES[draft.kind]}">'
    yield f"<name><text>{_cdata(draft.stem.zh[:60])}</text></name>"
    shown = None if draft.kind == "hotspot" else draft.picture
    yield _field("questiontext", html(draft.stem), shown, question)
    yield _field("generalfeedback", explained(draft), None, question)
    yield f"<idnumber>{escape(question.ref)}</idnumber>"
    yield from _BODIES[draft.kind](question)
    exact = areas.said(draft.areas)
    alt = f"alt={draft.picture.alt.zh}" if draft.picture and draft.areas else ""
    more = [word for word in (exact, alt) if 0 < len(word) <= areas.LONGEST]
    kept = [*facts.written(question), *facts.order_of_targets(draft), *more]
    words = "".join(f"<tag><text>{_cdata(word)}</text></tag>" for word in kept)
    yield f"<tags>{words}</tags>" if words else ""
    yield "</question>"


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _field(name: str, text: str, image: Image | None, question: Written) -> str:
    """A field with its picture, if it has one, and the picture's bytes beside it."""
    return f'<{name} format="html">{_inside(text, image, question)}</{name}>'


def _inside(text: str, image: Image | None, question: Written) -> str:
    if image is None:
        return f"<text>{_cdata(text)}</text>"
    name = f"{image.digest}.webp"
    shown = f'{text}<img src="@@PLUGINFILE@@/{name}" alt={quoteattr(image.alt.zh)}>'
    return f"<text>{_cdata(shown)}</text>{_file(image, question)}"


def _file(image: Image, question: Written) -> str:
    data = base64.b64encode(question.pictures.get(image.digest, b"")).decode()
    return f'<file name="{image.digest}.webp" path="/" encoding="base64">{data}</file>'


def _answer(fraction: str, inside: str, form: str = "html") -> str:
    return f'<answer fraction="{fraction}" format="{form}">{inside}</answer>'


def _options(question: Written, fractions: Iterable[str]) -> Iterator[str]:
    draft = question.draft
    images = draft.option_pictures or (None,) * len(draft.options)
    for option, image, fraction in zip(draft.options, images, fractions, strict=True):
        yield _answer(fraction, _inside(html(option), image, question))


def _choices(question: Written) -> Iterator[str]:
    draft = question.draft
    one = draft.kind == "single"
    yield f"<single>{'true' if one else 'false'}</single>"
    yield f"<shuffleanswers>{'false' if draft.fixed else 'true'}</shuffleanswers>"
    share = "100" if one else f"{100 / max(len(draft.key), 1):.7g}"
    places = range(len(draft.options))
    yield from _options(question, [share if place in draft.key else "0" for place in places])


def _truefalse(question: Written) -> Iterator[str]:
    for place, word in enumerate(("true", "false")):
        fraction = "100" if place in question.draft.key else "0"
        yield _answer(fraction, f"<text>{word}</text>", "moodle_auto_format")


def _forms(question: Written) -> Iterator[str]:
    yield "<usecase>0</usecase>"
    for form in question.draft.accepted:
        text = f"<text>{_cdata(form.replace('*', chr(92) + '*'))}</text>"
        yield _answer("100", text, "moodle_auto_format")


def _number(question: Written) -> Iterator[str]:
    number = question.draft.estimate
    if number:
        inside = f"<text>{number.value}</text><tolerance>{number.near}</tolerance>"
        yield _answer("100", inside, "moodle_auto_format")
        if number.said.zh:
            unit = f"<unit_name>{_cdata(number.said.zh)}</unit_name><multiplier>1</multiplier>"
            yield f"<units><unit>{unit}</unit></units>"


def _order(question: Written) -> Iterator[str]:
    yield "<selecttype>ALL</selecttype>"
    places = {option: place for place, option in enumerate(question.draft.key, 1)}
    options = range(len(question.draft.options))
    yield from _options(question, [str(places.get(option, 0)) for option in options])


def _pairs(question: Written) -> Iterator[str]:
    draft = question.draft
    images = draft.option_pictures or (None,) * len(draft.options)
    for option, image, target in zip(draft.options, images, draft.key, strict=True):
        answer = f"<answer><text>{_cdata(html(draft.targets[target]))}</text></answer>"
        inside = _inside(html(option), image, question)
        yield f'<subquestion format="html">{inside}{answer}</subquestion>'
    for place in facts.first_met(draft):
        if place not in draft.key:
            answer = f"<answer><text>{_cdata(html(draft.targets[place]))}</text></answer>"
            yield f'<subquestion format="html"><text></text>{answer}</subquestion>'


def _marker(question: Written) -> Iterator[str]:
    """One marker that belongs in one place of the picture."""
    shown, measured, area = question.draft.picture, _size(question), question.draft.areas[0]
    if shown is None or measured is None:
        return
    yield _file(shown, question)
    yield "<drag><no>1</no><text>✛</text></drag>"
    numbers = areas.pixels(area, measured)
    if area.shape == "rect":
        numbers = [*numbers[:2], numbers[2] - numbers[0], numbers[3] - numbers[1]]
    pairs = ";".join(",".join(map(str, numbers[at : at + 2])) for at in range(0, len(numbers), 2))
    shape = {"rect": "rectangle", "poly": "polygon"}.get(area.shape, area.shape)
    yield f"<drop><no>1</no><shape>{shape}</shape><coords>{pairs}</coords><choice>1</choice></drop>"


_BODIES = {
    "hotspot": _marker,
    "single": _choices,
    "multiple": _choices,
    "truefalse": _truefalse,
    "text": _forms,
    "estimate": _number,
    "ordering": _order,
    "matching": _pairs,
}
