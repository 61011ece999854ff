"""An in-memory ack as anybody would write it: an ASGI application and nothing else, on a server
with the connections that it comes with instead of ours."""

from typing import Any

from bench.receipts import next_of
from quiz import clock, protocol
from quiz.protocol import Answer


async def ack(_scope: Any, receive: Any, send: Any) -> None:
    """Accept, and receipt each answer at once; nothing is checked, nothing kept."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        answer = protocol.parse(message["text"])
        if isinstance(answer, Answer):
            receipt = protocol.write(next_of(answer, clock.now()))
            await send({"type": "websocket.send", "text": receipt.decode()})


def lines() -> None:
    """Have the server that is started next use the connections that it comes with."""
    from config import lines_uvicorn, serve

    setattr(lines_uvicorn, "UvicornLine", "auto")  # noqa: B010 (a name where a class is expected)
    setattr(serve, "_mend", lambda _server: None)  # noqa: B010 (no name that it exports)
