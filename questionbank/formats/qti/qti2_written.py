"""Interactions of QTI 2 and 3 that are answered by writing or by a slider."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from questionbank.formats.found import error, warning
from questionbank.formats.markup import xml
from questionbank.formats.markup.numbers import number, whole_estimate
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.qti2_kinds import Asked, confirm
from questionbank.formats.qti.qti2_values import Unclear
from questionbank.rules.question import NO_TEXT, NO_UNIT, Draft, Estimate, Text, clean_line

MOST_FORMS = 60


def text(asked: Asked) -> Draft:
    """The forms that earn most; a number with a tolerance is an estimate."""
    if asked.declared.cardinality != "single":
        raise Refusal(error("kind_not_supported", "type", asked.declared.cardinality))
    if (around := _tolerance(asked)) is not None:
        return _estimate(asked, around)
    said = tuple(dict.fromkeys([*asked.declared.correct, *asked.declared.mapping, *_named(asked)]))
    if len(said) > MOST_FORMS:
        raise Refusal(error("too_many_choices", "accepted", str(len(said))))
    try:
        earned = {form: asked.score((form,)) for form in said}
    except Unclear as unclear:
        earned = dict.fromkeys([*asked.declared.correct, *asked.declared.paying], 1.0)
        asked.fields.notes.append(warning("rule_unclear", "key", str(unclear)))
    most = max(earned.values(), default=0.0)
    forms = [form for form, points in earned.items() if points == most > 0]
    if not forms:
        raise Refusal(error("no_key", "accepted"))
    if less := [form for form, points in earned.items() if 0 < points < most]:
        asked.fields.notes.append(warning("partial_credit", "accepted", ", ".join(less)))
    return Draft("text", NO_TEXT, accepted=tuple(dict.fromkeys(map(clean_line, forms))))


def _named(asked: Asked) -> list[str]:
    """Texts that the rule itself compares with."""
    rule = xml.child(asked.machine.item, "responseprocessing")
    values = rule.iter("basevalue") if rule is not None else iter(())
    strings = [v for v in values if v.get("basetype", "").lower() in ("string", "integer", "float")]
    return [clean_line(xml.words(value)) for value in strings if xml.words(value).strip()]


def _tolerance(asked: Asked) -> Element | None:
    """The comparison by which a number near enough is right."""
    if asked.declared.kind not in ("integer", "float"):
        return None
    rule = xml.child(asked.machine.item, "responseprocessing")
    for equal in rule.iter("equal") if rule is not None else ():
        mode = equal.get("tolerancemode", "exact").lower()
        names = [e.get("identifier") for e in equal if e.tag == "variable"]
        if mode in ("absolute", "relative") and asked.declared.name in names:
            return equal
    return None


def _estimate(asked: Asked, equal: Element) -> Draft:
    if len(asked.declared.correct) != 1:
        raise Refusal(error("no_key", "key"))
    value = number(asked.declared.correct[0])
    around = [number(part) for part in equal.get("tolerance", "0").split()] or [Decimal(0)]
    if around[0] != around[-1]:
        raise Refusal(error("tolerance_uneven", "key", equal.get("tolerance", "")))
    near = around[0]
    if equal.get("tolerancemode", "").lower() == "relative" and near is not None and value:
        near = near * abs(value) / 100
    confirm(asked, asked.declared.correct)
    numbers, notes = whole_estimate(value, near, "")
    if numbers is None:
        raise Refusal(*notes)
    asked.fields.notes += notes
    return Draft("estimate", NO_TEXT, estimate=numbers)


def slider(asked: Asked) -> Draft:
    """A slider is an estimate; without a tolerance it is paid for its exact value only."""
    ends = [number(asked.element.get(name, "")) for name in ("lowerbound", "upperbound")]
    value = number(asked.declared.correct[0]) if asked.declared.correct else None
    if value is None or None in ends:
        raise Refusal(error("no_key", "key"))
    confirm(asked, asked.declared.correct)
    equal = _tolerance(asked)
    near = number((equal.get("tolerance", "0").split() or ["0"])[0]) if equal is not None else None
    found = [value, *(end for end in ends if end is not None)]
    if any(one != one.to_integral_value() for one in found):
        raise Refusal(error("whole_numbers_only", "key", ", ".join(map(str, found))))
    whole, least, most = (int(one) for one in found)
    asked.fields.notes.append(warning("unit_missing", "key.unit"))
    numbers = Estimate(whole, int(near or 0), int(near or 0) + 1, least, most, Text(NO_UNIT))
    return Draft("estimate", NO_TEXT, estimate=numbers)
