"""What kind an item of QTI 1.2 is: by its metadata, and by its build where that is silent."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from questionbank.formats.found import error, info, warning
from questionbank.formats.markup import xml
from questionbank.formats.markup.fields import fixed
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.keys import Choice, one_of, some_of, truth
from questionbank.formats.qti.qti12_asked import Asked, ident, in_stem, labels_of
from questionbank.formats.qti.qti12_body import material
from questionbank.formats.qti.qti12_pairs import matching, shown_apart
from questionbank.formats.qti.qti12_score import named
from questionbank.formats.qti.qti12_written import number_or_text
from questionbank.rules.question import NO_TEXT, Draft

_SEVERAL = ("multiple_answers", "multiple answer", "multiple_response", "multi-select")
Kind = Callable[[Asked], Draft]
# Words of metadata for what we do not hold, whatever the item is built of.
_REFUSED = (
    *("essay", "file_upload", "file upload", "text_only", "fill_in_multiple_blanks", "calculated"),
    *("multiple_dropdowns", "categorization", "hot_spot", "hot spot", "opinion", "likert"),
    *("jumbled", "quiz bowl", "either/or", "file response", "short response", "formula"),
    *("fill in the blank plus", "stimulus", "survey", "message"),
)


def kind_of(asked: Asked) -> Kind:
    """How to read the item. Raises Refusal for a kind that we do not have, by its name."""
    type_, responses = asked.type, asked.responses()
    if any(word in type_.lower() for word in _REFUSED):
        raise _refusal(type_)
    if _is_kprim(asked):
        raise _refusal("KPRIM")
    tags = {response.tag for response in responses}
    if tags <= {"response_lid", "response_grp"} and responses:
        if shown_apart(asked) or "matching" in type_.lower() or len(responses) > 1:
            return matching
        return _listed(asked, responses[0])
    if len(responses) == 1 and tags <= {"response_str", "response_num"}:
        return number_or_text
    raise _refusal(type_ or ", ".join(sorted(tags)) or "text")


def _listed(asked: Asked, response: Element) -> Kind:
    """One list: in order, to choose several from, or one; words around it are named as left."""
    for render in response:
        beside = " ".join(material(one).text.zh for one in xml.children(render, "material"))
        if render.tag.startswith("render_") and beside.strip():
            asked.fields.notes.append(warning("text_left", "options", beside))
    if response.get("rcardinality", "").lower() == "ordered":
        return _ordering
    if xml.child(response, "material") is not None and in_stem(asked, response):
        raise _refusal(asked.type or "multiple_dropdowns")
    return _choice


def _refusal(name: str) -> Refusal:
    return Refusal(error("kind_not_supported", "type", name))


def _is_kprim(asked: Asked) -> bool:
    marked = (xml.words(one).strip() for one in asked.item.iter("varequal"))
    named_so = "KPRIM" in asked.item.get("ident", "").upper()
    return named_so or any(text.endswith((":correct", ":wrong")) for text in marked)


def _choice(asked: Asked) -> Draft:
    response = asked.responses()[0]
    labels = labels_of(response)
    names = [label.get("ident", "") for label in labels]
    several = _several(asked, response)
    right = _key(asked, ident(response), names, several=several)
    options, pictures = asked.fields.options(material(label) for label in labels)
    key = tuple(place for place, name in enumerate(names) if name in right)
    truths = truth([option.zh for option in options]) or _named_truth(asked, names)
    if not several and truths:
        if "true" not in asked.type.lower():
            asked.fields.notes.append(info("read_as_truefalse", "type"))
        return Draft("truefalse", NO_TEXT, key=tuple(truths[place] for place in key))
    named_last = [p for p, e in enumerate(labels) if e.get("rshuffle", "").lower() == "no"]
    return Draft(
        "multiple" if several else "single",
        NO_TEXT,
        options=options,
        fixed=fixed(options, named_last if len(named_last) < len(labels) else ()),
        key=key,
        option_pictures=pictures,
    )


def _several(asked: Asked, response: Element) -> bool:
    """By the list itself; by the metadata where the list does not say."""
    said = response.get("rcardinality", "").lower()
    return said == "multiple" or (not said and any(w in asked.type.lower() for w in _SEVERAL))


def _named_truth(asked: Asked, names: list[str]) -> tuple[int, ...] | None:
    """Blackboard's true and false by their names, their words being those of its own tables."""
    return truth(names) if "true" in asked.type.lower() else None


def _key(asked: Asked, response: str, names: list[str], *, several: bool) -> Choice:
    def score(chosen: Choice) -> float:
        return asked.machine.score({response: chosen})

    if several:
        paying = [c for c in asked.machine.conditions() if asked.machine.pays(c)]
        hints = [frozenset(named(c, response)) & frozenset(names) for c in paying]
        right, notes = some_of(names, score, hints, frozenset())
    else:
        right, notes = one_of(names, score)
    asked.fields.notes += notes
    return right


def _ordering(asked: Asked) -> Draft:
    """The order that a paying condition names in full."""
    response = asked.responses()[0]
    labels = labels_of(response)
    names = [label.get("ident", "") for label in labels]
    orders = {
        tuple(order)
        for condition in asked.machine.conditions()
        if asked.machine.pays(condition)
        and sorted(order := named(condition, ident(response))) == sorted(names)
    }
    if len(orders) != 1:
        raise Refusal(error("key_unclear" if orders else "no_key", "key"))
    options, pictures = asked.fields.options(material(label) for label in labels)
    key = tuple(names.index(name) for name in orders.pop())
    if asked.machine.bare:
        asked.fields.notes.append(warning("rule_unclear", "key"))
    return Draft("ordering", NO_TEXT, options=options, key=key, option_pictures=pictures)
