"""Packed pages and modules on their way to a browser: encoding, caching, security policy."""

from csp.constants import SELF
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from quiz.lazy import Module
from quiz.pages import Page


def page(request: HttpRequest, packed: Page) -> HttpResponse:
    """The page in the best encoding the browser takes, or 304 when it has it."""
    known = request.headers.get("If-None-Match") == packed.etag
    response = HttpResponse(status=304) if known else _encoded(request, packed)
    response["ETag"] = packed.etag
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = _policy(request, packed)
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def module(request: HttpRequest, packed: Module, digest: str) -> HttpResponse:
    """The module, kept for good under the address of its content; an older page gets the newest."""
    response = _encoded(request, packed)
    response["Content-Type"] = "text/javascript; charset=utf-8"
    keep = "public, max-age=31536000, immutable" if digest == packed.digest else "no-cache"
    response["Cache-Control"] = keep
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _encoded(request: HttpRequest, packed: Page | Module) -> HttpResponse:
    """In the best encoding that the browser takes."""
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted), "")
    response = HttpResponse(getattr(packed, encoding or "plain"))
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def _policy(request: HttpRequest, packed: Page) -> str:
    host = request.get_host()
    return build_policy(
        replace={
            # SELF: the modules that come later (quiz/lazy.py).
            "script-src": [SELF, *packed.scripts],
            "style-src": packed.styles,
            # Safari before 15.4 does not count a socket to the same host as 'self'.
            "connect-src": [SELF, f"ws://{host}", f"wss://{host}"],
        }
    )
