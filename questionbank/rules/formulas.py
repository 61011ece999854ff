"""Formulas: LaTeX made into a few harmless MathML nodes, and into a line of text for the ear.

A node is a list: its tag, perhaps an object of attributes, and what is inside; a text is a string.
"""

import html
import re
from typing import Any
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

Node = str | list[Any]

# Characters of LaTeX: the longest formula of a school book has some 150.
LONGEST = 500
DEEPEST = 30
# So much of a formula is named where it is refused.
_SHOWN = 60
# A macro may call itself, or double with each step.
_MACROS = re.compile(r"\\(?:[gex]?def|let|(?:re)?new|provide|Declare)", re.IGNORECASE)
TAGS = frozenset(
    (
        *("mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
        *("msup", "msub", "msubsup", "mover", "munder", "munderover", "mtable", "mtr", "mtd"),
    )
)
# The converter lets some parts be missing at the end of a group: "\\frac{1}".
_PARTS = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3}
_PARTS |= {"mover": 2, "munder": 2, "munderover": 3}
# What these hold is kept, they themselves are not.
_WRAPPERS = frozenset({"mstyle", "mpadded", "mphantom", "menclose", "merror"})
_ATTRIBUTES = {
    "mathvariant": re.compile("normal"),
    "stretchy": re.compile("true|false"),
    "fence": re.compile("true|false"),
    "accent": re.compile("true|false"),
    "linethickness": re.compile("0"),
    "width": re.compile(r"\d?(?:\.\d{1,3})?em"),
    "columnalign": re.compile("left|center|right"),
}


class BadFormula(ValueError):
    """What is between the dollar signs is no formula of ours; the message says why, in English."""


def formula(latex: str) -> Node:
    """The formula as a "math" node with its text alternative. Raises BadFormula, which names it."""
    try:
        return _formula(latex)
    except BadFormula as why:
        shown = latex if len(latex) <= _SHOWN else f"{latex[:_SHOWN]}…"
        raise BadFormula(f"{why}: ${shown}$") from why


def _formula(latex: str) -> Node:
    if len(latex) > LONGEST:
        raise BadFormula(f"{len(latex)} characters, at most {LONGEST}")
    if _MACROS.search(latex):
        raise BadFormula("macros are not allowed")
    kids = [_node(kid, DEEPEST) for kid in _element(latex)]
    return ["math", {"alttext": "".join(_said(kid) for kid in kids)}, *kids]


def said(node: Node) -> str:
    """A formula in one line of text: (a+b)/2, x², √(x)."""
    if isinstance(node, list) and node[0] == "math":
        return str(node[1]["alttext"])
    return _said(node)


def _element(latex: str) -> Element:
    try:
        return convert_to_element(latex)
    except Exception as error:  # the converter has a dozen errors of its own, without a base
        raise BadFormula("not understood") from error


def _node(element: Element, room: int) -> Node:
    if not room:
        raise BadFormula("nested too deeply")
    tag = "mrow" if element.tag in _WRAPPERS else element.tag
    if tag not in TAGS:
        raise BadFormula(f"{tag} is not allowed")
    if len(element) < _PARTS.get(tag, 0):
        raise BadFormula(f"{tag} lacks a part")
    text = html.unescape(element.text or "").strip("\n")
    if text.startswith("\\"):
        raise BadFormula(f"no such command: {text[:20]}")
    attributes = {name: value for name, value in element.attrib.items() if _harmless(name, value)}
    inside = [_node(kid, room - 1) for kid in element]
    return [tag, *([attributes] if attributes else []), *([text] if text else []), *inside]


def _harmless(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and bool(_ATTRIBUTES[name].fullmatch(value))


_UP = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
# Signs above a letter that Unicode can set there.
_ABOVE = {"→": "\u20d7", "―": "\u0305", "¯": "\u0305", "^": "\u0302", "ˆ": "\u0302", "˙": "\u0307"}


def _said(node: Node) -> str:
    if isinstance(node, str):
        return node.replace("\xa0", " ")
    tag = node[0]
    kids = [kid for kid in node[1:] if not isinstance(kid, dict)]
    parts = [_said(kid) for kid in kids]
    if tag == "mtable":
        return "; ".join(parts)
    if tag == "mtr":
        return ", ".join(parts)
    return _SAID[tag](parts) if tag in _SAID else "".join(parts)


def _grouped(part: str) -> str:
    return part if len(part) <= 1 or part.isalnum() else f"({part})"


def _raised(base: str, up: str) -> str:
    if up == "∘":
        return f"{base}°"
    return base + (up.translate(_UP) if set(up) <= _KEYS_UP else f"^{_grouped(up)}")


def _lowered(base: str, down: str) -> str:
    return base + (down.translate(_DOWN) if set(down) <= _KEYS_DOWN else f"_{_grouped(down)}")


_KEYS_UP, _KEYS_DOWN = set(map(chr, _UP)), set(map(chr, _DOWN))


def _over(base: str, above: str) -> str:
    if above in _ABOVE:
        return "".join(char + _ABOVE[above] for char in base)
    return f"{base}^{_grouped(above)}"


_SAID: dict[str, Any] = {
    "mfrac": lambda p: f"{_grouped(p[0])}/{_grouped(p[1])}",
    "msqrt": lambda p: "√" + _grouped("".join(p)),
    "mroot": lambda p: f"{p[1].translate(_UP)}√{_grouped(p[0])}",
    "msup": lambda p: _raised(p[0], p[1]),
    "msub": lambda p: _lowered(p[0], p[1]),
    "msubsup": lambda p: _raised(_lowered(p[0], p[1]), p[2]),
    "mover": lambda p: _over(p[0], p[1]),
    "munder": lambda p: _lowered(p[0], p[1]),
    "munderover": lambda p: _raised(_lowered(p[0], p[1]), p[2]),
    "mspace": lambda _p: "",
}
