"""One-time sign-in links for staff: fifteen minutes, once, and a page in between; and the page for
whoever has none.

The page keeps a messenger's link preview from using the link up: only its button signs in. A link
that was issued is a row of the session table under the hash of the token; using it deletes the row,
so of two clicks one wins. The row is no session: it signs nobody in.
"""

import hashlib
import secrets
from datetime import UTC, datetime

from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionbank import access, grants, way_back
from quiz import clock
from quiz.rules.units import Millis

VALID_MS = 15 * 60_000
SALT = "config.signin"
GONE = 410
# Where text is kept on the computer on which it was typed.
WRITING = ("bank-new", "bank-edit")


def issue(user: User, now: Millis) -> str:
    """A new token for `user`; it is worth nothing until put behind /signin/."""
    token = signing.dumps({"user": user.pk, "at": now, "n": secrets.token_hex(8)}, salt=SALT)
    row = SessionStore().encode({"signin": user.pk})
    ends = datetime.fromtimestamp((now + VALID_MS) / 1000, tz=UTC)
    Session.objects.create(session_key=_key(token), session_data=row, expire_date=ends)
    return token


def valid(token: str, now: Millis) -> User | None:
    """Whom the token would sign in; None when it is forged, late, used, or its user may not."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if not 0 <= now - said["at"] <= VALID_MS:
        return None
    if not Session.objects.filter(session_key=_key(token)).exists():
        return None
    return User.objects.filter(pk=said["user"], is_active=True, is_staff=True).first()


def use(token: str, now: Millis) -> User | None:
    """Use the token up and return whom it signs in; None the second time."""
    user = valid(token, now)
    deleted, _ = Session.objects.filter(session_key=_key(token)).delete()
    return user if deleted else None


def _key(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()[:40]


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST signs in and leads to where one was, or to the first page of one's work."""
    now = clock.now()
    user = use(token, now) if request.method == "POST" else valid(token, now)
    if user is None:
        return render(request, "editor/signin.html", {"gone": True}, status=GONE)
    if request.method != "POST":
        return render(request, "editor/signin.html", {"who": user.get_username()})
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return _led(user, way_back.remembered(request))


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a link. Who is signed in by now is led on to where they wanted to go."""
    where = request.GET.get("next", "")
    if isinstance(request.user, User):
        return _led(request.user, where or way_back.remembered(request))
    page = render(request, "editor/signin.html", {"wrote": _name(where) in WRITING})
    way_back.remember(page, where)
    return page


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out. What comes next is up to whoever signs in then."""
    logout(request)
    response = HttpResponseRedirect(f"{reverse('signin-ask')}?left=1")
    way_back.forget(response)
    return response


def _led(user: User, where: str) -> HttpResponse:
    """There, when it is a page that this user may open; else to the first page of their work."""
    opens = where and access.may_open(user, where)
    response = HttpResponseRedirect(where if opens else reverse(_home(user)))
    way_back.forget(response)
    return response


def _home(user: User) -> str:
    """The desk for who organises and does not write or review questions; else the bank."""
    writes = any(grants.anywhere(user, verb) for verb in ("write", "review"))
    return "desk-home" if grants.anywhere(user, "organise") and not writes else "bank-list"


def _name(where: str) -> str:
    """The name of the address; empty for none of ours."""
    try:
        return resolve(where.partition("?")[0]).url_name or ""
    except Resolver404:
        return ""
