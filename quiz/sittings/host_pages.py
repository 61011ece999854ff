"""Pages of hosts: their sittings, the console, the remote, the log. Only people who may host in the
contest's region come in, but for the remote's page: what it may do its token says."""

import contextlib
from typing import Any

import segno
from csp.utils import build_policy
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from questionbank.access import allowed, editor
from quiz import clock, join_address
from quiz.messages import text
from quiz.models import Sitting
from quiz.plan import Unprepared
from quiz.rules.formats import BadFormat
from quiz.rules.hosting import NotNow
from quiz.sittings import host, host_words, making, rehearsal, store
from quiz.sittings.host_door import CODE, moment, of_sitting
from quiz.sittings.making import CannotMake
from quiz.sittings.store import Stale

NEWEST = 200
TRIES = 5


@require_safe
@never_cache
@allowed("host")
def index(request: HttpRequest) -> HttpResponse:
    """The host's sittings, and making one."""
    return _index(request, {}, "")


@require_POST
@allowed("host")
def make(request: HttpRequest) -> HttpResponse:
    """Make what was asked for and lead to its console."""
    form = request.POST
    user, now = editor(request), clock.now()
    try:
        title, teams = (
            making.title_of(form.get("title", "")),
            making.teams_of(form.get("teams", "")),
        )
        round_ = making.round_of(user, form.get("what", ""), now, teams=len(teams))
        rehearsal_ = form.get("rehearsal") != "no"
        made = host.make(round_, title, user, rehearsal=rehearsal_, teams=teams, now=now)
    except CannotMake as why:
        return _index(request, form, str(why))
    except NotNow as refusal:
        return _index(request, form, text(refusal.code, get_language() or "zh-hans"))
    return HttpResponseRedirect(reverse("host-console", args=[made.code]))


def _index(request: HttpRequest, typed: Any, problem: str) -> HttpResponse:
    user = editor(request)
    inside = Count("entrants", filter=Q(entrants__removed=False))
    newest = making.sittings_of(user).annotate(people=inside)[:NEWEST]
    found = [_line(sitting, sitting.people) for sitting in newest]
    context = {"sittings": found, "groups": making.offers(user), "typed": typed, "problem": problem}
    return render(request, "host/index.html", context, status=400 if problem else 200)


def _line(sitting: Sitting, people: int) -> dict[str, Any]:
    return {
        "sitting": sitting,
        "people": people,
        "made": moment(sitting.made_at)[:16],
        "who": sitting.opened_by.get_username() if sitting.opened_by else "",
    }


@require_POST
@allowed("host")
@of_sitting
def copy(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The same again, without its people."""
    real = request.POST.get("rehearsal") == "no"
    try:
        made = making.copy(sitting, editor(request), clock.now(), rehearsal=not real)
    except (NotNow, Unprepared, BadFormat) as refusal:
        code = getattr(refusal, "code", "not_prepared")
        messages.error(request, text(code, get_language() or "zh-hans"))
        return HttpResponseRedirect(reverse("host-index"))
    return HttpResponseRedirect(reverse("host-console", args=[made.code]))


@require_POST
@allowed("host")
@of_sitting
def clear(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What a rehearsal left goes."""
    try:
        who = editor(request).get_username()
        people = rehearsal.clear(store.row(sitting), who, clock.now()).people
    except (Stale, NotNow) as refusal:
        code = getattr(refusal, "code", "stale")
        messages.error(request, text(code, get_language() or "zh-hans"))
    else:
        messages.success(request, _("彩排已清空：%(n)d 人及其作答已删除。") % {"n": people})
    return HttpResponseRedirect(reverse("host-index"))


@require_safe
@never_cache
@allowed("host")
@of_sitting
def console(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The console; it comes alive over /ws/host/."""
    return _live(
        request, "host/console.html", {"sitting": sitting, "setup": _setup(request, sitting)}
    )


@require_safe
@never_cache
def remote(request: HttpRequest, code: str) -> HttpResponse:
    """The phone remote. Its token is behind the "#", so that no log of a server holds it."""
    if not CODE.fullmatch(code):
        raise Http404
    return _live(request, "host/remote.html", {"setup": {"code": code}})


def _live(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    more = {
        "lang": get_language() or "zh-hans",
        "deeds": {name: str(words) for name, words in host_words.DEEDS.items()},
        "nobody": {name: str(words) for name, words in host_words.NOBODY.items()},
    }
    context["setup"] |= more
    response = render(request, template, context)
    here = request.get_host()
    # Safari before 15.4 does not count a socket to the same host as 'self'.
    policy = build_policy(update={"connect-src": [f"ws://{here}", f"wss://{here}"]})
    response["Content-Security-Policy"] = str(policy)
    return response


def _token(sitting: Sitting, who: str) -> str:
    """A new remote's token, also while the clock gives commands of its own."""
    for _try in range(TRIES):
        with contextlib.suppress(Stale):
            return host.new_remote(sitting, who, clock.now())
    return host.new_remote(sitting, who, clock.now())


def _setup(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    args = [sitting.code]
    return {
        "code": sitting.code,
        "base": join_address.base(request)[0],
        "screen_url": f"/stage/{sitting.screen_code}/",
        "people_url": reverse("host-people", args=args),
        "questions_url": reverse("host-questions", args=args),
        "remote_url": reverse("host-new-remote", args=args),
    }


@require_POST
@allowed("host")
@of_sitting
def new_remote(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """A new remote: its address, and the address as rows of a QR code, "1" = dark."""
    base, reachable = join_address.base(request)
    token = _token(sitting, editor(request).get_username())
    address = f"{base}{reverse('host-remote', args=[sitting.code])}#{token}"
    rows = ["".join(str(int(dark)) for dark in row) for row in segno.make(address).matrix]
    return JsonResponse({"address": address, "reachable": reachable, "rows": rows})
