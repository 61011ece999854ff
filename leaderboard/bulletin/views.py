"""A contest's bulletins in public, where the organiser lets everybody read them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from leaderboard import catalogue
from leaderboard.bulletin import page as pages
from leaderboard.bulletin.page import Asked
from leaderboard.catalogue import Place
from leaderboard.projector import projector
from leaderboard.rules.scopes import Scope
from quiz import clock
from quiz.models import Contest
from quiz.rules.units import Millis


@require_safe
@cache_control(public=True, max_age=60)
def page(request: HttpRequest, contest: str, region: str, week: str) -> HttpResponse:
    """The bulletin; nothing where it is for the desk only."""
    found = get_object_or_404(
        Contest.objects.select_related("region"), code=contest, bulletin__public=True
    )
    asked = ask(found, region, week, clock.now())
    return render(request, "bulletin/page.html", pages.public_context(projector, asked))


def ask(contest: Contest, region: str, week: str, now: Millis) -> Asked:
    """What an address means. Raises Http404 for a region outside the contest's, and for a week in
    which nothing was counted."""
    projector.settle(now)
    known = projector.catalogue
    place = known.at(region)
    if place is None or not inside(contest, place):
        raise Http404
    today = date.fromisoformat(catalogue.day(now)).toordinal()
    ready = pages.source(known, contest, now).snapshot.ready
    # Until the first sheet is made any Monday so far may have one.
    monday = pages.chosen(
        week, pages.weeks(known, contest, now) if ready else range(1, today + 1, 7)
    )
    if monday is None:
        raise Http404
    return Asked(contest, place, monday, now, today)


def inside(contest: Contest, place: Place) -> bool:
    return Scope(contest.region.path).holds(place.path, "")
