"""Who did what to a round when: its kept history and the work on its papers, the newest first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from questionbank.punctuation import aside, listed, told
from quiz import format_words
from quiz.models import Round, RoundErrand

MOST: Final = 40


class Line(NamedTuple):
    at: str
    who: str
    what: str


def lines(row: Round) -> list[Line]:
    """At most MOST lines of each kind."""
    found = sorted([*_changes(row), *_errands(row)], reverse=True)
    return [Line(_moment(at), who, what) for at, who, what in found]


def _changes(row: Round) -> Iterator[tuple[int, str, str]]:
    rows: list[Any] = list(row.history.select_related("history_user")[: MOST + 1])
    for newer, older in zip(rows, [*rows[1:], None], strict=True):
        who = newer.history_user.get_username() if newer.history_user else _("命令")
        at = int(newer.history_date.timestamp() * 1000)
        if older is None:
            yield at, who, _("建立") if newer.history_type == "+" else _("修改")
        else:
            yield at, who, _("修改：%s") % (_changed(newer, older) or "—")


def _changed(newer: Any, older: Any) -> str:
    found = []
    for change in newer.diff_against(older).changes:
        if change.field == "format":
            found += _settings(change.new, change.old)
        else:
            of = Round._meta.get_field(change.field)  # noqa: SLF001
            found.append(str(getattr(of, "verbose_name", change.field)))
    return listed(found)


def _settings(new: Any, old: Any) -> list[str]:
    """What is different of the two formats, by name, with its new value where that is short."""
    names = [name for name in format_words.LABELS if new.get(name) != old.get(name)]
    return [str(format_words.LABELS[name]) for name in names]


def _errands(row: Round) -> Iterator[tuple[int, str, str]]:
    found = RoundErrand.objects.filter(round=row).select_related("by").order_by("-pk")
    for one in found[:MOST]:
        who = one.by.get_username() if one.by else ""
        said = told(one.get_what_display(), one.get_state_display())
        yield one.asked_at, who, said + aside(one.problem) if one.problem else said


def _moment(ms: int) -> str:
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(ms / 1000, zone).strftime("%Y-%m-%d %H:%M")
