"""Rounds whose public boards stand still, on the desk: what stands, from when, and lifting it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard import freezing, sheets
from leaderboard import projector as projectors
from leaderboard.catalogue import Place, RankedRound
from leaderboard.desk import board_form, board_look, frame
from leaderboard.models import Freeze
from leaderboard.public.names import full_name
from leaderboard.rules.definitions import KINDS, Definition, Formula, Who
from leaderboard.templatetags.titles import titled
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock, moments
from quiz.models import Round
from quiz.rules.units import Millis

# Signs of a moment as it is typed.
LONGEST = 40


def rows(request: HttpRequest) -> list[dict[str, Any]]:
    """The ranked rounds that one may freeze, with the cut that holds or is to come. The one in
    `?freeze=` is asked about before it freezes at `?cut_at=` (empty = now)."""
    known = projectors.projector.catalogue
    standing = {one.round_id: one for one in Freeze.objects.filter(lifted_at=None)}
    now = clock.now()
    return [
        {
            "ranked": ranked,
            "cut": sheets.moment(standing[ranked.id].cut_at) if ranked.id in standing else "",
            "ahead": ranked.id in standing and standing[ranked.id].cut_at > now,
            "asks": ranked.id not in standing and request.GET.get("freeze") == ranked.code,
            "typed": request.GET.get("cut_at", "")[:LONGEST],
        }
        for ranked in sorted(known.rounds.values(), key=lambda one: -one.opens_at)
        if grants.may(request.user, "publish", ranked.root)
    ]


@require_POST
@allowed("publish")
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze a round, now or at the moment that was typed; or lift its freeze.

    What the public would see stand still at once is asked about first.
    """
    round_ = _round(request, code)
    now = clock.now()
    if "lift" in request.POST:
        if freezing.lift(round_, by=editor(request), now=now):
            messages.success(request, _("已解封“%s”，全部成绩即刻公开。") % titled(round_))
        return HttpResponseRedirect(reverse("desk-boards"))
    wrong: dict[str, str] = {}
    text = request.POST.get("cut_at", "")[:LONGEST]
    typed = board_form.moment_of(text, "cut_at", wrong)
    if wrong:
        messages.error(request, moments.wrong(text))
        return HttpResponseRedirect(reverse("desk-boards"))
    if (typed is None or typed <= now) and "sure" not in request.POST:
        asked = urlencode({"freeze": code, "cut_at": text})
        return HttpResponseRedirect(f"{reverse('desk-boards')}?{asked}#sure")
    try:
        cut = Millis(typed) if typed is not None else now
        freezing.freeze(round_, cut, by=editor(request), now=now)
        messages.success(request, _("已封榜“%s”。") % titled(round_))
    except freezing.Frozen:
        messages.error(request, _("这个轮次已经封榜，请先解封。"))
    return HttpResponseRedirect(reverse("desk-boards"))


def _round(request: HttpRequest, code: str) -> Round:
    """The round; 404 for one that is not there or not one's own to publish."""
    if not code.isprintable():
        raise Http404
    found = Round.objects.select_related("contest__region").filter(code=code).first()
    if found is None or not grants.may(request.user, "publish", found.contest.region.path):
        raise Http404
    return found


@require_safe
@never_cache
@allowed("organise")
def both(request: HttpRequest, code: str) -> HttpResponse:
    """A round's boards of one region: what the public sees beside all there is."""
    projectors.projector.settle(clock.now())
    known = projectors.projector.catalogue
    ranked = known.codes.get(code)
    place = known.at(request.GET.get("region", "") or _first(request, ranked)) if ranked else None
    if ranked is None or place is None or not grants.may(request.user, "organise", place.path):
        raise Http404
    looks = [board_look.look(projectors.projector, of) for of in _shown(ranked, place)]
    context = {
        "ranked": ranked,
        "place": full_name(known, place.path),
        "below": [
            (full_name(known, one.path), one.path) for one in known.children.get(place.path, ())
        ],
        "above": _above(request, place),
        "looks": looks,
        "may_annul": grants.anywhere(request.user, "annul"),
    }
    return frame.show(request, "desk/both.html", context, here="desk-boards")


def _first(request: HttpRequest, ranked: RankedRound | None) -> str:
    """The highest region of one's own in the round's."""
    held = grants.paths(editor(request), "organise")
    root = ranked.root if ranked else ""
    return next((path for path in held if f"{path}/".startswith(f"{root}/")), root)


def _above(request: HttpRequest, place: Place) -> str:
    """The region above, where that is one's own, too."""
    above = place.path.rpartition("/")[0]
    return above if above and grants.may(request.user, "organise", above) else ""


def _shown(ranked: RankedRound, place: Place) -> list[Definition]:
    """The boards that the round has anyway, as definitions: persons, and regions by kind."""
    usual = Definition(ranked.contest, "-", "", place.path, rounds=(ranked.code,), top=200)
    kinds = {"province": (Who.CITIES, Who.COUNTIES), "city": (Who.COUNTIES, Who.TOWNS)}
    known = projectors.projector.catalogue.places.values()
    groups = [
        replace(usual, who=who, formula=Formula.MEAN)
        for who in kinds.get(place.kind, ())
        if any(p.kind == KINDS[who] and p.path.startswith(f"{place.path}/") for p in known)
    ]
    return [usual, *groups]
