"""Bulletins on the desk: which there are, one of them, and whether everybody may read them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leaderboard.bulletin import page as pages
from leaderboard.bulletin import views
from leaderboard.desk import frame, reach
from leaderboard.models import BulletinChoice
from leaderboard.projector import projector
from leaderboard.public.names import either, name
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock
from quiz.models import Contest

HERE = "desk-bulletins"


def public(contest: Contest) -> bool:
    return BulletinChoice.objects.filter(contest=contest, public=True).exists()


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The bulletins of one region and its parts, by week."""
    of = reach.contest(request, request.GET.get("contest", ""))
    if of is None or not reach.tops(request, of):
        return frame.show(request, "desk/no_contest.html", {}, here=HERE)
    projector.settle(clock.now())
    known = projector.catalogue
    place = reach.region(request, known, of, request.GET.get("region", "")[:80])
    mondays = pages.weeks(known, of, clock.now())
    monday = pages.chosen(request.GET.get("week", ""), mondays)
    parts = [place, *known.children.get(place.path, ())]
    context = {
        "of": of,
        "title": either(of.title_zh, of.title_en),
        "contests": [
            (one.code, either(one.title_zh, one.title_en)) for one in reach.contests(request)
        ],
        "trail": reach.trail(known, place.path, reach.tops(request, of)),
        "place": place,
        "ready": pages.source(known, of, clock.now()).snapshot.ready,
        "weeks": [(pages.iso(day), pages.week_name(day)) for day in mondays],
        "week": pages.iso(monday or (mondays[0] if mondays else 0)),
        "parts": [(one.code, name(one), bool(known.children.get(one.path))) for one in parts],
        "public": public(of),
        "may_open": grants.may(request.user, "publish", of.region.path),
    }
    return frame.show(request, "desk/bulletins.html", context, here=HERE)


@require_safe
@never_cache
@allowed("organise")
def one(request: HttpRequest, contest: str, region: str, week: str) -> HttpResponse:
    """One bulletin, as it is printed."""
    of = reach.contest(request, contest)
    if of is None:
        raise Http404
    projector.settle(clock.now())
    place = reach.region(request, projector.catalogue, of, region)
    asked = views.ask(of, place.code, week, clock.now())
    return render(request, "bulletin/page.html", pages.context(projector, asked) | {"desk": True})


@require_POST
@allowed("publish")
def choose(request: HttpRequest, contest: str) -> HttpResponse:
    """Let everybody read the contest's bulletins, or only the desk: its own organisers decide."""
    of = reach.contest(request, contest, "publish")
    if of is None or not grants.may(request.user, "publish", of.region.path):
        raise Http404
    shown = request.POST.get("public") == "1"
    BulletinChoice.objects.update_or_create(
        contest=of, defaults={"public": shown, "by": editor(request), "at": clock.now()}
    )
    messages.success(request, _("简报已对外公开。") if shown else _("简报仅在组织台可见。"))
    return HttpResponseRedirect(f"{reverse(HERE)}?contest={of.code}")
