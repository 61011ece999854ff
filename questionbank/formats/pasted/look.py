"""Looks ahead in pasted text: does a question begin here?"""

import re
from collections.abc import Sequence

from questionbank.formats.pasted.lines import Line, bare_letter, is_keys_title, section_kind
from questionbank.formats.pasted.words import is_tag, kind_in

_SIGN = r"[A-J](?:[\s,、]{0,2}[A-J]){0,9}|[√×✓✗✔✘对错TF]|正确|错误"
_JUDGED = re.compile(rf"[(\[_]\s*(?:{_SIGN})\s*[)\]_]+\s*[.。?!]?\s*$")
_ASKED = re.compile(r"[(\[]\s*[)\]]\s*[.。?!]?\s*$|_{2,}|\?\s*$")
_TWO = re.compile(r"(?<![A-Za-z])A\s?[.、:)].{1,300}?B\s?[.、:)]", re.DOTALL)
# How far a question is looked for; the longest stems have some twenty lines.
_FAR = 60


def judged(half: str) -> bool:
    """Whether a flat line ends with a key in brackets: "（ B ）", "（√）"."""
    return _JUDGED.search(half[-60:]) is not None


def asks(lines: Sequence[Line], place: int) -> bool:
    """Whether the numbered line at `place` asks something: by itself, or by options or a key that
    come before the next number."""
    line = lines[place]
    number = line.number
    if number is not None and (number.lead or number.tag):
        return True
    return asks_itself(line) or _followed(lines, place)


def asks_itself(line: Line) -> bool:
    return ends_asking(line.flat) or has_options(line.flat)


def ends_asking(half: str) -> bool:
    """Whether a flat text ends like a question: with a key, a blank or a question mark."""
    return bool(_JUDGED.search(half[-60:]) or _ASKED.search(half[-60:]))


def has_options(half: str) -> bool:
    """Whether a flat text has an option A and an option B in it."""
    return _TWO.search(half[:2000]) is not None


def _followed(lines: Sequence[Line], place: int) -> bool:
    for at in range(place + 1, min(place + _FAR, len(lines))):
        line = lines[at]
        if line.letter == "A" or line.field == "key":
            return True
        if line.number is not None and line.number.style != "glued":
            return False
        if bare_run(lines, at):
            return True
        if section_kind(line) or is_keys_title(line):
            return False
    return False


def options_follow(lines: Sequence[Line], place: int) -> bool:
    """Whether options begin below, before a key: what stands between is then a new stem."""
    for at in range(place + 1, min(place + _FAR, len(lines))):
        line = lines[at]
        if line.letter == "A" or bare_run(lines, at):
            return True
        if line.letter or line.field or line.number:
            return False
    return False


def bare_run(lines: Sequence[Line], place: int) -> bool:
    """Whether "A 正确" here and "B 错误" next are options without a stop behind their letters."""
    line = lines[place]
    if bare_letter(line.flat) != "A":
        return False
    below = lines[place + 1] if place + 1 < len(lines) else None
    beside = re.search(r"\sB(?:\s|[\u3400-\u9fff])", line.flat[:2000])
    return beside is not None or (below is not None and bare_letter(below.flat) == "B")


def are_numbered(lines: Sequence[Line]) -> bool:
    """Whether the questions of a text have numbers: not when a few do and most have none."""
    asked = sum(
        line.number is not None and line.number.style != "glued" and asks(lines, place)
        for place, line in enumerate(lines)
    )
    return asked > 0 and asked * 3 >= sum(line.letter == "A" for line in lines)


def begins_with_tag(half: str) -> bool:
    if half[:1] not in "([":
        return False
    inside = half[1:40].split(")" if half[0] == "(" else "]", maxsplit=1)[0]
    return is_tag(inside) and bool(kind_in(inside))
