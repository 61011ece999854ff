"""Pages of the front door: typing a contest code, the phone page, and what is not there."""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language as django_set_language

from quiz import api, bundle, clock, lazy, pages, sending
from quiz.models import Contest
from quiz.refusals import Refused

ROOMS: Final = ("/bank/", "/desk/", "/host/")

# The phone page is the same for everyone and so holds no token; a foreign site that switches
# somebody's language does no harm.
set_language = csrf_exempt(django_set_language)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody without a link types the code; `?code=` leads on to the contest."""
    typed = request.GET.get("code", "")
    if not typed:
        return render(request, "phone/home.html", {"only": _only_contest()})
    try:
        contest = api.find_contest(request, typed[:100], clock.now())
    except Refused as refused:
        context = {"typed": typed[:60], "problem": refused.body()["message"]}
        return render(request, "phone/home.html", context, status=refused.status)
    return HttpResponseRedirect(reverse("phone", args=[contest.code]))


def _only_contest() -> Contest | None:
    """The contest of this server, where there is just one: no need to type its code."""
    found = list(Contest.objects.all()[:2])
    return found[0] if len(found) == 1 else None


@require_safe
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """The phone page of a contest; a code typed in another way leads to the right address."""
    try:
        contest = api.find_contest(request, code, clock.now())
    except Refused as refused:
        context = {"typed": code[:60], "problem": refused.body()["message"]}
        return render(request, "phone/home.html", context, status=refused.status)
    if contest.code != code:
        return HttpResponseRedirect(reverse("phone", args=[contest.code]))
    return sending.page(request, pages.page(contest, get_language() or "zh-hans"))


@require_safe
def home_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where somebody says that they live elsewhere now; whose page it is knows the phone only."""
    lang = get_language() or "zh-hans"
    return _beside(request, code, "phone/region.html", lambda of: {"setup": pages.homes(of, lang)})


@require_safe
def move_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where a phone hands its contestant over to another one, and where the other one follows."""
    return _beside(request, code, "phone/move.html", lambda _of: {})


def _beside(
    request: HttpRequest, code: str, page: str, more: Callable[[Contest], dict[str, Any]]
) -> HttpResponse:
    """A page of a contest beside the phone's own."""
    try:
        contest = api.find_contest(request, code, clock.now())
    except Refused as refused:
        context = {"typed": code[:60], "problem": refused.body()["message"]}
        return render(request, "phone/home.html", context, status=refused.status)
    return render(request, page, {"contest": contest, **more(contest)})


@require_safe
def phone_more(request: HttpRequest, lang: str, digest: str) -> HttpResponse:
    """The module that only some questions need; an older page gets the newest one."""
    if lang not in lazy.languages():
        raise Http404
    return sending.module(request, lazy.module(lazy.PHONE, lang), digest)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be understood, or came to a host that is not ours."""
    return _failed(request, 400, "malformed")


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """What somebody may not do here; a form without our token (`reason`, in English) is such."""
    told = {"room": _room(request), "stale": bool(reason)}
    return render(request, "errors/403.html", told, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there."""
    return _failed(request, 404, "not_found")


def not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    """What is only sent to, or only read: an address of a button, opened by hand."""
    answer = _failed(request, 405, "not_allowed")
    answer["Allow"] = allow
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault."""
    return _failed(request, 500, "server_error")


def _failed(request: HttpRequest, status: int, code: str) -> HttpResponse:
    """The failure in words; under /api/ as JSON."""
    if request.path.startswith("/api/"):
        return HttpResponse(bundle.plain_json(Refused(code).body()), "application/json", status)
    return render(request, f"errors/{status}.html", {"room": _room(request)}, status=status)


def _room(request: HttpRequest) -> str:
    """The first page of the staff's room that an address lies in; "" elsewhere, and there."""
    path = request.path
    return next((room for room in ROOMS if path.startswith(room) and path != room), "")
