"""Options of pasted text: cut where several share a line, found in the stem, or inferred."""

import re
from collections.abc import Sequence

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.pasted.blocks import Block
from questionbank.formats.pasted.words import flat

# "B." behind a space or a stop, or glued: "红B.黄". Not "U.S.A." and not "维生素 B12".
_SPACED = re.compile(r"(?:(?<=[\s.。?？;；!_])|(?<=[)）]))[(\[]?([A-J])\s?[.、:)\]]\s*")
_LOWER = re.compile(r"(?:(?<=\s)|(?<=[)]))\(?([a-j])[.)]\s*")
_GLUED = re.compile(r"(?<![A-Za-z(\[])(?<![A-Za-z]\.)[(\[]?([A-J])\s?[.、:)\]]\s*")
# "DNAC." can only be "DNA" and "C.": taken where it makes the run of letters longer, and told.
_LOOSE = re.compile(r"([A-J])\s?[.、:]\s*")
_BARE = re.compile(r"(?<=\s)([A-J])(?:\s+|(?=[\u3400-\u9fff]))")
_LETTERS = "ABCDEFGHIJ"
_MOST_INFERRED = 8
# Longer lines are text, not options that lost their letters.
_LONGEST_INFERRED = 60

Marks = list[tuple[int, int]]


def options(block: Block) -> tuple[list[str], list[Note]]:
    """The texts of the options in order, and what had to be guessed.

    An ERROR "options_gap" when the letters do not run from A without a gap.
    """
    if not block.marked:
        return _in_stem(block)
    notes: list[Note] = []
    found: list[tuple[str, str]] = []
    for place, (letter, text) in enumerate(block.marked):
        below = block.marked[place + 1][0] if place + 1 < len(block.marked) else ""
        found += _cut(letter, text, _room(block.marked, place, below), notes)
    letters = "".join(letter for letter, _ in found)
    if not _LETTERS.startswith(letters.upper()):
        notes.append(error("options_gap", "options", letters))
    return [text for _, text in found], notes


def _room(marked: Sequence[tuple[str, str]], place: int, below: str) -> int:
    """How many options this line can hold: until the letter of the next line, or as many as the
    line above if it is the last."""
    own = ord(marked[place][0])
    if below:
        return ord(below) - own
    if place == 0:
        return len(_LETTERS)
    return own - ord(marked[place - 1][0])


def _cut(letter: str, text: str, room: int, notes: list[Note]) -> list[tuple[str, str]]:
    """The options in one line that begins behind `letter`."""
    if room < 2:
        return [(letter, text)]
    marks, how = _marks(flat(text), ord(letter) + 1, room - 1)
    notes += _told(how, text)
    return _pieces(letter, text, marks)


def _marks(half: str, due: int, most: int) -> tuple[Marks, str]:
    """Where the letters from `due` on stand, and how sure that is."""
    glued, loose = (_run(pattern, half, due, most) for pattern in (_GLUED, _LOOSE))
    for pattern in (_SPACED, _LOWER):
        if marks := _run(pattern, half, due, most):
            return marks, "loose" if len(loose) > len(marks) else ""
    if len(loose) > len(glued):
        return loose, "loose"
    return (glued, "glued") if glued else (_run(_BARE, half, due, most), "")


def _told(how: str, text: str) -> list[Note]:
    if how == "loose":
        return [warning("options_glued", "options", text)]
    return [info("options_glued", "options", text)] if how else []


def _run(pattern: re.Pattern[str], half: str, due: int, most: int) -> Marks:
    """Where the letters from `due` on stand, each after the other."""
    marks: Marks = []
    for match in pattern.finditer(half):
        if _is_key(match, half):
            continue
        if len(marks) < most and ord(match[1].upper()) == due + len(marks):
            marks.append(match.span())
    return marks


def _is_key(match: re.Match[str], half: str) -> bool:
    """Whether "(A)" stands before the option "A." itself: "哪个？（A）A. 甲 B. 乙"."""
    behind = half[match.end() : match.end() + 4].replace(" ", "")
    return match[0][0] in "([" and behind[:1] == match[1] and behind[1:2] in (".", "、", ":", ")")


def _pieces(letter: str, text: str, marks: Marks) -> list[tuple[str, str]]:
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return [
        (chr(ord(letter) + place), text[start:end].strip(" \t\u3000;；"))
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _in_stem(block: Block) -> tuple[list[str], list[Note]]:
    """Options that share the line of the stem: "下列哪个？ A. 甲 B. 乙"."""
    marks, how = _marks(flat(block.stem), ord("A"), len(_LETTERS))
    if len(marks) < 2:
        return [], []
    notes = _told(how, block.stem)
    _, *found = _pieces("@", block.stem, marks)
    block.stem = block.stem[: marks[0][0]].strip()
    return [text for _, text in found], notes


def inferred(block: Block, most_key: int) -> tuple[list[str], list[Note]]:
    """The lines below the stem's first, when they can only be options that lost their letters.

    `most_key` is the place of the last option that the key names.
    """
    head, *lines = block.lines or [""]
    fits = most_key < len(lines) and 2 <= len(lines) <= _MOST_INFERRED
    asked = re.search(r"[?)\]:_。.]\s*$", flat(head)) is not None
    if not fits or not asked or any(len(line) > _LONGEST_INFERRED for line in lines):
        return [], []
    block.stem = block.stem[: block.stem.find(head) + len(head)]
    return lines, [warning("options_inferred", "options", " / ".join(lines))]
