"""Who may open a socket: the page's own origin, compared whole (scheme, host and port)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_DEFAULT_PORTS = {"http": 80, "https": 443}


def allowed(scope: Mapping[str, Any], *, needed: bool) -> bool:
    """Whether the handshake comes from a page of ours.

    A client without an Origin is no browser: it is let in only where a token in the first frame is
    what identifies it (`needed` is False). More than one Origin or Host header is refused.
    """
    hosts, origins = _headers(scope, b"host"), _headers(scope, b"origin")
    if len(hosts) != 1 or len(origins) > 1 or not _host_is_ours(hosts[0]):
        return False
    if not origins:
        return not needed
    return _triple(origins[0]) in _ours(scope, hosts[0])


def _headers(scope: Mapping[str, Any], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _host_is_ours(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _ours(scope: Mapping[str, Any], host: str) -> set[tuple[str, str, int] | None]:
    if settings.ORIGINS:
        return {_triple(origin) for origin in settings.ORIGINS} - {None}
    scheme = "https" if scope.get("scheme") == "wss" else "http"
    return {_triple(f"{scheme}://{host}")} - {None}


def _triple(origin: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(origin)
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    extra = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return None if extra or not parts.hostname else (parts.scheme, parts.hostname, port)
