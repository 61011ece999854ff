"""Team selection on the organisers' desk: conditions, candidates, the team, and every change."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import catalogue
from leaderboard.desk import frame, reach, selection_shown
from leaderboard.models import Selection
from leaderboard.projector import projector
from leaderboard.public.names import either, full_name, name
from leaderboard.selection import choosing, words
from leaderboard.selection import rule as rules
from leaderboard.selection.choosing import Form
from leaderboard.selection.refusing import CannotChoose
from leaderboard.selection.rule import MOST_SEATS, OLDEST, Rule
from questionbank import grants
from questionbank.access import allowed, check, editor
from quiz import clock
from quiz.models import Round

HERE = "desk-selections"
# A selection's answers are kept for a season, no longer, unless its maker says less.
USUAL_DAYS = 90


def today() -> date:
    return date.fromisoformat(catalogue.day(clock.now()))


def _mine(request: HttpRequest) -> QuerySet[Selection]:
    held = grants.within(grants.paths(editor(request), "organise"))
    return Selection.objects.filter(held).select_related("contest", "round")


def _one(request: HttpRequest, number: int) -> Selection:
    """What one may not see is not there. Raises Http404."""
    return get_object_or_404(_mine(request), pk=number)


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The selections of one's regions, and the form of a new one."""
    return _page(request, QueryDict(), "", 200)


def _page(request: HttpRequest, typed: QueryDict, problem: str, status: int) -> HttpResponse:
    projector.settle(clock.now())
    known, rounds = projector.catalogue, _rounds(request)
    regions = _regions(request, rounds)
    context = {
        "rows": [(one, full_name(known, one.scope)) for one in _mine(request)],
        "rounds": [(one.code, either(one.title_zh, one.title_en)) for one in rounds],
        "regions": [(path, full_name(known, path)) for path in regions],
        "cohorts": [
            (code, name(of), typed.get(f"seats-{code}", "0" if code == "general" else "1"))
            for code, of in known.cohorts.items()
        ],
        "typed": typed,
        "problem": problem,
        "usual": (today() + timedelta(days=USUAL_DAYS)).isoformat(),
        "most": MOST_SEATS,
    }
    return frame.show(request, "desk/selections.html", context, here=HERE, status=status)


def _rounds(request: HttpRequest) -> list[Round]:
    theirs = [one.pk for one in reach.contests(request)]
    rows = Round.objects.filter(contest__in=theirs).select_related("contest__region")
    return [one for one in rows.order_by("-opens_at") if one.pk in projector.catalogue.rounds]


def _regions(request: HttpRequest, rounds: list[Round]) -> list[str]:
    """The regions that may have a team: their highest ones and the next level."""
    tops = {path for one in rounds for path in reach.tops(request, one.contest)}
    below = [place.path for top in tops for place in projector.catalogue.children.get(top, ())]
    return sorted({*tops, *below})


