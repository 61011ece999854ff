"""A moment as people type it, in forms and commands alike."""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from quiz.rules.units import Millis

_TYPED: Final = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d:?\d\d))?", re.ASCII
)
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]?", re.ASCII)


def wrong(text: str) -> str:
    """What to type in place of a text that is no moment, to people; of a bare day that its hour is
    missing."""
    if day := _DAY.fullmatch(text.strip()):
        return _("“%(day)s”没有写时刻，要写作 %(day)s 09:00。") % {"day": day[1]}
    return _("要写作 2026-12-01 09:00。")


def typed(text: str) -> Millis:
    """The moment meant by "2026-12-01 09:00" or "2026-12-01T09:00", to the second, where nothing
    else is said in the server's time zone. With an offset, as in "2026-12-01 09:00+05:00" or "Z" at
    the end, it is the hour of there: an hour that carries its zone is never read as ours.

    Raises ValueError for anything else, and for what is not of this century.
    """
    said = text.strip()
    if not _TYPED.fullmatch(said):
        raise ValueError(f"no moment: {said[:40]!r}")
    at = datetime.fromisoformat(said.replace(" ", "T", 1).replace(" ", ""))
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    if not 2000 <= at.year < 2100:
        raise ValueError(f"not of this century: {said[:40]!r}")
    return Millis(int(at.timestamp()) * 1_000)
