"""Headers that every answer carries: one has no setting in Django, one a library overrules; and
what is not asked of pages with scripts of others."""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Answer = Callable[[HttpRequest], Any]


Change = Callable[[HttpRequest, HttpResponseBase], HttpResponseBase]
# Django's admin and the API's description bring scripts that write markup.
OTHERS = ("/admin/", "/api/docs/")
NOT_THEIRS = {"require-trusted-types-for": None, "trusted-types": None}


def _to_each(change: Change) -> Callable[[Answer], Answer]:
    """A middleware that changes every answer, awaited or not."""

    @sync_and_async_middleware
    def middleware(get_response: Answer) -> Answer:
        async def later(request: HttpRequest) -> HttpResponseBase:
            return change(request, await get_response(request))

        def now(request: HttpRequest) -> HttpResponseBase:
            return change(request, get_response(request))

        return later if iscoroutinefunction(get_response) else now

    return middleware


def _marked(_request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """No foreign page may take in what we send, even as a picture, or hold a window of ours."""
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # The API's description asks for less, for sign-ins by other sites; there are none here.
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def _eased(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Pages whose scripts are not ours are held to all of our policy but trusted types."""
    if request.path_info.startswith(OTHERS):
        csp_replace(NOT_THEIRS)(lambda _request: response)(request)
    return response


same_origin = _to_each(_marked)
scripts_of_others = _to_each(_eased)
