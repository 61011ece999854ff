"""The way to a server: by its address, and past its proxy as which one then speaks.

Where processes run, the site's own address often leads nowhere (compose's network has no way out),
and a server that believes a proxy sends plain http on to https, or knows no such host.
"""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings


class Way(NamedTuple):
    """Where the line goes, and what is asked for there.

    `host` and `port` (None: the scheme's) are dialled; `name` is the Host header, `headers` is what
    a proxy would add.
    """

    secure: bool
    host: str
    port: int | None
    name: str
    headers: dict[str, str]

    def line(self, path: str) -> dict[str, Any]:
        """What `websockets.connect` wants to know of the socket at `path`."""
        at = {"host": self.host, "port": self.port or (443 if self.secure else 80)}
        return {"uri": f"{'wss' if self.secure else 'ws'}://{self.name}{path}", **at}


def way(url: str) -> Way:
    """The way to `url` (scheme://host:port). Over plain http a process that has a server's settings
    says what the server's proxy would say: the site's name, and that it was asked by https."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    if secure or not settings.ORIGINS:
        return Way(secure, host, parts.port, parts.netloc, {})
    ours = urlsplit(settings.ORIGINS[0])
    said = {"X-Forwarded-Proto": ours.scheme} if settings.BEHIND_PROXY else {}
    return Way(secure, host, parts.port, ours.netloc, said)
