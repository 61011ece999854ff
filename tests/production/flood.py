"""`python -m tests.production.flood PORT`: a server with two more doors. At one of them whoever
knocks is sent more than he reads: "all" is far too much, "some" a little more than the kernel
keeps. Behind the other one a database does not answer: nobody reads what is sent."""

import asyncio
import sys

from django.urls import path

from config import asgi, serve
from quiz.rules.units import Millis
from quiz.sockets import Socket

# Of a frame; some hundreds are more than the kernel and we keep.
FRAME = b'"' + b"x" * 2_000 + b'"'


class Flood(Socket):
    """Sends what nobody asked for."""

    def received(self, text: str, received_at: Millis) -> None:
        for _ in range(400):
            if text == "some" and self._writer and self._writer.backlog():
                return
            self.push(FRAME)


class Stuck(Socket):
    """Waits for something that never comes."""

    async def received(self, text: str, received_at: Millis) -> None:
        await asyncio.get_running_loop().create_future()


def main(port: int) -> None:
    """Serve as the house does; whoever answers no ping is given up sooner."""
    asgi.sockets.routes.insert(0, path("ws/flood/", Flood.as_asgi()))  # type: ignore[arg-type]
    asgi.sockets.routes.insert(0, path("ws/stuck/", Stuck.as_asgi()))  # type: ignore[arg-type]
    serve.PING_S = 3
    serve.serve("127.0.0.1", port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
