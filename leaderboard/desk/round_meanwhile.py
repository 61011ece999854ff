"""What somebody else changed of a round while its form was open, in the words of its fields."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from leaderboard.desk import meanwhile, round_fields, round_form
from leaderboard.desk.meanwhile import Line, News
from leaderboard.desk.round_form import CELL, FLAGS, LISTS, PLAIN, Typed
from questionbank.punctuation import listed
from quiz import format_words, readable
from quiz.models import Round
from quiz.rules.formats import Format

MADE_OF: Final = "made_of"


def since(request: HttpRequest, stored: Round, typed: Typed, *, ready: bool) -> News | None:
    """What others changed of the `stored` round since the form was made. None where nothing, for a
    form that does not say from what it was made, and for one from before a round was prepared,
    which is refused whole."""
    first = meanwhile.entry(request.POST.get(MADE_OF, ""))
    base = stored.history.filter(pk=first).first()
    if base is None or (ready and not typed.plain.keys().isdisjoint(format_words.LABELS)):
        return None
    acts = stored.history.filter(pk__gt=first).select_related("history_user")
    sent = _flat(typed)
    if ready:
        sent = {name: text for name, text in sent.items() if name in typed.plain}
    return meanwhile.compared(_flat(shown(base)), _flat(shown(stored)), sent, acts)


def shown(row: Any) -> Typed:
    """A round, or what it was, as its form shows it."""
    form = readable.read(row.code, row.format) or Format()
    plain = {name: getattr(row, name) for name in PLAIN}
    return round_form.shown(form, round_fields.single(), **plain)


def typed_of(texts: Mapping[str, str]) -> Typed:
    """The form again."""
    plain = {name: text for name, text in texts.items() if not _special(name)}
    lists = {name: tuple(texts.get(name, "").split()) for name in LISTS}
    cells = {one.removeprefix(CELL): text for one, text in texts.items() if one.startswith(CELL)}
    return Typed(plain, lists, cells)


def told(news: News | None) -> dict[str, Any]:
    """What the form says of it: `news` with the acts, and the fields for people, what each was,
    what it is now, what was typed anew. Made again, the form knows of it."""
    if news is None:
        return {}
    return {"made_of": news.made_of, "news": {"acts": news.acts, "rows": _rows(news)}}


def _rows(news: News) -> list[dict[str, str | bool]]:
    return [
        {
            "name": _label(line.name),
            "was": _words(line, line.was),
            "now": _words(line, line.now),
            "mine": _words(line, line.mine),
            "kept": line.kept,
        }
        for line in news.lines
    ]


def _label(name: str) -> str:
    if name in PLAIN:
        of: Any = Round._meta.get_field(name)  # noqa: SLF001
        return str(of.verbose_name)
    if name.startswith(CELL):
        return f"{format_words.LABELS['blueprint']} {name.removeprefix(CELL)}"
    return str(format_words.LABELS[name])


def _flat(of: Typed) -> dict[str, str]:
    """Every field of the form by its name. What nobody ticked, and cells left empty, are not sent:
    they are empty."""
    plain = {name: "\n".join(text.splitlines()) for name, text in of.plain.items()}
    flags = {name: of.plain.get(name, "") for name in FLAGS}
    lists = {name: _list(name, of.lists.get(name, ())) for name in LISTS}
    cells = {f"{CELL}{code}": text for code, text in of.cells.items()}
    return {**plain, **flags, **lists, **cells}


def _list(name: str, values: tuple[str, ...]) -> str:
    """Only of ties the order says something."""
    said = [one for one in values if one]
    return " ".join(said if name == "ties" else sorted(said))


def _special(name: str) -> bool:
    return name in LISTS or name.startswith(CELL)


def _words(line: Line, text: str) -> str:
    if line.name in FLAGS:
        return _("是") if text else _("否")
    known = format_words.CHOICES.get(line.name, {})
    return listed(known.get(one, one) for one in text.split()) if known else text
