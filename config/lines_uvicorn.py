"""uvicorn's websocket, with the ends that it leaves loose tied."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from quiz.sockets import FULL_BACKLOG_BYTES

# Frames that may wait for our consumer; it reads all it gets, so more is a client's flood.
MOST_WAITING = 64


class UvicornLine(WebSocketsSansIOProtocol):
    """One connection."""

    # uvicorn stops reading after each frame and goes on once it is taken: two calls to the kernel
    # per answer. It never does while it believes that it has stopped already; we stop at a flood.
    read_paused = property(lambda _self: True, lambda _self, _paused: None)
    _held = False

    def data_received(self, data: bytes) -> None:
        """Also answer a handshake that cannot be read (a header that is too long: 431).

        uvicorn leaves the answer unsent and the line open for ever.
        """
        super().data_received(data)
        if self.queue.qsize() > MOST_WAITING and not self._held:
            self._held = True
            self.transport.pause_reading()
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    async def receive(self) -> Any:
        message = await self.queue.get()
        if self._held and self.queue.empty():
            self._held = False
            self.transport.resume_reading()
        return message

    def handle_ping(self) -> None:
        """Who sends pings and reads no pongs would fill our memory as fast as he can send."""
        if self.transport.get_write_buffer_size() > FULL_BACKLOG_BYTES:
            self.transport.abort()
        else:
            super().handle_ping()
