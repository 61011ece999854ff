"""Setting up a contest, and its rounds from presets. What is wrong is told in one line, with what
would be right; a page tells all of it at once, each beside its field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from quiz import format_words, moments, presets, rounds
from quiz.models import Contest, Region, Round
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format, Mode
from quiz.rules.names import contest_code
from quiz.rules.units import Millis

# Of a server that has had many contests the newest are named.
MOST_NAMED = 30
TITLES = ("title_zh", "title_en")
MODE_TITLES = {Mode.PRACTICE: ("练习", "Practice"), Mode.LIVE: ("现场赛", "Live round")}
# As phones say it in `hello` (quiz.protocol.Code), and as addresses may hold it.
ROUND_CODE = re.compile(r"[A-Za-z0-9_-]{1,24}")


class CannotSetUp(ValueError):
    """Nothing was made; the message says why, to people. `field` is where, "" = said at once of
    several."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


Problems = Iterator[tuple[str, str]]
"""Fields, each with what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A round to be made: its code and window, what its settings have that its preset has not, and
    its titles where they are not `first_titles`. `closes_at` None = never."""

    code: str
    opens_at: Millis
    closes_at: Millis | None
    settings: Mapping[str, Any] = field(default_factory=dict)
    title_zh: str = ""
    title_en: str = ""


def make_contest(code: str, title_zh: str, *, region: str, title_en: str = "") -> Contest:
    """A new contest held by that region, a code or a path. Raises CannotSetUp."""
    made = Contest(code=code, title_zh=title_zh, title_en=title_en)
    _refuse(contest_problems(made))
    made.region = _region(region)
    made.save(force_insert=True)
    return made


def contest_problems(made: Contest) -> Problems:
    """What is wrong with the code and the titles of a contest, new or changed."""
    code = made.code
    there = Contest.objects.filter(code=code).exclude(pk=made.pk).first()
    if contest_code(code)[:1] != (code,):
        yield "code", _("参赛码 %s 要是 1 至 12 个大写字母或数字") % code[:40]
    elif there:
        yield "code", _("已有大赛 %(code)s：%(title)s") % {"code": code, "title": there}
    yield from _title_problems(made)


def make_round(contest: str, preset: str, wanted: Wanted, *, now: Millis) -> Round:
    """A new round of the contest, not prepared yet. Raises CannotSetUp."""
    made, form = drafted(contest, preset, wanted)
    _refuse(round_problems(made, form, now))
    try:
        return presets.store(made, form)
    except BadFormat as bad:
        raise CannotSetUp(format_words.refusal(bad)) from bad
    except ValueError as error:
        raise CannotSetUp(str(error)) from error


def drafted(contest: str, preset: str, wanted: Wanted) -> tuple[Round, Format]:
    """The round that is wanted, not stored, and its settings. Raises CannotSetUp for a contest, a
    preset or settings that there are not."""
    held, form = _contest(contest), _format(preset, wanted.settings)
    title_zh, title_en = first_titles(held, form)
    made = Round(contest=held, code=wanted.code, title_zh=wanted.title_zh or title_zh)
    made.title_en = wanted.title_en or ("" if wanted.title_zh else title_en)
    made.opens_at, made.closes_at = wanted.opens_at, wanted.closes_at
    return made, form


def round_problems(made: Round, form: Format, now: Millis) -> Problems:
    """What is wrong with a round that is played by `form`, new or changed: a round that nobody has
    prepared yet opens ahead."""
    yield from _code_problems(made)
    if made.opens_at <= now:
        yield "opens_at", _("开始时间已过：轮次要在开始之前备卷")
    yield from _title_problems(made)
    if why := presets.wrong_end(made, form):
        yield "closes_at", why


def _refuse(problems: Problems) -> None:
    """Raises CannotSetUp for the first of them."""
    for where, why in problems:
        raise CannotSetUp(f"{where}: {why}" if where in TITLES else why, where)


