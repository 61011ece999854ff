"""The desk's tokens of the feed: made for a region one organises, shown once, ended by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard import feed_tokens, sheets
from leaderboard.desk import frame
from leaderboard.models import FeedToken
from questionbank import grants
from questionbank.access import allowed, check, editor
from questionbank.rules import roles
from quiz import clock
from quiz.models import Region
from quiz.rules.units import Millis


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The tokens of one's regions; a new one is answered with its secret, once."""
    context: dict[str, Any] = {"typed": request.POST}
    status = 200
    if request.method == "POST":
        scope = request.POST.get("region", "")
        regions = {region.path for region in _regions(request)}
        if scope not in regions:
            raise Http404
        check(request, "organise", scope)
        try:
            context = {"secret": _make(request, scope), "typed": {}}
        except feed_tokens.Refused as error:
            context["said"], status = [str(error)], 400
    return frame.show(
        request,
        "desk/tokens.html",
        {**_shown(request), **context},
        here="desk-tokens",
        status=status,
    )


def _make(request: HttpRequest, scope: str) -> str:
    days = request.POST.get("days", "")
    return feed_tokens.make(
        editor(request),
        request.POST.get("name", ""),
        scope,
        now=clock.now(),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0,
    )


def _regions(request: HttpRequest) -> list[Region]:
    """Those in which the user organises, the highest first."""
    held = grants.paths(request.user, "organise")
    rows = Region.objects.order_by("path")
    return [one for one in rows if any(roles.covers(path, one.path) for path in held)]


def _shown(request: HttpRequest) -> dict[str, Any]:
    regions = _regions(request)
    names = {one.path: one.name for one in regions}
    now = clock.now()
    tokens = FeedToken.objects.filter(scope__in=names).select_related("made_by")
    return {
        "regions": [(one.path, "　" * one.path.count("/") + one.name) for one in regions],
        "choices": feed_tokens.DAYS,
        "most": feed_tokens.LONGEST_NAME,
        "rows": [_row(one, names[one.scope], now) for one in tokens],
    }


def _row(one: FeedToken, region: str, now: Millis) -> dict[str, Any]:
    revoked, over = one.revoked_at is not None, one.expires_at <= now
    return {
        "token": one,
        "region": region,
        "made": f"{sheets.moment(one.made_at)[:10]} {one.made_by or ''}",
        "ends": sheets.moment(one.expires_at)[:16],
        "over": over and not revoked,
        "revoked": revoked,
        "void": not (over or revoked or feed_tokens.stands(one)),
        "end": "" if over or revoked else reverse("desk-token-end", args=[one.pk]),
    }


@require_POST
@allowed("organise")
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Revoke a token of one's region; another's is not there."""
    found = FeedToken.objects.filter(pk=key).first()
    if found is None or not grants.may(request.user, "organise", found.scope):
        raise Http404
    feed_tokens.revoke(found, clock.now())
    messages.success(request, _("令牌已撤销；用它的连接几秒内断开。"))
    return redirect("desk-tokens")
