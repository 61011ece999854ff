"""Each kind of question as an interaction of QTI 2 or 3: declaration, body and rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from questionbank.formats.found import Written
from questionbank.formats.markup import areas
from questionbank.formats.markup.fields import size
from questionbank.formats.markup.writer import html
from questionbank.formats.qti.qti2_body import BLANK
from questionbank.formats.qti.qti2_names import Version
from questionbank.rules.question import Area, Image

_NAME = "RESPONSE"


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of an item that depend on its kind."""

    declarations: str
    shown: str
    rule: str


Write = Callable[[Written, Version], Body]


def image(picture: Image | None) -> str:
    """The picture beside its text."""
    if picture is None:
        return ""
    address = quoteattr(f"../media/{picture.digest}.webp")
    return f"<img src={address} alt={quoteattr(picture.alt.zh)}/>"


def _stem(question: Written) -> str:
    draft = question.draft
    return f"<p>{html(draft.stem, 'xml:lang')}{image(draft.picture)}</p>"


def _declared(
    version: Version, correct: Iterable[str], cardinality: str, base: str, more: str = ""
) -> str:
    values = "".join(version.tag("value", {}, escape(one)) for one in correct)
    right = version.tag("correctResponse", {}, values) if values else ""
    head = {"identifier": _NAME, "cardinality": cardinality, "baseType": base}
    return version.tag("responseDeclaration", head, right, more)


def _options(question: Written, version: Version) -> str:
    draft = question.draft
    images = draft.option_pictures or (None,) * len(draft.options)
    found = []
    for place, (option, picture) in enumerate(zip(draft.options, images, strict=True)):
        head = {"identifier": f"c{place + 1}"}
        if place in draft.fixed:
            head["fixed"] = "true"
        text = html(option, "xml:lang") + image(picture)
        found.append(version.tag("simpleChoice", head, text))
    return "".join(found)


def _choice(question: Written, version: Version) -> Body:
    draft = question.draft
    single = draft.kind == "single"
    head = {"responseIdentifier": _NAME, "shuffle": "true", "maxChoices": "1" if single else "0"}
    correct = [f"c{place + 1}" for place in draft.key]
    shown = version.tag("choiceInteraction", head, _options(question, version))
    return Body(
        _declared(version, correct, "single" if single else "multiple", "identifier"),
        _stem(question) + shown,
        version.rule("match_correct"),
    )


def _truefalse(question: Written, version: Version) -> Body:
    head = {"responseIdentifier": _NAME, "shuffle": "false", "maxChoices": "1"}
    words = {"true": "正确", "false": "错误"}
    options = [version.tag("simpleChoice", {"identifier": n}, w) for n, w in words.items()]
    correct = ["true" if question.draft.key == (0,) else "false"]
    return Body(
        _declared(version, correct, "single", "identifier"),
        _stem(question) + version.tag("choiceInteraction", head, *options),
        version.rule("match_correct"),
    )


def _ordering(question: Written, version: Version) -> Body:
    head = {"responseIdentifier": _NAME, "shuffle": "true"}
    correct = [f"c{place + 1}" for place in question.draft.key]
    shown = version.tag("orderInteraction", head, _options(question, version))
    return Body(
        _declared(version, correct, "ordered", "identifier"),
        _stem(question) + shown,
        version.rule("match_correct"),
    )


def _matching(question: Written, version: Version) -> Body:
    draft = question.draft
    images = draft.option_pictures or (None,) * len(draft.options)
    lefts = [
        (f"l{place + 1}", "1", html(option, "xml:lang") + image(picture))
        for place, (option, picture) in enumerate(zip(draft.options, images, strict=True))
    ]
    rights = [
        (f"r{place + 1}", "0", html(target, "xml:lang"))
        for place, target in enumerate(draft.targets)
    ]
    columns = [version.tag("simpleMatchSet", {}, _column(one, version)) for one in (lefts, rights)]
    head = {"responseIdentifier": _NAME, "shuffle": "true", "maxAssociations": "0"}
    correct = [f"l{left + 1} r{right + 1}" for left, right in enumerate(draft.key)]
    return Body(
        _declared(version, correct, "multiple", "directedPair"),
        _stem(question) + version.tag("matchInteraction", head, *columns),
        version.rule("match_correct"),
    )


