"""Bench-only sockets, built on the base class that all our sockets share."""

from collections.abc import Awaitable
from time import process_time
from typing import Any

import msgspec
from channels.layers import get_channel_layer

from bench import plain, stock
from bench.frames import BROADCAST
from bench.pauses import Pauses
from bench.receipts import next_of
from quiz import protocol, sockets
from quiz.hub import hub
from quiz.journal.queue import journal
from quiz.protocol import Answer
from quiz.rules.units import Millis
from quiz.sockets import Rest, Socket

TOPIC = "bench"
SPREAD = {"type": "spread", "text": BROADCAST.decode()}
pauses = Pauses()


class Listener(Socket):
    """Hears every broadcast and says nothing."""

    async def opened(self) -> None:
        hub.join(TOPIC, self)

    def closed(self) -> None:
        hub.leave(TOPIC, self)


class Control(Socket):
    """Does what the load client asks: broadcast by the hub or by a channel layer, or tell."""

    def received(self, text: str, received_at: Millis) -> Rest:
        if text == "shout":
            hub.broadcast(TOPIC, BROADCAST)
        elif text == "group_send":
            layer: Any = get_channel_layer()
            rest: Awaitable[None] = layer.group_send(TOPIC, SPREAD)
            return rest
        elif text == "reset":
            pauses.reset()
        else:
            self.push(msgspec.json.encode(_state()))
        return None


def _state() -> dict[str, float]:
    return {
        "rss_kb": _rss_kb(),
        "cpu_s": process_time() + _writer_s(),
        "open": sockets.open_count(),
        "collections": pauses.count,
        "longest_pause_ms": pauses.longest_ns / 1e6,
    }


def _writer_s() -> float:
    """What the process that stores has had of the processor; 0 without one (bench/memory.py)."""
    writer: Any = journal.writer
    if writer.pid is None:
        return 0.0
    with open(f"/proc/{writer.pid}/schedstat") as told:  # noqa: PTH123 (shorter than a Path)
        return int(told.read().split()[0]) / 1e9


def _rss_kb() -> int:
    with open("/proc/self/status") as status:  # noqa: PTH123 (shorter than a Path)
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


class Ack(Socket):
    """The least that an answer could cost on our own lines: parsed and receipted in the call in
    which it is read; nothing is checked, nothing stored."""

    def received(self, text: str, received_at: Millis) -> Rest:
        answer = protocol.parse(text)
        if isinstance(answer, Answer):
            self.push(protocol.write(next_of(answer, received_at)))
        return None


DOORS: dict[str, Any] = {
    "/bench/listen/": Listener.as_asgi(),
    "/bench/control/": Control.as_asgi(),
    "/bench/ack/": Ack.as_asgi(),
    "/bench/plain/ack/": plain.ack,
    "/bench/stock/listen/": stock.Listener.as_asgi(),
    "/bench/stock/answer/": stock.Answers.as_asgi(),
}


def router(house: Any) -> Any:
    """The doors above, and the house behind everything else."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        door = DOORS.get(scope["path"]) if scope["type"] == "websocket" else None
        await (door or house)(scope, receive, send)

    return app
