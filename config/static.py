"""Static files whose names carry their content's hash: a browser may keep each of them for ever."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Also rewrites what one module imports from another: there is no build step to do it.

    A file that nobody collected is an error when it is named, not a page without its script.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, *args: Any, **kwargs: Any) -> Callable[[re.Match[str]], str]:
        """Leave comments as they are: modules name each other's types there, in circles, and of a
        circle no name can carry its content's hash."""
        convert: Callable[[re.Match[str]], str] = super().url_converter(*args, **kwargs)
        return lambda found: found[0] if _in_comment(found) else convert(found)


def _in_comment(found: re.Match[str]) -> bool:
    """Whether it stands in a comment of the kind with stars; the only kind that names types."""
    start = found.start()
    return found.string.rfind("/*", 0, start) > found.string.rfind("*/", 0, start)


class StaticFiles:
    """Middleware that answers for static files. The library's own can only be awaited, which has a
    request go from thread to thread (docs/decisions/0022-a-page-in-one-thread.md)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._library: Any = ServeStaticMiddleware(_nobody)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        library, path = self._library, request.path_info
        found = library.find_file(path) if library.autorefresh else library.files.get(path)
        if found is None:
            return self._get_response(request)
        return _served(found.get_response(request.method or "GET", request.META))


async def _nobody(_request: HttpRequest) -> HttpResponseBase:
    """Whom the library would ask for what is no static file."""
    raise NotImplementedError


def _served(found: Any) -> HttpResponse:
    """A whole file, the wanted part of one, or only its headers."""
    body = b""
    if found.file is not None:
        with found.file as file:
            body = file.read()
    response = HttpResponse(body, status=int(found.status))
    del response["Content-Type"]
    for name, value in found.headers:
        response[name] = value
    return response
