"""The door of the workbench: every view names the verb it needs, in one register.

    @require_safe
    @allowed("read")
    def page(request): ...

    @allowed("read", post="write")
    def editor(request, question): ...          # path("bank/<int:question>/", editor, ...)

Nobody passes who may not do that anywhere. A part `question` of the address is the question's
number; the view gets the Question itself, and only when the verb is allowed for it. Any other
region named by a form is checked by `check`.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from questionbank import grants, way_back
from questionbank.models import Question
from questionbank.rules.roles import VERBS

View = Callable[..., HttpResponseBase]

# Each view behind the door by its full name: the verb to read it, and the verb to send to it.
REGISTER: dict[str, tuple[str, str]] = {}

READING = ("GET", "HEAD", "OPTIONS")


def allowed(verb: str, *, post: str = "") -> Callable[[View], View]:
    """A view for people who may do `verb`, or, to change something, `post` (empty = `verb`, too).

    Others are led to the sign-in page or, below /api/, told 401 or 403 in JSON; a page's script is
    told 401, too. Raises ValueError for a verb that no role has.
    """
    verbs = (verb, post or verb)
    if not VERBS.issuperset(verbs):
        raise ValueError(f"no role has a verb of {verbs}")

    def behind_the_door(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wanted = verbs[request.method not in READING]
            if refusal := _refusal(request, wanted):
                return refusal
            if "question" in kwargs:
                # What one may not see is not there: its number tells nobody that it exists.
                question = get_object_or_404(grants.visible(request.user), pk=kwargs["question"])
                if not grants.may(request.user, wanted, question):
                    return _forbidden(request)
                kwargs["question"] = question
            return _for_them_alone(view(request, *args, **kwargs))

        # Sessions are what lets people in here, also below /api/.
        checked.csrf_exempt = False  # type: ignore[attr-defined]
        REGISTER[name_of(view)] = verbs
        return checked

    return behind_the_door


def name_of(view: View | type) -> str:
    """The name of a view, decorated or not, in the register."""
    plain = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return f"{plain.__module__}.{plain.__qualname__}"


def check(request: HttpRequest, verb: str, where: Question | str) -> None:
    """Raises PermissionDenied unless the user may do that there."""
    if not grants.may(request.user, verb, where):
        raise PermissionDenied


def may_open(user: User, where: str) -> bool:
    """Whether the address is that of a page behind the door which opens for this user."""
    try:
        found = resolve(where.partition("?")[0])
    except Resolver404:
        return False
    verbs = REGISTER.get(name_of(found.func))
    if verbs is None or not grants.anywhere(user, verbs[0]):
        return False
    number = found.kwargs.get("question")
    question = grants.visible(user).filter(pk=number).first() if number else None
    return not number or (question is not None and grants.may(user, verbs[0], question))


def editor(request: HttpRequest) -> User:
    """Who is at work. Raises TypeError for a request that `allowed` did not let through."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user


def _for_them_alone(response: HttpResponseBase) -> HttpResponseBase:
    """No proxy keeps what is behind the door, and nobody who goes back in the browser reads it once
    the person before has signed out."""
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return response


def _refusal(request: HttpRequest, verb: str) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return _signed_out(request)
    return None if grants.anywhere(request.user, verb) else _forbidden(request)


def _signed_out(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page for a page, 401 for what a page's script asked."""
    if not _is_api(request) and way_back.asks_for_a_page(request):
        return redirect_to_login(way_back.of(request))
    response = JsonResponse({"code": "signed_out", "message": _("请先登录。")}, status=401)
    if not _is_api(request):
        way_back.remember(response, way_back.of(request))
    return response


def _forbidden(request: HttpRequest) -> HttpResponseBase:
    if _is_api(request):
        return JsonResponse({"code": "forbidden", "message": _("没有这项权限。")}, status=403)
    raise PermissionDenied


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