def first_titles(contest: Contest, form: Format) -> tuple[str, str]:
    """What a round is called that was given no title, in Chinese and English: by its mode, and how
    many such rounds the contest has. A preset's title says where its rules come from: on a public
    board it would name another place's contest."""
    number = Round.objects.filter(contest=contest, format__mode=form.mode.value).count() + 1
    if form.mode is Mode.PAPER:
        return f"第 {number} 轮", f"Round {number}"
    zh, en = MODE_TITLES[form.mode]
    return (zh, en) if number == 1 else (f"{zh} {number}", f"{en} {number}")


def moment(said: str) -> Millis:
    """The moment meant by "2026-12-01 09:00", as `moments.typed`. Raises CannotSetUp."""
    try:
        return moments.typed(said)
    except ValueError as error:
        words = {"said": said[:40], "zone": timezone.get_current_timezone_name()}
        why = _("时间 %(said)s 要写作 2026-12-01 09:00（时区 %(zone)s）") % words
        raise CannotSetUp(why) from error


def _region(said: str) -> Region:
    code = said.rstrip("/").rpartition("/")[2]
    found = Region.objects.filter(pk=code).first()
    if found is None or said.rstrip("/") not in (found.pk, found.path):
        words = {"said": said[:80], "there": _hosts()}
        raise CannotSetUp(_("没有地区 %(said)s，%(there)s") % words, "region")
    return found


def _hosts() -> str:
    """Provinces and their cities, the usual hosts."""
    tops = Region.objects.filter(parent=None).exclude(children=None).distinct()
    rows = [*tops, *Region.objects.filter(parent__in=tops).order_by("code")]
    if not rows:
        return _("请先运行 manage.py load_regions")
    return _("可用：%s") % _several(f"{one.pk} {one.name_zh}" for one in rows)


def _contest(code: str) -> Contest:
    found = Contest.objects.select_related("region").filter(code=code).first()
    if found is None:
        codes = list(Contest.objects.order_by("-pk").values_list("code", flat=True))
        there = _("可用：%s") % _several(codes) if codes else _("请先运行 manage.py make_contest")
        raise CannotSetUp(_("没有大赛 %(said)s，%(there)s") % {"said": code[:40], "there": there})
    return found


def _format(name: str, changed: Mapping[str, Any]) -> Format:
    """The preset's format with what was changed."""
    found = presets.presets().get(name)
    if found is None:
        raise _none(_("没有赛制 %(said)s，可用：%(there)s"), name, presets.presets())
    known = [one.name for one in fields(Format)]
    if strange := [one for one in changed if one not in known]:
        raise _none(_("没有设置 %(said)s，可用：%(there)s"), strange[0], known)
    for setting, kind in formats.WORDS.items():
        if setting in changed and changed[setting] not in list(kind):
            said = f"{setting}={changed[setting]}"
            raise _none(_("没有 %(said)s，可用：%(there)s"), said, kind)
    try:
        form = formats.read({**formats.plain(found.format), **changed})
        rounds.check_cells(form)
    except BadFormat as bad:
        raise CannotSetUp(format_words.refusal(bad)) from bad
    return form


def _none(words: str, said: str, there: Iterable[str]) -> CannotSetUp:
    return CannotSetUp(words % {"said": said[:60], "there": ", ".join(map(str, there))})


def _code_problems(made: Round) -> Problems:
    code = made.code
    there = Round.objects.select_related("contest").filter(code=code).exclude(pk=made.pk).first()
    if not ROUND_CODE.fullmatch(code):
        yield "code", _("轮次代码 %s 要是 1 至 24 个字母、数字、_ 或 -") % code[:40]
    elif there:
        words = {"code": code, "contest": there.contest.code, "title": there.title_zh}
        yield "code", _("已有轮次 %(code)s，属于大赛 %(contest)s：%(title)s") % words


def _title_problems(made: Contest | Round) -> Problems:
    """Too long, or empty: in the words of the field."""
    others = {one.name for one in made.__class__._meta.get_fields()} - set(TITLES)  # noqa: SLF001
    try:
        made.clean_fields(exclude=others)
    except ValidationError as error:
        yield from ((name, " ".join(why)) for name, why in error.message_dict.items())


def _several(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
