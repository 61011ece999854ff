"""Formulas: MathML to `$LaTeX$`, and the ways to mark LaTeX that we know to `$...$`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_DEPTH = 30
_MARKED = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]|\$\$([^$]{1,500})\$\$", re.DOTALL)
_DOLLARS = re.compile(r"\$([^$\s](?:[^$]{0,498}[^$\s])?)\$")
_ONES: dict[str, Callable[[str], str]] = {
    "msqrt": lambda x: f"\\sqrt{{{x}}}",
    "mrow": lambda x: x,
}
_PAIRS: dict[str, Callable[[str, str], str]] = {
    "msup": lambda x, y: f"{_group(x)}^{{{y}}}",
    "msub": lambda x, y: f"{_group(x)}_{{{y}}}",
    "mover": lambda x, y: f"{_group(x)}^{{{y}}}",
    "munder": lambda x, y: f"{_group(x)}_{{{y}}}",
    "mfrac": lambda x, y: f"\\frac{{{x}}}{{{y}}}",
    "mroot": lambda x, y: f"\\sqrt[{y}]{{{x}}}",
}
_TRIPLES: dict[str, Callable[[str, str, str], str]] = {
    "msubsup": lambda x, y, z: f"{_group(x)}_{{{y}}}^{{{z}}}",
    "munderover": lambda x, y, z: f"{_group(x)}_{{{y}}}^{{{z}}}",
}
_LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
_ROWS = {"math", "mrow", "mstyle", "semantics", "mpadded", "mphantom", "menclose", "merror"}


def dollars(text: str) -> str:
    """The text with `\\(x\\)`, `\\[x\\]` and `$$x$$` as `$x$`."""
    if "\\(" not in text and "\\[" not in text and "$$" not in text:
        return text
    return _MARKED.sub(lambda m: f"${(m[1] or m[2] or m[3]).strip()}$", text)


def in_brackets(text: str) -> str:
    """The text with `$x$` as `\\(x\\)`, the form that other systems show as a formula."""
    return _DOLLARS.sub(r"\\(\1\\)", text)


@dataclass(slots=True)
class Node:
    """One element of a formula; `parts` are texts and elements in order."""

    name: str
    encoding: str = ""
    parts: list["Node | str"] = field(default_factory=list)

    def text(self) -> str:
        return " ".join("".join(p for p in self.parts if isinstance(p, str)).split())

    def nodes(self) -> list["Node"]:
        return [part for part in self.parts if isinstance(part, Node)]


def latex(node: Node, depth: int = 0) -> str:
    """The formula in LaTeX without dollars; what has no LaTeX of ours is written in a row."""
    if depth > MOST_DEPTH:
        return ""
    if node.name in _LEAVES:
        return node.text()
    if node.name.startswith("annotation"):
        return ""
    given = [n.text() for n in node.nodes() if n.name == "annotation" and "tex" in n.encoding]
    if given:
        return given[0]
    inner = [latex(n, depth + 1) for n in node.nodes()]
    return _shaped(node.name, inner) or node.text()


def _group(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _shaped(name: str, inner: list[str]) -> str:
    if name in _ONES:
        return _ONES[name]("".join(inner))
    if name in _PAIRS and len(inner) == 2:
        return _PAIRS[name](inner[0], inner[1])
    if name in _TRIPLES and len(inner) == 3:
        return _TRIPLES[name](inner[0], inner[1], inner[2])
    return f"({', '.join(inner)})" if name == "mfenced" else "".join(inner)


def faithful(node: Node, depth: int = 0) -> bool:
    """Whether `latex` says all of the formula: no table, no element that it does not know."""
    if depth > MOST_DEPTH:
        return False
    known = _LEAVES | _ROWS | {*_ONES, *_PAIRS, *_TRIPLES, "mfenced"}
    if node.name not in known | {"mspace", "annotation", "annotation-xml", "none"}:
        return False
    return all(faithful(n, depth + 1) for n in node.nodes())
