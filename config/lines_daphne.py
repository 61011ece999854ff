"""daphne's websocket, with the end that it leaves loose tied."""

from daphne.ws_protocol import WebSocketProtocol

from quiz.sockets import FULL_BACKLOG_BYTES
from quiz.wire import TwistedWriter


class DaphneLine(WebSocketProtocol):  # type: ignore[misc]
    """One connection."""

    def onPing(self, payload: bytes) -> None:  # noqa: N802 (autobahn's name)
        """Who sends pings and reads no pongs would fill our memory as fast as he can send."""
        if TwistedWriter(self).backlog() > FULL_BACKLOG_BYTES:
            self.dropConnection(abort=True)
        else:
            super().onPing(payload)
