"""Where a text is broken into lines: as Chinese is set, and never inside a number and its word."""

import re
from typing import Final

from leaderboard.pictures import fonts
from leaderboard.pictures.fonts import Face

# No line begins with the first, none ends with the second.
CLOSING: Final = frozenset("，。、；：？！）”’》〉】」』…—·％,.;:?!)]%")
OPENING: Final = frozenset("（“‘《〈【「『([")
# The word for "number" before a number.
NUMBER: Final = "第"
_CLAUSES: Final = re.compile(r"（?[^，；。（]*[，；。]?[）”’》」』]*")


def broken(words: str, face: Face, size: int, room: int, *, lines: int) -> list[str]:
    """The text in lines no wider than `room`: after a clause where `lines` are enough for that."""
    clauses: list[str] = []
    for clause in filter(None, _CLAUSES.findall(words)):
        held = clauses[-1] + clause if clauses else ""
        if held and fonts.width(face, size, held) <= room:
            clauses[-1] = held
        else:
            clauses.append(clause)
    found = [line for clause in clauses for line in wrapped(clause, face, size, room)]
    return found if len(found) <= lines else wrapped(words, face, size, room)


def wrapped(words: str, face: Face, size: int, room: int) -> list[str]:
    """The text in lines as full as they can be."""
    lines, line = [], ""
    for part in _parts(words):
        if line and fonts.width(face, size, line + part) > room:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line.rstrip()] if line.strip() else lines


def _parts(words: str) -> list[str]:
    """The pieces of which none is broken."""
    found, part = [], ""
    for at, sign in enumerate(words):
        part += sign
        if _may_end(words, at):
            found.append(part)
            part = ""
    return [*found, part] if part else found


def _may_end(words: str, at: int) -> bool:
    """Whether a line may end with the sign at `at`: a space, or a sign that is not ASCII."""
    sign, before, after = words[at], words[:at][-1:], words[at + 1 : at + 2]
    if sign == " ":
        counted = before.isdigit() and not after.isascii()
        return not counted and not (before == NUMBER and after.isdigit())
    return not (sign.isascii() or sign in OPENING or sign == NUMBER or after in CLOSING)
