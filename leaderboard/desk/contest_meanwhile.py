"""What somebody else changed of a contest while its form was open, in the words of its fields."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from leaderboard.desk import meanwhile
from leaderboard.desk.meanwhile import News
from leaderboard.desk.round_form import clean
from quiz.models import Contest

MASKED: Final = "masked"


def typed(request: HttpRequest) -> dict[str, str]:
    """The form's fields; what is not ticked is not sent, and empty."""
    texts = {name: clean(request.POST.get(name, "")) for name in ("title_zh", "title_en")}
    return texts | {MASKED: "1" if MASKED in request.POST else ""}


def shown(row: Any) -> dict[str, str]:
    """A contest, or what it was, as its form shows it."""
    titles = {"title_zh": row.title_zh, "title_en": row.title_en}
    return titles | {MASKED: "1" if row.masked else ""}


def since(request: HttpRequest, stored: Contest, sent: Mapping[str, str]) -> News | None:
    """What others changed of the `stored` contest since the form was made. None where nothing, and
    for a form that does not say from what it was made."""
    first = meanwhile.entry(request.POST.get("made_of", ""))
    base = stored.history.filter(pk=first).first()
    if base is None:
        return None
    acts = stored.history.filter(pk__gt=first).select_related("history_user")
    return meanwhile.compared(shown(base), shown(stored), sent, acts)


def told(news: News) -> dict[str, Any]:
    """What the form says of it, for desk/parts/meanwhile.html. Made again, the form knows of it."""
    rows = [
        {
            "name": str(Contest._meta.get_field(line.name).verbose_name),  # type: ignore[union-attr]  # noqa: SLF001
            "was": _words(line.name, line.was),
            "now": _words(line.name, line.now),
            "mine": _words(line.name, line.mine),
            "kept": line.kept,
        }
        for line in news.lines
    ]
    return {"made_of": news.made_of, "news": {"acts": news.acts, "rows": rows}}


def _words(name: str, text: str) -> str:
    if name == MASKED:
        return _("是") if text else _("否")
    return text
