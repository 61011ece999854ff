"""daphne's connections, with the ends that it leaves loose tied."""

import asyncio
from functools import partial
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

from config.inbox import Inbox
from quiz.sockets import FULL_BACKLOG_BYTES, INBOX
from quiz.wire import TwistedWriter

# The head of a first request must be whole by then, however it drips; later, silence ends it.
HEAD_S, SILENT_S = 10, 60


def hasten(factory: Any) -> None:
    """Have the connections that this factory makes hear a first request in time, or be cut.

    Twisted's own time begins anew with every byte.
    """
    make = factory.buildProtocol

    def made(address: Any) -> Any:
        line = make(address)
        _hasten(line._channel)  # noqa: SLF001 (what HTTP/1 is spoken by)
        return line

    factory.timeOut = HEAD_S
    factory.buildProtocol = made


def _hasten(channel: Any) -> None:
    whole = channel.allHeadersReceived

    def came() -> None:
        del channel.resetTimeout, channel.allHeadersReceived
        channel.timeOut = SILENT_S
        channel.setTimeout(SILENT_S)
        whole()

    channel.resetTimeout = lambda: None
    channel.allHeadersReceived = came


class DaphneServer(Server):  # type: ignore[misc]
    """The server, with inboxes of ours."""

    def create_application(self, protocol: Any, scope: Any) -> Inbox:
        """Begin to serve a connection or request; what comes goes into the inbox."""
        inbox = Inbox()
        scope.setdefault("asgi", {"version": "3.0"})
        if scope["type"] == "websocket":
            scope["extensions"] = {INBOX: inbox}
        send = partial(self.handle_reply, protocol)
        serving = self.application(scope=scope, receive=inbox.get, send=send)
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(serving)
        return inbox


class DaphneLine(WebSocketProtocol):  # type: ignore[misc]
    """One connection."""

    def onPing(self, payload: bytes) -> None:  # noqa: N802 (autobahn's name)
        """Who sends pings and reads no pongs would fill our memory as fast as he can send."""
        if TwistedWriter(self).backlog() > FULL_BACKLOG_BYTES:
            self.dropConnection(abort=True)
        else:
            super().onPing(payload)
