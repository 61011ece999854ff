"""What a host may make a sitting of: a prepared live round, or a new one from a preset."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.punctuation import told
from quiz import names, presets, rounds
from quiz.models import Contest, Round, Sitting
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format, Team
from quiz.rules.names import Words, clean
from quiz.rules.units import Millis
from quiz.sittings import host

# Of a name for a round's code enough is random that two hosts at once do not meet.
CODE_TRIES = 5
# A round must be prepared before it opens, and a sitting wants it at once.
OPENS_IN = Millis(1_000)
LONGEST_TITLE, FEWEST_TEAMS, MOST_TEAMS, LONGEST_TEAM = 80, 2, 200, 60


class CannotMake(ValueError):
    """A sitting that cannot be made, and why, in the reader's language."""


class Offer(NamedTuple):
    """A line of the choice: what it is called in the form, and for people."""

    value: str
    title: str
    detail: str


class Group(NamedTuple):
    title: str
    offers: list[Offer]


def sittings_of(user: User) -> QuerySet[Sitting]:
    """The sittings of the user's regions, newest first."""
    found = Sitting.objects.filter(_within(user, "round__contest__"))
    return found.select_related("round__contest", "opened_by").order_by("-made_at", "-pk")


def contests_of(user: User) -> QuerySet[Contest]:
    """The contests in which the user may host."""
    return Contest.objects.filter(_within(user, "")).select_related("region").order_by("-pk")


def _within(user: User, prefix: str) -> Q:
    found = Q(pk__in=())
    for path in grants.paths(user, "host"):
        below = Q(**{f"{prefix}region__path__startswith": f"{path}/"})
        found |= below | Q(**{f"{prefix}region__path": path})
    return found


def offers(user: User) -> list[Group]:
    """What there is to choose from, by contest: its prepared live rounds, then new ones."""
    return [
        Group(contest.title_zh, [*_ready(contest), *_new(contest)]) for contest in contests_of(user)
    ]


def _ready(contest: Contest) -> Iterable[Offer]:
    prepared = Round.objects.filter(contest=contest, prepared__isnull=False).order_by("-opens_at")
    for one in prepared:
        if form := _live(one):
            yield Offer(f"round:{one.code}", _title(one.title_zh, one.title_en), _detail(form))


def _new(contest: Contest) -> Iterable[Offer]:
    for one in presets.presets().values():
        if one.format.mode == "live":
            title = _("新建：%(title)s") % {"title": _title(one.title_zh, one.title_en)}
            yield Offer(f"preset:{contest.code}:{one.name}", title, _detail(one.format))


def _live(round_: Round) -> Format | None:
    try:
        form = formats.read(round_.format)
    except BadFormat:
        return None
    return form if form.mode == "live" else None


def _detail(form: Format) -> str:
    if not form.question_ms:
        return _("%(n)d 题，不限时") % {"n": form.questions}
    return _("%(n)d 题，每题 %(s)g 秒") % {"n": form.questions, "s": form.question_ms / 1000}


def _title(chinese: str, english: str) -> str:
    return english or chinese if (get_language() or "").startswith("en") else chinese


def round_of(user: User, wanted: str, now: Millis, *, teams: int) -> Round:
    """The round that was chosen, for so many teams; a new one is made and prepared. Raises
    CannotMake."""
    # PostgreSQL takes no NUL, not even to look for.
    kind, _sign, rest = wanted.partition(":") if wanted.isprintable() else ("", "", "")
    contests = contests_of(user)
    if kind == "round":
        found = Round.objects.filter(contest__in=contests, prepared__isnull=False, code=rest)
        round_ = found.first()
        if round_ and (form := _live(round_)):
            _enough(form, teams)
            return round_
    contest_code, _sign, preset = rest.partition(":")
    contest = contests.filter(code=contest_code).first() if kind == "preset" else None
    chosen = presets.presets().get(preset)
    if contest is None or chosen is None or chosen.format.mode != "live":
        raise CannotMake(_("请选择一个轮次或赛制。"))
    _enough(chosen.format, teams)
    return _made(contest, preset, now)


def _enough(form: Format, teams: int) -> None:
    """Nobody can add a team once people are in."""
    if form.team is not Team.NONE and teams < FEWEST_TEAMS:
        raise CannotMake(_("团队赛至少要两队：请在“队伍”里一行写一队。"))


def _made(contest: Contest, preset: str, now: Millis) -> Round:
    code = _free_code(preset)
    opens_at = Millis(now + OPENS_IN)
    round_ = presets.make_round(contest, preset, code=code, opens_at=opens_at, closes_at=None)
    try:
        rounds.prepare(round_, seed=secrets.token_bytes(32), now=now)
    except rounds.ShortPool as short:
        round_.delete()
        raise CannotMake(rounds.shorts_in_words(short.shorts)) from short
    except rounds.Enemies as enemies:
        round_.delete()
        raise CannotMake(rounds.enemies_in_words(enemies.pairs)) from enemies
    return round_


def _free_code(preset: str) -> str:
    for _try in range(CODE_TRIES):
        code = f"{preset.replace('_', '-')[:14]}-{secrets.token_hex(4)}"
        if not Round.objects.filter(code=code).exists():
            return code
    raise CannotMake(_("暂时分不到代码，请稍后再试。"))


def title_of(typed: str) -> str:
    """The title as it is kept; "" = the round's own. Raises CannotMake."""
    return _plain(typed, LONGEST_TITLE, _("场次名称")) if typed.strip() else ""


def teams_of(typed: str) -> list[str]:
    """One team a line, empty lines left out. Raises CannotMake naming the line."""
    found: list[str] = []
    for number, line in enumerate(typed.splitlines(), 1):
        if line.strip():
            where = _("第 %(n)d 行的队名") % {"n": number}
            name = _plain(line, LONGEST_TEAM, where)
            if name in found:
                raise CannotMake(_("%(where)s与前面的重复。") % {"where": where})
            found.append(name)
    if len(found) > MOST_TEAMS:
        raise CannotMake(_("最多 %(n)d 队。") % {"n": MOST_TEAMS})
    return found


def _plain(typed: str, most: int, where: str) -> str:
    blocked = Words(blocked=names.words().blocked)
    name, fault = clean(typed, blocked, longest=most)
    if fault:
        raise CannotMake(told(where, names.MESSAGES[fault]))
    return name


def copy(sitting: Sitting, user: User, now: Millis, *, rehearsal: bool) -> Sitting:
    """Another sitting of the same round with the same teams, without its people. Raises as
    host.make."""
    teams = list(sitting.teams.values_list("name", flat=True))
    round_, title = sitting.round, sitting.title
    return host.make(round_, title, user, rehearsal=rehearsal, teams=teams, now=now)
