"""daphne's connections, with the ends that it leaves loose tied."""

import asyncio
from functools import partial
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

from config import bodies
from config.inbox import Inbox
from quiz.sockets import FULL_BACKLOG_BYTES, INBOX
from quiz.wire import TwistedWriter

# The head of a first request must be whole by then, however it drips; later, silence ends it.
HEAD_S, SILENT_S = 10, 60


def hasten(factory: Any) -> None:
    """Have the connections that this factory makes hear a first request in time, or be cut.

    Twisted's own time begins anew with every byte. Their requests have bodies of bounded size.
    """
    make = factory.buildProtocol

    def made(address: Any) -> Any:
        line = make(address)
        line.requestFactory = DaphneRequest
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


class DaphneRequest(WebRequest):  # type: ignore[misc]
    """A request that is cut off when it brings more than it may; daphne reads whatever comes."""

    _came = 0
    _cut = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802 (twisted's name)
        """What its head promises; None = it does not say."""
        super().gotLength(length)
        if length is not None and length > self._most():
            self._cut_off()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 (twisted's name)
        """A piece of its body."""
        self._came += len(data)
        if self._came > self._most():
            self._cut_off()
        elif not self._cut:
            super().handleContentChunk(data)

    def requestReceived(self, *head: bytes) -> None:  # noqa: N802 (twisted's name)
        """All of it is here."""
        if not self._cut:
            super().requestReceived(*head)

    def _most(self) -> int:
        return bodies.most(self.channel._path.decode("latin-1"))  # noqa: SLF001 (not told before)

    def _cut_off(self) -> None:
        if not self._cut:
            self._cut = True
            self.channel.transport.write(bodies.REFUSAL)
            self.channel.loseConnection()


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

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803, FBT001 (its names)
        """What its consumer has no time for stays with its sender, or it would fill our memory."""
        super().onMessage(payload, isBinary)
        self.application_queue.bound(self)

    def hold(self) -> None:
        """Read no more from the network."""
        self.transport.pauseProducing()

    def go_on(self) -> None:
        """Read again."""
        self.transport.resumeProducing()