@allowed("organise")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new selection with its candidates."""
    projector.settle(clock.now())
    data = request.POST
    chosen = next((one for one in _rounds(request) if one.code == data.get("round")), None)
    if chosen is None:
        raise Http404
    scope = reach.region(request, projector.catalogue, chosen.contest, data.get("scope", "")[:80])
    check(request, "organise", scope.path)
    try:
        form = Form(chosen, scope.path, data.get("title", "")[:80], _rule(data), _day(data))
        made = choosing.make(projector, form, editor(request), clock.now(), today())
    except CannotChoose as error:
        return _page(request, data, words.refusal(error.code, error.details), 400)
    return HttpResponseRedirect(reverse("desk-selection", args=[made.pk]))


def _rule(data: QueryDict) -> Rule:
    """Raises CannotChoose for what is no number."""
    return Rule(
        seats={code: _number(data, f"seats-{code}", "seats") for code in _cohorts()},
        women=_number(data, "women", "women"),
        men=_number(data, "men", "women"),
        youngest=_number(data, "youngest", "ages"),
        oldest=_number(data, "oldest", "ages", OLDEST),
        year=today().year,
        reserves=_number(data, "reserves", "reserves", 2),
    )


def _cohorts() -> list[str]:
    return list(projector.catalogue.cohorts)


def _number(data: QueryDict, name: str, field: str, usual: int = 0) -> int:
    text = data.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise CannotChoose("bad_field", [field])
    return int(text)


def _day(data: QueryDict) -> date:
    try:
        return date.fromisoformat(data.get("forget_on", ""))
    except ValueError:
        raise CannotChoose("bad_field", ["forget_on"]) from None


@require_safe
@never_cache
@allowed("organise")
def one(request: HttpRequest, selection: int) -> HttpResponse:
    """The candidates with reasons, the proposal or the team, and the record."""
    choosing.forget(today(), clock.now())
    projector.settle(clock.now())
    of = _one(request, selection)
    context = selection_shown.context(of, projector)
    return frame.show(request, "desk/selection.html", context, here=HERE)


@require_safe
@never_cache
@allowed("organise")
def paper(request: HttpRequest, selection: int) -> HttpResponse:
    """The list to print and to hang up: names, cohorts, scores, reserves; nothing that was asked
    of candidates."""
    projector.settle(clock.now())
    of = _one(request, selection)
    context = selection_shown.context(of, projector)
    return frame.show(request, "desk/selection_paper.html", context, here=HERE)


def _act(request: HttpRequest, number: int, act: Callable[[Selection], None], done: str) -> Any:
    of = _one(request, number)
    check(request, "organise", of.scope)
    try:
        act(of)
        messages.success(request, done)
    except CannotChoose as error:
        messages.error(request, words.refusal(error.code, error.details))
    return HttpResponseRedirect(reverse("desk-selection", args=[of.pk]))


@require_POST
@allowed("organise")
def take(request: HttpRequest, selection: int) -> HttpResponse:
    """Take the candidates again from the board of now."""
    projector.settle(clock.now())
    now = clock.now()
    return _act(  # type: ignore[no-any-return]
        request,
        selection,
        lambda of: choosing.take_again(projector, of, now),
        _("已按现在的榜单重新取成绩。"),
    )


@require_POST
@allowed("organise")
def say(request: HttpRequest, selection: int) -> HttpResponse:
    """Keep what the candidates answered."""
    data = request.POST

    def act(of: Selection) -> None:
        rule = rules.read(of.rule)
        told = {}
        for one in of.candidates.all():
            if f"asked-{one.pk}" in data:
                # What no condition needs is not kept, whoever sends it.
                sex = data.get(f"sex-{one.pk}", "") if rule.asks_sex else ""
                born = _number(data, f"born-{one.pk}", "born") if rule.asks_age else 0
                told[one.pk] = (sex, born or None, f"declined-{one.pk}" in data)
        choosing.say(of, told, today().year)

    return _act(request, selection, act, _("已保存。"))  # type: ignore[no-any-return]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


@require_POST
@allowed("organise")
def lock(request: HttpRequest, selection: int) -> HttpResponse:
    """Make one of the best teams the team."""
    projector.settle(clock.now())
    parts = request.POST.get("team", "").split(",")
    team = tuple(int(part) for part in parts if _is_number(part))
    reason, by, now = request.POST.get("reason", "")[:200], editor(request), clock.now()
    return _act(  # type: ignore[no-any-return]
        request,
        selection,
        lambda of: choosing.lock(projector, of, team, reason, by, now),
        _("名单已确定。此后的变动只能以替换记录。"),
    )


@require_POST
@allowed("organise")
def replace(request: HttpRequest, selection: int) -> HttpResponse:
    """Put the next reserve in a member's place."""
    projector.settle(clock.now())
    data, by, now = request.POST, editor(request), clock.now()

    def act(of: Selection) -> None:
        pair = _number(data, "gone", "born"), _number(data, "came", "born")
        choosing.replace(projector, of, pair, data.get("reason", "")[:200], by, now)

    return _act(request, selection, act, _("已记录替换。"))  # type: ignore[no-any-return]
