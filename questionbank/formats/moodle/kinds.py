"""The kinds of Moodle's questions that we hold: each element to a draft without its stem."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.markup import xml
from questionbank.formats.markup.fields import Fields, fixed
from questionbank.formats.markup.numbers import number, whole_estimate
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.moodle.areas import hotspot
from questionbank.formats.moodle.fields import Kind, plain_of
from questionbank.rules.question import NO_TEXT, Draft, clean_line

_TRUE = frozenset({"true", "t", "对", "正确", "√", "是"})
_FALSE = frozenset({"false", "f", "错", "错误", "×", "否"})
_ZERO = Decimal(0)
# A third is written as 33, 33.3 and 33.33333, side by side.
_ROUNDED = Decimal(1)


def _answers(question: Element) -> list[tuple[Element, Decimal]]:
    """Each answer with what it earns, in percent. Raises Refusal when that is no number."""
    found = []
    for answer in xml.children(question, "answer"):
        fraction = number(answer.get("fraction") or xml.words(xml.child(answer, "fraction")) or "0")
        if fraction is None:
            raise Refusal(error("fraction", "key", answer.get("fraction", "")))
        found.append((answer, fraction))
    return found


def _multichoice(question: Element, fields: Fields) -> Draft:
    answers = _answers(question)
    options, pictures = fields.options(plain_of(answer) for answer, _ in answers)
    fractions = [fraction for _, fraction in answers]
    said = xml.words(xml.child(question, "single")).strip().lower()
    one = said not in ("false", "0") if said else sum(f > 0 for f in fractions) <= 1
    key, notes = best(fractions) if one else every(fractions)
    fields.notes += notes
    return Draft(
        "single" if one else "multiple",
        NO_TEXT,
        options=options,
        fixed=fixed(options),
        key=key,
        option_pictures=pictures,
    )


def best(fractions: Sequence[Decimal]) -> tuple[tuple[int, ...], list[Note]]:
    """The key of a question with one right option: the one that earns most."""
    most = max(fractions, default=_ZERO)
    if most <= 0:
        return (), [error("no_key", "key")]
    key = tuple(place for place, fraction in enumerate(fractions) if fraction == most)
    if len(key) > 1:
        return key, [error("several_right", "key", _letters(key))]
    others = [f for f in fractions if f not in (most, _ZERO)]
    return key, [warning("partial_credit", "key", _listed(others))] if others else []


def every(fractions: Sequence[Decimal]) -> tuple[tuple[int, ...], list[Note]]:
    """The key of a question with several: all that earn something."""
    key = tuple(place for place, fraction in enumerate(fractions) if fraction > 0)
    if not key:
        return (), [error("no_key", "key")]
    right = [fractions[place] for place in key]
    if max(right) - min(right) > _ROUNDED:
        return key, [warning("partial_credit", "key", _listed(fractions))]
    below = [f for f in fractions if f < 0]
    return key, [info("partial_credit", "key", _listed(below))] if below else []


def _listed(fractions: Iterable[Decimal]) -> str:
    return ", ".join(f"{fraction.normalize():f}" for fraction in fractions)


def _letters(places: Iterable[int]) -> str:
    return "".join(chr(ord("A") + place) for place in places if place < 26)


def _truefalse(question: Element, fields: Fields) -> Draft:
    """By what the answers say, in whatever order they stand."""
    right = [plain_of(answer).text.zh.lower() for answer, f in _answers(question) if f > 0]
    if len(right) != 1 or right[0] not in _TRUE | _FALSE:
        fields.notes.append(error("key_unclear", "key", ", ".join(right)))
        return Draft("truefalse", NO_TEXT)
    return Draft("truefalse", NO_TEXT, key=(0 if right[0] in _TRUE else 1,))


def _shortanswer(question: Element, fields: Fields) -> Draft:
    answers = [(xml.words(xml.child(a, "text")).strip(), f) for a, f in _answers(question)]
    most = max((f for _, f in answers), default=_ZERO)
    forms = [form for form, f in answers if f == most and f > 0]
    if dropped := [form for form, f in answers if 0 < f < most]:
        fields.notes.append(warning("partial_credit", "accepted", ", ".join(dropped)))
    if any("*" in form.replace("\\*", "") for form in forms):
        fields.notes.append(error("wildcard", "accepted", ", ".join(forms)))
    if xml.words(xml.child(question, "usecase")).strip() == "1":
        fields.notes.append(warning("case_lost", "accepted"))
    plain = [clean_line(form.replace("\\*", "*")) for form in forms]
    return Draft("text", NO_TEXT, accepted=tuple(dict.fromkeys(plain)))


def _numerical(question: Element, fields: Fields) -> Draft:
    answers = [
        (a, f) for a, f in _answers(question) if xml.words(xml.child(a, "text")).strip() != "*"
    ]
    key, notes = best([f for _, f in answers])
    if len(key) != 1:
        raise Refusal(*notes)
    fields.notes += notes
    answer = answers[key[0]][0]
    value = number(xml.words(xml.child(answer, "text")))
    tolerance = number(xml.words(xml.child(answer, "tolerance")) or "0")
    numbers, more = whole_estimate(value, tolerance, _unit(question))
    if numbers is None:
        raise Refusal(*more)
    fields.notes += more
    return Draft("estimate", NO_TEXT, estimate=numbers)


def _unit(question: Element) -> str:
    """The unit in which the value is given: the one with multiplier 1."""
    for unit in xml.children(xml.child(question, "units"), "unit"):
        if number(xml.words(xml.child(unit, "multiplier")) or "1") == 1:
            return xml.words(xml.child(unit, "unit_name")).strip()
    return ""


def _matching(question: Element, fields: Fields) -> Draft:
    """Left sides in their order; a pair without a left side only adds a target."""
    lefts, targets, key = [], [], []
    for place, pair in enumerate(xml.children(question, "subquestion")):
        target = fields.text(plain_of(xml.child(pair, "answer")), f"targets[{place}]")
        if target not in targets:
            targets.append(target)
        left = plain_of(pair)
        if left.text.zh or left.pictures:
            lefts.append(left)
            key.append(targets.index(target))
    options, pictures = fields.options(lefts)
    return Draft(
        "matching",
        NO_TEXT,
        options=options,
        key=tuple(key),
        targets=tuple(targets),
        option_pictures=pictures,
    )


def _ordering(question: Element, fields: Fields) -> Draft:
    """The fraction of each answer is its place; where all are equal, the order of the file."""
    answers = _answers(question)
    options, pictures = fields.options(plain_of(answer) for answer, _ in answers)
    fractions = [fraction for _, fraction in answers]
    key = sorted(range(len(answers)), key=lambda place: fractions[place])
    if len(set(fractions)) < len(fractions):
        if len(set(fractions)) > 1:
            raise Refusal(error("key_unclear", "key", _listed(fractions)))
        fields.notes.append(warning("order_of_file", "key"))
    elif key != sorted(key):
        fields.notes.append(warning("order_by_number", "key"))
    return Draft("ordering", NO_TEXT, options=options, key=tuple(key), option_pictures=pictures)


KINDS: dict[str, Kind] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "order": _ordering,
    "ddmarker": hotspot,
}
