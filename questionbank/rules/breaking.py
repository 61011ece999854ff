"""Where a long formula may go on in the next line: a browser breaks lines between formulas only."""

from questionbank.rules.formulas import Node, said

# A narrow phone (320 pixels) has room for about so many characters of a stem.
ROOM = 12
RELATIONS = frozenset("=≠≈≡<>≤≥→←⇌⇒⇔∝")


def broken(nodes: list[Node]) -> list[Node]:
    """The text with each long formula as several, of which all but the last end with a relation
    (=, →, ...)."""
    return [part for node in nodes for part in _parts(node)]


def _parts(node: Node) -> list[Node]:
    if not isinstance(node, list) or node[0] != "math" or len(said(node)) <= ROOM:
        return [node]
    _math, _said, *kids = node
    if len(kids) != 1 or kids[0][0] != "mrow":
        return [node]
    return [_formula(row) for row in _rows(kids[0][1:])]


def _rows(kids: list[Node]) -> list[list[Node]]:
    """What is in the formula, cut after each relation that something follows."""
    rows: list[list[Node]] = [[]]
    for kid in kids:
        if rows[-1] and _relates(rows[-1][-1]):
            rows.append([])
        rows[-1].append(kid)
    return rows


def _relates(node: Node) -> bool:
    return isinstance(node, list) and node[0] == "mo" and node[-1] in RELATIONS


def _formula(row: list[Node]) -> Node:
    return ["math", {"alttext": "".join(map(said, row))}, ["mrow", *row]]
