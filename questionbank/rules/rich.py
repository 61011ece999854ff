"""Rich text: formulas, bold, italic and line breaks, written in plain text and stored as a tree.

    $E = mc^2$   **bold**   *italic*   a\\\\b (a new line)   \\$ and \\* (the signs themselves)

A dollar sign begins a formula only where no space follows, and ends one only where no space stands
before it and no digit behind: "$5 and $6" is money. A tree is a list of texts and nodes; a node is
a list of its tag, perhaps an object of attributes, and what is inside.
"""

import re
from collections.abc import Iterator

from questionbank.rules.formulas import BadFormula, Node, formula, said

_MARKS = re.compile(
    r"""
      \\(?P<sign>[$*])
    | (?P<line>\s*\\\\\s*)
    | \$\$(?P<display>(?:\\.|[^$\\])+)\$\$
    | \$(?=\S)(?P<formula>(?:\\.|[^$\\])+)(?<=\S)\$(?!\d)
    | \*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*(?!\*)
    | (?<![A-Za-z0-9*])\*(?=[^\s*])(?P<italic>[^*]+)(?<=\S)\*(?![A-Za-z0-9*])
    """,
    re.VERBOSE,
)


def tree(text: str) -> list[Node]:
    """What `text` says, as nodes; [text] where it is only words. Raises BadFormula."""
    nodes: list[Node] = []
    for node in _nodes(text):
        if isinstance(node, str) and nodes and isinstance(nodes[-1], str):
            nodes[-1] += node
        else:
            nodes.append(node)
    return nodes


def plain(nodes: list[Node]) -> str:
    """The words alone; formulas in one line, a line break as a space."""
    return "".join(_plain(node) for node in nodes)


def cut(text: str, most: int) -> str:
    """The beginning, of about `most` signs, and "…" for the rest: half a formula is no formula, so
    one that would be cut goes as a whole, or is there as a whole where nothing stands before it."""
    if len(text) <= most:
        return text
    end = most - 1
    for found in _MARKS.finditer(text):
        if found.start() < end < found.end():
            end = found.start() or found.end()
    return text[:end].rstrip() + ("…" if end < len(text) else "")


def fault(text: str) -> str:
    """Why the text cannot be stored, in English; "" when it can."""
    try:
        tree(text)
    except BadFormula as error:
        return str(error)
    return ""


def _nodes(text: str) -> Iterator[Node]:
    if not any(sign in text for sign in "$*\\"):  # nearly every text of a bank
        yield from [text] if text else []
        return
    end = 0
    for found in _MARKS.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        yield _node(found)
    if end < len(text):
        yield text[end:]


def _node(found: re.Match[str]) -> Node:
    kind, inside = str(found.lastgroup), found[str(found.lastgroup)]
    match kind:
        case "sign":
            return inside
        case "line":
            return ["br"]
        case "bold":
            return ["b", *tree(inside)]
        case "italic":
            return ["i", *tree(inside)]
    return formula(inside.strip())


def _plain(node: Node) -> str:
    if isinstance(node, str):
        return node
    if node[0] == "br":
        return " "
    return said(node) if node[0] == "math" else plain(node[1:])
