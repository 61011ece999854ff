"""Matching in QTI 1.2: a list of choices for each left side, or Blackboard's two blocks."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from questionbank.formats.found import error
from questionbank.formats.markup import Plain, xml
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.keys import one_of
from questionbank.formats.qti.qti12_asked import Asked, gaps_of, ident, labels_of
from questionbank.formats.qti.qti12_body import material
from questionbank.formats.qti.qti12_score import named
from questionbank.rules.question import NO_TEXT, Draft, Text


def shown_apart(asked: Asked) -> bool:
    """Whether the right sides stand in a block of their own, as in Blackboard."""
    return any(True for _ in _blocks(asked.item, "RIGHT_MATCH_BLOCK"))


def _blocks(item: Element, name: str) -> Iterator[Element]:
    return (flow for flow in item.iter("flow") if flow.get("class", "") == name)


def matching(asked: Asked) -> Draft:
    """Each left side's partner is the choice that earns, asked one by one.

    Raises Refusal for gaps in a text, which are built alike, and for a side without a partner.
    """
    responses = asked.responses()
    if gaps_of(asked) and not shown_apart(asked):
        raise Refusal(error("kind_not_supported", "type", asked.type or "multiple_dropdowns"))
    shown = [_targets(asked, response) for response in responses]
    targets = list(dict.fromkeys(text for texts in shown for text in texts.values()))
    chosen = _partners(asked, responses)
    options, pictures = asked.fields.options(_left(asked, response) for response in responses)
    key = tuple(targets.index(texts[name]) for texts, name in zip(shown, chosen, strict=True))
    return Draft(
        "matching",
        NO_TEXT,
        options=options,
        key=key,
        targets=tuple(targets),
        option_pictures=pictures,
    )


def _targets(asked: Asked, response: Element) -> dict[str, Text]:
    """The text of each choice by its name; in Blackboard's blocks the texts stand apart, in the
    same order."""
    labels = labels_of(response)
    apart = [material(flow) for block in _blocks(asked.item, "RIGHT_MATCH_BLOCK") for flow in block]
    plains = apart if apart else [material(label) for label in labels]
    if len(plains) != len(labels):
        raise Refusal(error("pairs_uneven", "targets"))
    return {
        label.get("ident", ""): asked.fields.text(plain, "targets")
        for label, plain in zip(labels, plains, strict=True)
    }


def _left(asked: Asked, response: Element) -> Plain:
    own = xml.child(response, "material")
    if own is not None:
        return material(own)
    for block in _blocks(asked.item, "RESPONSE_BLOCK"):
        for flow in block:
            if response in list(flow.iter()):
                return _beside(flow)
    return Plain()


def _beside(flow: Element) -> Plain:
    """What is shown in a flow beside its response."""
    rest = Element("flow")
    rest.extend(inner for inner in flow if not inner.tag.startswith("response_"))
    return material(rest)


def _partners(asked: Asked, responses: list[Element]) -> list[str]:
    try:
        return [_partner(asked, response) for response in responses]
    except Refusal:
        return _together(asked, responses)


def _partner(asked: Asked, response: Element) -> str:
    name = ident(response)
    names = [label.get("ident", "") for label in labels_of(response)]
    right, _ = one_of(names, lambda chosen: asked.machine.score({name: chosen}))
    return next(iter(right))


def _together(asked: Asked, responses: list[Element]) -> list[str]:
    """The partners that one paying condition names all at once. Raises Refusal for none."""
    found = set()
    for condition in asked.machine.conditions():
        partners = [named(condition, ident(response)) for response in responses]
        if asked.machine.pays(condition) and all(len(one) == 1 for one in partners):
            found.add(tuple(one[0] for one in partners))
    if len(found) != 1:
        raise Refusal(error("key_unclear" if found else "no_key", "key"))
    return list(found.pop())
