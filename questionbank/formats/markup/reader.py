"""HTML, whole or as a tree, to plain text: what can be seen is kept as text or named as lost.

Entities are decoded once. Sub- and superscripts become Unicode, formulas `$...$`, pictures names;
our own files and Moodle's mark two languages by spans of the class "multilang".
"""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from questionbank.formats.markup import math
from questionbank.formats.markup.collect import LITERAL, MOST_TEXT, SOURCE, VOID, Collector
from questionbank.formats.markup.html import Token, aside, tokens
from questionbank.formats.markup.plain import Plain, Shown
from questionbank.rules.question import Text, clean_line

__all__ = ["LITERAL", "SOURCE", "Plain", "Shown", "from_html", "from_text", "from_tree"]


def from_html(source: str) -> Plain:
    """The plain text of a piece of HTML; takes any string, in time linear to its length."""
    collector = Collector()
    shorter, images = aside(source)
    if len(shorter) > MOST_TEXT:
        collector.lost.add("length")
    for token in tokens(shorter[:MOST_TEXT], images):
        collector.take(token)
    return collector.plain()


def from_text(source: str) -> Plain:
    """The text of a field that is no HTML."""
    return Plain(Text(clean_line(math.dollars(source[:MOST_TEXT]))))


# What to show instead of an element: a text, some of its children, or None for the element itself.
Instead = Callable[[Element], "str | Iterable[Element] | None"]


def from_tree(element: Element, instead: Instead = lambda _e: None) -> Plain:
    """The plain text of what stands inside an element of XHTML."""
    collector = Collector()
    _walk(element, collector, instead)
    return collector.plain()


def _walk(element: Element, collector: Collector, instead: Instead) -> None:
    """Bounded by the depth that the parser allows."""
    collector.take(Token("data", element.text or ""))
    for inner in element:
        shown = instead(inner)
        if shown is None:
            name = inner.tag.lower()
            collector.take(Token("start", name, dict(inner.attrib)))
            _walk(inner, collector, instead)
            if name not in VOID:
                collector.take(Token("end", name))
        elif isinstance(shown, str):
            collector.take(Token("data", shown))
        else:
            for part in shown:
                collector.take(Token("data", " "))
                _walk(part, collector, instead)
        collector.take(Token("data", inner.tail or ""))
