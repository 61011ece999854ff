"""The language of somebody who opens a socket, found as for a page: cookie, then browser."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request


def of(scope: Mapping[str, Any]) -> str:
    """zh-hans, zh-hant or en, by the handshake's headers; what is no language is passed over."""
    said = {name: value.decode("latin-1") for name, value in scope["headers"]}
    asked = HttpRequest()
    asked.COOKIES = parse_cookie(said.get(b"cookie", ""))
    asked.META["HTTP_ACCEPT_LANGUAGE"] = said.get(b"accept-language", "")
    return get_language_from_request(asked)
