"""An address of the site on a command line."""

from argparse import ArgumentTypeError
from urllib.parse import urlsplit


def site_url(said: str) -> str:
    """Scheme, host and port, without a slash at the end. Raises ArgumentTypeError."""
    try:
        parts = urlsplit(said)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.path.strip("/") or parts.query or parts.fragment:
        raise ArgumentTypeError(f"{said[:80]!r} is no address such as https://quiz.example.org")
    return f"{parts.scheme}://{parts.netloc}"