def _column(entries: Iterable[tuple[str, str, str]], version: Version) -> str:
    return "".join(
        version.tag("simpleAssociableChoice", {"identifier": name, "matchMax": most}, text)
        for name, most, text in entries
    )


def _text(question: Written, version: Version) -> Body:
    """The gap stands where the stem has its blank, or alone under it."""
    forms = question.draft.accepted
    entries = [version.tag("mapEntry", {"mapKey": one, "mappedValue": "1"}) for one in forms]
    table = version.tag("mapping", {"defaultValue": "0"}, *entries)
    gap = version.tag("textEntryInteraction", {"responseIdentifier": _NAME})
    draft = question.draft
    said = html(draft.stem, "xml:lang")
    inside = BLANK in said and not draft.stem.en
    shown = said.replace(BLANK, gap, 1) if inside else said
    stem = f"<p>{shown}{image(draft.picture)}</p>" + ("" if inside else f"<div>{gap}</div>")
    declared = _declared(version, forms[:1], "single", "string", table)
    return Body(declared, stem, version.rule("map_response"))


def _estimate(question: Written, version: Version) -> Body:
    """A slider, whose rule allows what is near."""
    number, tag = question.draft.estimate, version.tag
    if number is None:
        return Body("", _stem(question), "")
    ends = {"lowerBound": str(number.least), "upperBound": str(number.most), "step": "1"}
    shown = tag("sliderInteraction", {"responseIdentifier": _NAME, **ends})
    near = {"toleranceMode": "absolute", "tolerance": f"{number.near} {number.near}"}
    named = {"identifier": _NAME}
    test = tag("equal", near, tag("variable", named), tag("correct", named))
    full = tag("baseValue", {"baseType": "float"}, "1")
    score = tag("setOutcomeValue", {"identifier": "SCORE"}, full)
    rule = tag("responseCondition", {}, tag("responseIf", {}, test, score))
    return Body(
        _declared(version, [str(number.value)], "single", "integer"),
        _stem(question) + shown,
        tag("responseProcessing", {}, rule),
    )


def _hotspot(question: Written, version: Version) -> Body:
    """A tap on the picture, right in any of its areas."""
    shown, tag = question.draft.picture, version.tag
    measured = shown and size(question.pictures.get(shown.digest, b""))
    if shown is None or not measured:
        return Body("", _stem(question), "")
    entries = [
        tag("areaMapEntry", {"shape": one.shape, "coords": _coords(one, measured), **_FULL})
        for one in question.draft.areas
    ]
    table = tag("areaMapping", {"defaultValue": "0"}, *entries)
    head = {"responseIdentifier": _NAME, "maxChoices": "1"}
    said = f"<p>{html(question.draft.stem, 'xml:lang')}</p>"
    return Body(
        _declared(version, (), "single", "point", table),
        said + tag("selectPointInteraction", head, _object(shown, measured, version)),
        version.rule("map_response_point"),
    )


_FULL = {"mappedValue": "1"}


def _coords(area: Area, picture: areas.Size) -> str:
    return ",".join(map(str, areas.pixels(area, picture)))


def _object(picture: Image, measured: areas.Size, version: Version) -> str:
    """What is pointed at, in its own size: 2.1 has an object, 3.0 a picture."""
    address, alt = quoteattr(f"../media/{picture.digest}.webp"), picture.alt.zh
    sides = f'width="{measured[0]}" height="{measured[1]}"'
    if version.is_new:
        return f"<img src={address} {sides} alt={quoteattr(alt)}/>"
    return f'<object data={address} type="image/webp" {sides}>{escape(alt)}</object>'


BODIES: dict[str, Write] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "ordering": _ordering,
    "matching": _matching,
    "text": _text,
    "estimate": _estimate,
    "hotspot": _hotspot,
}
