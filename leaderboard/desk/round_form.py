"""The form of a round: shown from a format, read leniently, told about strictly, and shown again as
it was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from leaderboard.desk.board_form import local
from questionbank import blueprints
from quiz import format_words
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format, Mode

PLAIN: Final = ("code", "title_zh", "title_en", "opens_at", "closes_at")
FLAGS: Final = ("shuffle_questions", "shuffle_options")
LISTS: Final = ("boards", "cohorts", "ties")
TEXTS: Final = ("pool", "bands", "audience")
CELL: Final = "cell."
_TIMES: Final = ("question_ms", "total_ms")
_TRIES: Final = ("tries_per_day", "tries_total")
# What most people change, and the rest, by the mode of the round.
MAIN: Final[Mapping[Mode, tuple[str, ...]]] = {
    Mode.PAPER: ("questions", *_TIMES, *_TRIES, "count", "right", "penalty"),
    Mode.PRACTICE: ("questions", *_TIMES, *_TRIES, "reveal"),
    Mode.LIVE: ("questions", "question_ms", "right", "penalty", "lives", "late_join"),
}
_USUAL: Final = ("blank", "partial", "bands", "cohorts", "pool", "books")
_OWN: Final = ("shuffle_questions", "shuffle_options", "grace_ms")
_BONUS: Final = ("bonus", "bonus_points", "bonus_steps")
MORE: Final[Mapping[Mode, tuple[str, ...]]] = {
    Mode.PAPER: ("reveal", "best_n", "boards", "ties", *_BONUS, *_USUAL, *_OWN),
    Mode.PRACTICE: ("right", "penalty", *_USUAL, *_OWN),
    Mode.LIVE: (
        *("team", "team_best", "stake_win", "stake_lose", "audience", "lead_ms", *_BONUS),
        *("full_points_ms", "bonus_quantum_ms", *_USUAL, "shuffle_options", "grace_ms"),
    ),
}
_WHOLE: Final = re.compile(r"[-−]?\d{1,9}")
_SECONDS: Final = re.compile(r"\d{1,6}(\.\d{1,3})?")
_BAND: Final = re.compile(r"(\S{1,40})\s*[:：=\s]\s*(\d{1,3})")
LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; `lists` were ticked, `cells` are questions of one tag each, by its code."""

    plain: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, str]


@dataclass(slots=True)
class Read:
    """The settings that can be understood, as JSON keeps them; the `form` that they make, None
    where a rule refuses them; and by field what is wrong."""

    settings: dict[str, Any]
    form: Format | None = None
    wrong: dict[str, str] = field(default_factory=dict)


def names(mode: Mode) -> tuple[str, ...]:
    """The settings that the form of such a round has, beside its blueprint."""
    return (*MAIN[mode], *MORE[mode])


def typed(post: QueryDict) -> Typed:
    """The form's fields, each bounded; a surrogate or NUL is no part of a text."""
    names = (*PLAIN, *format_words.LABELS)
    plain = {name: clean(post.get(name, "")) for name in names if name in post}
    lists = {name: tuple(clean(one) for one in post.getlist(name)[:60]) for name in LISTS}
    cells = {
        name.removeprefix(CELL): clean(post.get(name, ""))
        for name in list(post)[:400]
        if name.startswith(CELL)
    }
    return Typed(plain, lists, cells)


