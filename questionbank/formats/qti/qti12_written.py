"""Answers written by hand in QTI 1.2: short texts, and numbers within a range."""

import math
from decimal import Decimal
from xml.etree.ElementTree import Element

from questionbank.formats.found import error, warning
from questionbank.formats.markup import xml
from questionbank.formats.markup.numbers import number, whole_estimate
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.qti2_written import MOST_FORMS
from questionbank.formats.qti.qti12_asked import Asked, ident
from questionbank.rules.question import NO_TEXT, Draft, clean_line

_RANGES = {"vargte", "vargt", "varlte", "varlt"}


def number_or_text(asked: Asked) -> Draft:
    """A number when the item says so or gives a range, else a text."""
    response = asked.responses()[0]
    fibs = [fib.get("fibtype", "").lower() for fib in response.iter("render_fib")]
    ranged = any(element.tag in _RANGES for element in asked.item.iter())
    numeric = "numeric" in asked.type.lower() or "decimal" in fibs or "integer" in fibs
    if ranged or numeric or response.tag == "response_num":
        return _number(asked, response)
    return _text(asked, response)


def _text(asked: Asked, response: Element) -> Draft:
    """The texts that earn most, each tried by itself."""
    name = ident(response)
    texts = [
        " ".join(xml.words(one).split())
        for one in asked.item.iter("varequal")
        if one.get("respident", "") == name
    ]
    tried = list(dict.fromkeys(text for text in texts if text))
    if len(tried) > MOST_FORMS:
        raise Refusal(error("too_many_choices", "accepted", str(len(tried))))
    earned = {text: asked.machine.score({name: text}) for text in tried}
    most = max(earned.values(), default=0.0)
    forms = [clean_line(text) for text, points in earned.items() if points == most > 0]
    if not forms:
        raise Refusal(error("kind_not_supported", "type", "essay") if not texts else _NO_KEY)
    if less := [text for text, points in earned.items() if 0 < points < most]:
        asked.fields.notes.append(warning("partial_credit", "accepted", ", ".join(less)))
    return Draft("text", NO_TEXT, accepted=tuple(dict.fromkeys(forms)))


_NO_KEY = error("no_key", "key")


def _number(asked: Asked, response: Element) -> Draft:
    """The value and the whole numbers around it that the paying conditions allow."""
    tests = [
        element
        for condition in asked.machine.conditions()
        if asked.machine.pays(condition)
        for element in condition.iter()
        if element.get("respident", "") == ident(response)
    ]
    exact = {number(xml.words(test)) for test in tests if test.tag == "varequal"}
    low = _ends(tests, ("vargte", "vargt"))
    high = _ends(tests, ("varlte", "varlt"))
    if not exact and not (low and high):
        raise Refusal(_NO_KEY)
    if len(exact) > 1 or len(low) > 1 or len(high) > 1:
        raise Refusal(error("several_right", "key"))
    return _estimate(asked, exact.pop() if exact else None, low, high)


def _ends(tests: list[Element], tags: tuple[str, str]) -> set[int]:
    """The outermost whole numbers that the comparisons allow. Raises Refusal for no number."""
    found = set()
    for test in tests:
        if test.tag in tags:
            end = number(xml.words(test))
            if end is None:
                raise Refusal(error("number_unreadable", "key", xml.words(test)))
            up = test.tag.startswith("varg")
            whole = math.ceil(end) if up else math.floor(end)
            beyond = test.tag in ("vargt", "varlt") and whole == end
            found.add(whole + (beyond if up else -beyond))
    return found


def _estimate(asked: Asked, value: Decimal | None, low: set[int], high: set[int]) -> Draft:
    least, most = (low.pop() if low else None), (high.pop() if high else None)
    if value is None and least is not None and most is not None:
        value = Decimal(least + most) / 2
    near = Decimal(0)
    if value is not None and least is not None and most is not None:
        near = most - value
        if near != value - least or near < 0:
            raise Refusal(error("tolerance_uneven", "key", f"{least} {value} {most}"))
    numbers, notes = whole_estimate(value, near, "")
    if numbers is None:
        raise Refusal(*notes)
    asked.fields.notes += notes
    return Draft("estimate", NO_TEXT, estimate=numbers)
