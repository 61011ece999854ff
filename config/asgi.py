"""The door: pages to Django, sockets to their consumers, and the server's own start and stop."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path, re_path

from config.pages import application as django_pages

pages = django_pages()

from config import lifecycle
from leaderboard.consumers import BoardSocket
from leaderboard.public.front import Front
from quiz.consumers import PlaySocket
from quiz.sittings.consumers import HostSocket, PhoneSocket, ScreenSocket


async def _no_such_socket(_scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close"})


# Django types `path` for its own views only; these are ASGI applications.
_path: Any = path
_re_path: Any = re_path
sockets: Any = URLRouter(
    [
        _path("ws/play/", PlaySocket.as_asgi()),
        _path("ws/boards/", BoardSocket.as_asgi()),
        _path("ws/hall/", PhoneSocket.as_asgi()),
        _path("ws/host/", HostSocket.as_asgi()),
        _path("ws/stage/", ScreenSocket.as_asgi()),
        # Not <path:...>: that passes over an empty path and one with a line break.
        _re_path("", _no_such_socket),
    ]
)
router = ProtocolTypeRouter({"http": Front(pages), "websocket": sockets})


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Every connection's entry."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    lifecycle.ensure_started()
    # daphne takes it from a header of whoever asks: links of pages that are kept for everybody
    # would lead wherever one of them likes.
    scope["root_path"] = ""
    await router(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            lifecycle.ensure_started()
            await send({"type": "lifespan.startup.complete"})
        else:
            await lifecycle.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