def clean(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode().strip()[:LONGEST]


def shown(form: Format, single: frozenset[str], **plain: Any) -> Typed:
    """A format as the form shows it; `single` are the codes that have a field of their own, `plain`
    the round's code, titles and moments."""
    cells = {cell: str(n) for cell, n in form.blueprint.items() if cell in single}
    rest = {cell: n for cell, n in form.blueprint.items() if cell not in single}
    said = {name: _shown(name, getattr(form, name)) for name in names(form.mode)}
    ends = {name: local(plain.pop(name, None)) for name in ("opens_at", "closes_at")}
    lists = {name: tuple(map(str, getattr(form, name))) for name in LISTS}
    return Typed({**said, **ends, **plain, "blueprint": blueprints.written(rest)}, lists, cells)


def _shown(name: str, value: Any) -> str:
    if name.endswith("_ms"):
        return format_words.seconds(value)
    if name in FLAGS:
        return "1" if value else ""
    if name == "bands":
        return "\n".join(f"{band} {percent}" for band, percent in value.items())
    if name == "audience":
        return " ".join(str(slot + 1) for slot in value)
    return " ".join(value) if name == "pool" else str(value)


def read(of: Typed, base: Format) -> Read:
    """The settings that were typed, over those of `base` that the form does not show."""
    found = Read(formats.plain(base))
    for name in names(base.mode):
        _setting(name, of, found)
    _blueprint(of, found)
    if not found.wrong:
        try:
            found.form = formats.read(found.settings)
        except BadFormat as bad:
            found.wrong.update([format_words.problem(bad)])
    return found


def _setting(name: str, of: Typed, into: Read) -> None:
    text = of.plain.get(name, "")
    if name in LISTS:
        into.settings[name] = [one for one in of.lists[name] if one]
    elif name in FLAGS:
        into.settings[name] = bool(text)
    elif name in TEXTS:
        _text(name, text, into)
    elif name in formats.WORDS:
        into.settings[name] = text
        if text not in list(formats.WORDS[name]):
            into.wrong[name] = _("请选一项。")
    else:
        _number(name, text, into)


def _number(name: str, text: str, into: Read) -> None:
    if name.endswith("_ms"):
        if _SECONDS.fullmatch(text):
            into.settings[name] = int(Decimal(text) * 1000)
        else:
            into.wrong[name] = _("要写作秒数，如 20 或 0.5。")
    elif _WHOLE.fullmatch(text):
        into.settings[name] = int(text.replace("−", "-"))
    else:
        into.wrong[name] = _("要是整数。")


def _text(name: str, text: str, into: Read) -> None:
    parts = re.split(r"[\s,，、;；]+", text) if text else []
    if name == "pool":
        _pool([part for part in parts if part], into)
    elif name == "audience":
        if all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts):
            into.settings[name] = [int(part) - 1 for part in parts]
        else:
            into.wrong[name] = _("要写作题号，如 11 12。")
    else:
        _bands(text, into)


def _pool(entries: list[str], into: Read) -> None:
    """Refused with the first entry that asks for a tag which the bank has not: the others would
    make papers without a word of it."""
    for entry, tag in blueprints.strange(entries)[:1]:
        said = {"number": entries.index(entry) + 1, "cell": entry[:60], "tag": tag[:60]}
        into.wrong["pool"] = _("第 %(number)d 项“%(cell)s”：题库没有标签“%(tag)s”") % said
    into.settings["pool"] = entries


def _bands(text: str, into: Read) -> None:
    """A level a line; refused with the line that is none, or that names one which another has."""
    found, rows = dict[str, int](), dict[str, int]()
    for row, line in enumerate(text.splitlines(), start=1):
        band = _BAND.fullmatch(line.strip())
        said: dict[str, Any] = {"row": row, "said": line.strip()[:60]}
        if band is None and line.strip():
            words = _("第 %(row)d 行“%(said)s”：一行一级，写作“名称 百分比”，如 high 85。")
            into.wrong.setdefault("bands", words % said)
        elif band and band[1] in rows:
            words = _("第 %(row)d 行“%(said)s”：等级“%(name)s”在第 %(before)d 行已经有了。")
            more = {"name": band[1], "before": rows[band[1]]}
            into.wrong.setdefault("bands", words % (said | more))
        elif band:
            found[band[1]], rows[band[1]] = int(band[2]), row
    into.settings["bands"] = found


def _blueprint(of: Typed, into: Read) -> None:
    """The single tags in the order of the form, then what was written out."""
    cells: dict[str, int] = {}
    for code, text in of.cells.items():
        if not re.fullmatch(r"\d{0,3}", text):
            into.wrong["blueprint"] = _("每一格的题数要是整数。")
        elif int(text or 0):
            cells[code] = int(text)
    for cell, tag in blueprints.strange(cells):
        words = _("“%(cell)s”这一格：题库没有标签“%(tag)s”")
        into.wrong["blueprint"] = words % {"cell": f"{cell}: {cells[cell]}", "tag": tag}
    try:
        written = blueprints.typed(of.plain.get("blueprint", ""))
    except blueprints.Unknown as unknown:
        said = {"number": unknown.number, "cell": unknown.cell, "tag": unknown.part}
        words = _("第 %(number)d 项“%(cell)s”：题库没有标签“%(tag)s”")
        into.wrong["blueprint"] = words % said
        return
    except blueprints.Unread as unread:
        into.wrong["blueprint"] = _("看不懂“%s”：要写作 single+T4: 2, L3: 1") % unread.part
        return
    for code, many in written.items():
        cells[code] = cells.get(code, 0) + many
    into.settings["blueprint"] = cells
