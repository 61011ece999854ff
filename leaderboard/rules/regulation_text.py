"""The regulations as blocks that a page builds nodes from: the few marks that docs/regulations.md
uses, and no others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

_HEADING: Final = re.compile(r"(#{1,4}) (?:([0-9][0-9.]*) )?(.+)")
_ITEM: Final = re.compile(r"(?:[0-9]+\.|-) (.+)")
_MARK: Final = re.compile(r"(\*\*.+?\*\*|`[^`]+`)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SUMMARY: Final = "> "
# What follows is for who reads the code.
_FOR_CODE: Final = " Code: "

Pieces = tuple[tuple[str, str], ...]
"""A text cut where its marks are: each piece with strong, code or "" before it."""


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is h1 to h4, summary, p, pre, list or table; `section` the number of a heading.

    `rows` holds the texts: one of a heading, one of each item, the cells of each row.
    """

    kind: str
    rows: tuple[tuple[Pieces, ...], ...]
    section: str = ""


def blocks(text: str) -> tuple[Block, ...]:
    """Every block of the text, in its order."""
    return tuple(_blocks(text.split("\n")))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield _block(list(group))


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if (heading := _HEADING.fullmatch(first)) is not None:
        marks, section, title = heading.groups()
        return Block(f"h{len(marks)}", ((pieces(title),),), section or "")
    if first.startswith(_SUMMARY):
        return Block("summary", ((pieces(_summary(lines)),),))
    if first.startswith("    "):
        return Block("pre", tuple(((("", line[4:]),),) for line in lines))
    if first.startswith("|"):
        return Block("table", tuple(_cells(line) for n, line in enumerate(lines) if n != 1))
    if _ITEM.fullmatch(first) is not None:
        return Block("list", tuple((pieces(item),) for item in _items(lines)))
    return Block("p", ((pieces("".join(lines)),),))


def _summary(lines: list[str]) -> str:
    """A summary as a sentence of its own."""
    told = " ".join(line.removeprefix(_SUMMARY) for line in lines)
    words = told.removeprefix("Summary: ").partition(_FOR_CODE)[0]
    return words[:1].upper() + words[1:]


def _cells(line: str) -> tuple[Pieces, ...]:
    return tuple(pieces(cell.strip()) for cell in line.strip("|").split("|"))


def _items(lines: Sequence[str]) -> list[str]:
    """The items, each with the lines that go on with it."""
    found: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is not None:
            found.append(item[1])
        else:
            found[-1] += line.strip()
    return found


def pieces(text: str) -> Pieces:
    """The text cut at its marks; of a link only its words are left."""
    plain = _LINK.sub(r"\1", text)
    return tuple(_piece(part) for part in _MARK.split(plain) if part)


def _piece(part: str) -> tuple[str, str]:
    if part.startswith("**"):
        return "strong", part[2:-2]
    return ("code", part[1:-1]) if part.startswith("`") else ("", part)
