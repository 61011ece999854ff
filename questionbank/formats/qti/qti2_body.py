"""The texts of an item's body: stem with its prompt, options without feedback."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from questionbank.formats.found import Note, error, warning
from questionbank.formats.markup import Plain, from_tree, xml
from questionbank.formats.markup.refusal import Refusal

BLANK = "____"
_FEEDBACK = ("feedbackinline", "feedbackblock", "modalfeedback")
_CHANGING = ("templateinline", "templateblock", "printedvariable", "templatedeclaration")
_ASIDE = ("endattemptinteraction", "mediainteraction")


def interactions(item: Element) -> list[Element]:
    """What a person answers, in order. Raises Refusal for an item that changes by itself."""
    if item.get("adaptive", "false").lower() == "true":
        raise Refusal(error("kind_not_supported", "type", "adaptive"))
    for element in item.iter():
        if element.tag in _CHANGING:
            raise Refusal(error("kind_not_supported", "type", "template"))
    body = xml.child(item, "itembody")
    parts = body.iter() if body is not None else iter(())
    return [e for e in parts if is_interaction(e) and e.tag not in _ASIDE]


def is_interaction(element: Element) -> bool:
    return element.tag.endswith("interaction")


def stem_of(item: Element) -> Plain:
    """The body's text, a blank where something is to be written, prompts where they stand."""
    body = xml.child(item, "itembody")
    if body is None:
        return Plain()
    alone = [block for block in body.iter() if _only_a_gap(block)]
    return from_tree(body, lambda element: "" if element in alone else _shown(element))


def _only_a_gap(block: Element) -> bool:
    """Whether a paragraph is nothing but the place to write into: no blank of the text."""
    if block.tag not in ("p", "div") or len(block) != 1:
        return False
    gap = block[0]
    return gap.tag == "textentryinteraction" and not f"{block.text or ''}{gap.tail or ''}".strip()


def option_of(choice: Element) -> Plain:
    return from_tree(choice, _shown)


def _shown(element: Element) -> str | Iterable[Element] | None:
    if element.tag == "textentryinteraction":
        return BLANK
    if element.tag in _ASIDE:
        return [Element("video")] if element.tag == "mediainteraction" else ""
    if is_interaction(element):
        return list(xml.children(element, "prompt"))
    if element.tag in _FEEDBACK or _for_others(element):
        return ""
    return None


def _for_others(element: Element) -> bool:
    """Whether this is a note to scorers or tutors, not to who answers."""
    return element.tag == "rubricblock" and "candidate" not in element.get("view", "").lower()


def explained(item: Element) -> Plain:
    """The solution that the item shows afterwards, if it has one for everybody."""
    for feedback in _feedback(item):
        if _is_solution(feedback):
            return from_tree(feedback, _shown_inside)
    return Plain()


def _shown_inside(element: Element) -> None:
    """Feedback is shown as it is: 3.0 wraps it in a content body."""


def _feedback(item: Element) -> Iterator[Element]:
    return (element for element in item.iter() if element.tag in _FEEDBACK)


def _is_solution(feedback: Element) -> bool:
    name = f"{feedback.get('outcomeidentifier', '')} {feedback.get('identifier', '')}".upper()
    return "SOLUTION" in name or "EXPLANATION" in name or "GENERAL_FB" in name


def leftovers(item: Element) -> Iterator[Note]:
    """One WARNING for feedback and notes that we have no place for."""
    texts = [from_tree(e, _shown_inside).text.zh for e in _feedback(item) if not _is_solution(e)]
    texts += [from_tree(e).text.zh for e in item.iter() if _for_others(e)]
    if dropped := [text for text in texts if text]:
        yield warning("feedback_dropped", "", f"{len(dropped)}: {dropped[0]}")
