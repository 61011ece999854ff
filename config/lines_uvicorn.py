"""uvicorn's websocket, with the ends that it leaves loose tied."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from quiz.sockets import FULL_BACKLOG_BYTES


class UvicornLine(WebSocketsSansIOProtocol):
    """One connection."""

    def data_received(self, data: bytes) -> None:
        """Also answer a handshake that cannot be read (a header that is too long: 431).

        uvicorn leaves the answer unsent and the line open for ever.
        """
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_ping(self) -> None:
        """Who sends pings and reads no pongs would fill our memory as fast as he can send."""
        if self.transport.get_write_buffer_size() > FULL_BACKLOG_BYTES:
            self.transport.abort()
        else:
            super().handle_ping()
