"""What a line says about a question besides its text: tags of ours, words for the editor to map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questionbank.formats.found import Note, labelled
from questionbank.formats.table.line import Line
from questionbank.formats.text import narrow
from questionbank.rules.question import Text

_BETWEEN = re.compile(r"[,，、;；|\n]+")
# Our own codes; a word in such a column is a label, which an editor maps to a tag.
_CODES = {
    "topic": re.compile(r"T\d{1,2}(\.\d{1,2})?"),
    "dimension": re.compile(r"knowledge|method|spirit|application"),
    "benchmark": re.compile(r"B?\d{1,3}"),
    "audience": re.compile(r"youth|farmers|workers|elders|officials|general"),
    "difficulty": re.compile(r"L?[1-5]"),
    "sensitivity": re.compile(r"territory|policy|medical|minors"),
}
_BEFORE = {"benchmark": "B", "difficulty": "L"}
# Lines that are only counted, 1, 2, 3, have no name by which a second import would know them.
_COUNTED = re.compile(r"\d{1,5}(\.0)?")


@dataclass(frozen=True, slots=True)
class Described:
    """Fields of a Row, and notes."""

    fields: dict[str, object]
    notes: tuple[Note, ...] = ()


def described(line: Line) -> Described:
    tags: set[tuple[str, str]] = set()
    labels: list[str] = []
    for facet, code, word in _tags(line):
        if code:
            tags.add((facet, code))
        else:
            labels.append(word)
    for cell in line.parts("labels"):
        labels += filter(None, map(str.strip, _BETWEEN.split(cell)))
    ref = line.cell("ref")
    fields: dict[str, object] = {
        "ref": "" if _COUNTED.fullmatch(ref) and not line.sheet.own else ref[:40],
        "tags": frozenset(tags),
        "labels": labelled(labels),
        "author": Text(line.cell("author"), line.cell("author.en")),
        "licence": line.cell("licence")[:40],
    }
    return Described(fields)


def _tags(line: Line) -> Iterator[tuple[str, str, str]]:
    """Facet, code (or "") and word of each entry in the columns of our facets."""
    for facet, pattern in _CODES.items():
        for word in _BETWEEN.split(line.cell(facet)):
            mark = narrow(word).strip().removesuffix(".0")
            if not mark:
                continue
            # The template's lists show "T4.1 环境保护": the code is what counts.
            code = mark.split()[0] if pattern.fullmatch(mark.split()[0]) else ""
            first = _BEFORE.get(facet, "")
            yield facet, code if code.startswith(first) or not code else first + code, word
