"""A picture as an answer: kept by browsers, asked for again by its digest, refused when too many
are wanted."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leaderboard.pictures import keeping


def plain(words: Any) -> dict[str, Any]:
    """A picture's content as JSON can hold it."""
    return asdict(words)


def png(
    request: HttpRequest, name: str, draw: Callable[[], bytes], *, filename: str
) -> HttpResponse:
    """The picture called `name`; 304 when the browser has it, 503 while too many are drawn."""
    tag = f'"{name[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        try:
            data = keeping.picture(name, draw)
        except keeping.Busy:
            return _busy(request)
        answer = HttpResponse(data, content_type="image/png")
        answer["Content-Disposition"] = f'inline; filename="{filename}"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _busy(request: HttpRequest) -> HttpResponse:
    """In a page for who opened the picture itself, in words alone for an address within a page."""
    if "text/html" in request.headers.get("Accept", ""):
        busy = render(request, "errors/503.html", status=503)
    else:
        words = _("现在取图的人太多，请稍候。")
        busy = HttpResponse(words, status=503, content_type="text/plain")
    busy["Retry-After"] = "3"
    return busy
