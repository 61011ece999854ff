"""Where somebody was when nobody was signed in: kept in a cookie until the next sign-in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "way_back"
# A browser keeps cookies of four thousand bytes; a longer filter is found again by hand.
LONGEST = 2000


def of(request: HttpRequest) -> str:
    """The address of the page that asked: its own, or that of the page which sent something."""
    if request.method in ("GET", "HEAD") and asks_for_a_page(request):
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host():
        return ""
    return came._replace(scheme="", netloc="", fragment="").geturl()


def asks_for_a_page(request: HttpRequest) -> bool:
    """Whether a browser goes there; a script, which shows what comes in a page, takes anything."""
    return "text/html" in request.headers.get("Accept", "text/html")


def remember(response: HttpResponseBase, where: str) -> None:
    """Have the browser keep `where` for as long as a session lasts, unless it leads elsewhere."""
    where = iri_to_uri(where)
    if where and len(where) <= LONGEST and url_has_allowed_host_and_scheme(where, None):
        response.set_cookie(
            COOKIE,
            where,
            max_age=settings.SESSION_COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def remembered(request: HttpRequest) -> str:
    """What this browser kept; empty for nothing, and for what leads away from here."""
    where = request.COOKIES.get(COOKIE, "")
    return where if url_has_allowed_host_and_scheme(where, None) else ""


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
