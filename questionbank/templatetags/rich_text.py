"""Texts of questions in templates: formulas, bold, italic and new lines as a phone shows them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from questionbank.rules import rich as trees
from questionbank.rules.formulas import BadFormula, Node

register = template.Library()


@register.filter
def rich(text: str) -> SafeString:
    """The text as markup of our own making; one with a broken formula as it was typed."""
    try:
        nodes = trees.tree(text)
    except BadFormula:
        nodes = [text]
    return _all(nodes)


@register.filter
def rich_cut(text: str, most: int) -> SafeString:
    """The beginning of the text, about so many signs, as `rich` shows it; no formula is halved."""
    return rich(trees.cut(text, most))


def _all(nodes: list[Node]) -> SafeString:
    return format_html_join("", "{}", ((_html(node),) for node in nodes))


def _html(node: Node) -> SafeString | str:
    """Texts are escaped where they are put in; tags and attributes are those of the rules."""
    if isinstance(node, str):
        return node
    tag, *inside = node
    if tag == "br":
        return format_html("<br>")
    has = inside.pop(0) if inside and isinstance(inside[0], dict) else {}
    attributes = format_html_join("", ' {}="{}"', has.items())
    return format_html("<{}{}>{}</{}>", tag, attributes, _all(inside), tag)
