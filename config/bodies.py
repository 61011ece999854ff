"""How much one request may bring; the same as config/nginx.conf or more, for servers without it.

A body is read before anybody knows who sends it, and on daphne by the very loop that hears the
phones: 150 MB of nobody's stopped it for three seconds.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from config.environment import ROOT

MOST: Final = 4 * 1024 * 1024
# Files of questions (20 MB at most) and pictures, by forms and by tools.
MOST_OF_FILES: Final = 25 * 1024 * 1024
FILES: Final = ("/bank/", "/api/bank/", "/admin/")
STATUS: Final = 413
# Sent before Django is asked, so it says all in each language, as the page of our own faults does.
PAGE: Final = re.sub(
    rb" *{#.*?#}\n", b"", (ROOT / "frontend" / "templates" / "errors" / "413.html").read_bytes()
)
HEADERS: Final = [
    (b"Content-Type", b"text/html; charset=utf-8"),
    (b"Content-Length", b"%d" % len(PAGE)),
    (b"Content-Security-Policy", b"default-src 'none'; style-src 'self'"),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Connection", b"close"),
]
REFUSAL: Final = b"\r\n".join(
    [b"HTTP/1.1 413 Content Too Large", *(b": ".join(one) for one in HEADERS), b"", PAGE]
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class TooLarge(Exception):
    """A request brings more than it may."""


def most(path: str) -> int:
    """The most bytes that may come with a request for this path."""
    return MOST_OF_FILES if path.startswith(FILES) else MOST


def bounded(receive: Receive, path: str) -> Receive:
    """Receives as much as may come for this path, then raises TooLarge; others are heard between
    two pieces."""
    came, limit = 0, most(path)

    async def piece() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise TooLarge
        if message.get("more_body"):
            await asyncio.sleep(0)
        return message

    return piece


async def refuse(send: Callable[[Message], Awaitable[None]]) -> None:
    """Say that it is too large."""
    await send({"type": "http.response.start", "status": STATUS, "headers": HEADERS})
    await send({"type": "http.response.body", "body": PAGE})
