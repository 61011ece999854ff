"""A socket hears frames the moment they are read, and waits in between for what has to be waited
for: it is driven here by an inbox like those of our servers."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from config.inbox import Inbox
from quiz import sockets
from quiz.protocol import MAX_FRAME_BYTES
from quiz.rules.units import Millis
from quiz.sockets import INBOX, Rest, Socket
from tests.fakes import FakeClock


class Recorder(Socket):
    """Notes what it hears; "wait" takes until `go` is set, "break" raises."""

    CREDITS = 5

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.heard: list[str] = []
        self.go = asyncio.Event()

    def received(self, text: str, received_at: Millis) -> Rest:
        if text == "break":
            raise LookupError(text)
        if text == "wait":
            return self._wait()
        self.heard.append(text)
        return None

    async def _wait(self) -> None:
        await self.go.wait()
        self.heard.append("waited")

    def overspent(self) -> None:
        self.heard.append("slow down")


class Line:
    """A server's end of one connection."""

    def __init__(self) -> None:
        inbox, sent = Inbox(), list[Any]()

        async def send(message: Any) -> None:
            sent.append(message)
            if message["type"] == "websocket.close":
                inbox.put_nowait({"type": "websocket.disconnect"})

        here = [(b"host", b"localhost")]
        scope = {"type": "websocket", "headers": here, "extensions": {INBOX: inbox}}
        self.inbox, self.sent = inbox, sent
        self.socket = Recorder(scope, inbox.get, send)
        self.serving = asyncio.create_task(self.socket.run())

    def say(self, *texts: str) -> None:
        for text in texts:
            self.inbox.put_nowait({"type": "websocket.receive", "text": text})


@asynccontextmanager
async def line() -> AsyncIterator[Line]:
    """A connection that waits for its first frame."""
    one = Line()
    one.inbox.put_nowait({"type": "websocket.connect"})
    await turns()
    yield one
    one.inbox.put_nowait({"type": "websocket.disconnect"})
    await asyncio.wait([one.serving])


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_frame_is_heard_before_the_server_reads_on() -> None:
    async with line() as one:
        one.say("first", "second")
        assert one.socket.heard == ["first", "second"]


async def test_frames_after_one_that_waits_are_heard_after_it_in_their_order() -> None:
    async with line() as one:
        one.say("first", "wait", "second")
        await turns()
        one.say("third")
        assert one.socket.heard == ["first"]
        one.socket.go.set()
        await turns()
        assert one.socket.heard == ["first", "waited", "second", "third"]
        one.say("fourth")
        assert one.socket.heard[-1] == "fourth"


@pytest.mark.parametrize("waits_first", [False, True])
async def test_a_handler_that_fails_ends_the_connection_not_the_server(waits_first: bool) -> None:  # noqa: FBT001
    async with line() as one:
        one.say(*["wait"] * waits_first, "break", "never heard")
        one.socket.go.set()
        await turns()
        assert isinstance(one.serving.exception(), LookupError)
        assert one.socket.heard == ["waited"] * waits_first
        assert one.socket not in sockets._open_sockets


@pytest.mark.parametrize(
    ("frame", "code"), [({"bytes": b"0"}, 1003), ({"text": "x" * (MAX_FRAME_BYTES + 1)}, 1009)]
)
async def test_what_is_no_frame_of_ours_closes_it(frame: dict[str, Any], code: int) -> None:
    async with line() as one:
        one.inbox.put_nowait({"type": "websocket.receive", **frame})
        await turns()
        assert {"type": "websocket.close", "code": code} in one.sent
        assert one.serving.done()


async def test_a_flood_is_told_once_and_then_cut(fake_clock: FakeClock) -> None:
    async with line() as one:
        one.say(*["flood"] * 12)
        await turns()
        assert one.socket.heard == ["flood"] * 5 + ["slow down"]
        one.say(*["flood"] * 20)
        await turns()
        assert one.serving.done()


async def test_a_connection_that_ended_is_gone_without_the_collector() -> None:
    gc.disable()
    try:
        async with line() as one:
            one.say("first")
        ended = weakref.ref(one.socket)
        del one
        await turns()
        assert ended() is None
    finally:
        gc.enable()
