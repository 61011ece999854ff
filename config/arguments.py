"""Arguments that more than one command has."""

from argparse import ArgumentParser, ArgumentTypeError
from urllib.parse import urlsplit

from django.conf import settings


def listening(parser: ArgumentParser) -> None:
    """Where a server listens."""
    host = "the address to listen on, 0.0.0.0 = all (default: HOST)"
    parser.add_argument("--host", default=settings.HOST, help=host)
    port = "1 to 65535 (default: PORT)"
    parser.add_argument("--port", type=int, default=settings.PORT, help=port)


def server(parser: ArgumentParser) -> None:
    """Where a server is found."""
    where = "scheme, host and port of the server (default: %(default)s)"
    parser.add_argument("--url", type=site_url, default="http://127.0.0.1:8000", help=where)


def site_url(said: str) -> str:
    """Scheme, host and port of a site, no slash at the end. Raises ArgumentTypeError."""
    try:
        parts = urlsplit(said)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.path.strip("/") or parts.query or parts.fragment:
        raise ArgumentTypeError(f"{said[:80]!r} is no address such as https://quiz.example.org")
    return f"{parts.scheme}://{parts.netloc}"
