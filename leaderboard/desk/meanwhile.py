"""What somebody else changed while a form was open: told beside what was typed, so that neither is
lost. Forms carry the number of the entry of the history that they were made from.

Everything here is text, as forms have it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

# More digits are nobody's.
LONGEST: Final = 15
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One field that somebody else changed: what it was, what it is, and what was typed; `kept` if
    that was typed anew, and so stands on the form."""

    name: str
    was: str
    now: str
    mine: str
    kept: bool


@dataclass(frozen=True, slots=True)
class News:
    """Who changed what while the form was open; `merged` is the form with theirs where nothing was
    typed anew. Acts are names and moments, the oldest first; `made_of` is the newest entry."""

    made_of: int
    acts: list[tuple[str, str]]
    lines: list[Line]
    merged: Texts


def entry(text: str) -> int:
    """The number of an entry as a form carries it; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


def newest(row: Any) -> int:
    """The number of the newest entry of the row's history; 0 = none."""
    return row.history.values_list("pk", flat=True).first() or 0


def compared(was: Texts, now: Texts, mine: Texts, acts: Iterable[Any]) -> News | None:
    """What others changed of the fields that the form has; None if nothing that is typed otherwise.
    `acts` are entries of the history, the newest first."""
    entries = list(acts)
    lines = [
        Line(name, was.get(name, ""), now.get(name, ""), text, text != was.get(name, ""))
        for name, text in mine.items()
        if was.get(name, "") != now.get(name, "") != text
    ]
    if not lines or not entries:
        return None
    theirs = {line.name: line.now for line in lines if not line.kept}
    told = [_act(one) for one in reversed(entries)]
    return News(entries[0].pk, told, lines, {**mine, **theirs})


def _act(one: Any) -> tuple[str, str]:
    who = one.history_user.get_username() if one.history_user else _("命令")
    at = one.history_date.astimezone(ZoneInfo(settings.TIME_ZONE))
    return who, datetime.strftime(at, "%Y-%m-%d %H:%M:%S")
