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


@sync_and_async_middleware
def same_origin(get_response: Answer) -> Answer:
    """No foreign page may take in what we send, even as a picture, or hold a window of ours."""

    async def later(request: HttpRequest) -> HttpResponseBase:
        return _marked(await get_response(request))

    def now(request: HttpRequest) -> HttpResponseBase:
        return _marked(get_response(request))

    return later if iscoroutinefunction(get_response) else now


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # The API's description asks for less, for sign-ins by other sites; there are none here.
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


# Django's admin and the API's description bring scripts that write markup.
OTHERS = ("/admin/", "/api/docs/")
NOT_THEIRS = {"require-trusted-types-for": None, "trusted-types": None}


@sync_and_async_middleware
def scripts_of_others(get_response: Answer) -> Answer:
    """Pages whose scripts are not ours are held to all of our policy but trusted types."""

    async def later(request: HttpRequest) -> HttpResponseBase:
        return _eased(request, await get_response(request))

    def now(request: HttpRequest) -> HttpResponseBase:
        return _eased(request, get_response(request))

    return later if iscoroutinefunction(get_response) else now


def _eased(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.path_info.startswith(OTHERS):
        csp_replace(NOT_THEIRS)(lambda _request: response)(request)
    return response
