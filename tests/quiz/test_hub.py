"""Broadcasts: one encoding, one write a socket, and no phone that can make the others wait."""

import asyncio
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame
from websockets.streams import StreamReader

from quiz import sockets, wire
from quiz.hub import Hub
from quiz.sockets import FULL_BACKLOG_BYTES, Socket
from tests.quiz.world import connect

FRAME = b'{"t":"frame"}'


class Line:
    """A writer that a test can fill up; it keeps what was written."""

    JOINS: ClassVar[bool] = True

    def __init__(self, backlog: int = 0) -> None:
        self.written: list[bytes] = []
        self.unread = backlog

    def write(self, frame: bytes) -> None:
        self.written.append(frame)

    def backlog(self) -> int:
        return self.unread


class Listener(Socket):
    """A socket of a test, with its line at hand."""

    def __init__(self, backlog: int = 0) -> None:
        async def never(*_: Any) -> Any:
            raise AssertionError("a broadcast awaits nothing")

        super().__init__({}, never, self._closing)
        self.line = Line(backlog)
        self._writer = self.line
        self.closed_with: list[Any] = []

    async def _closing(self, message: Any) -> None:
        self.closed_with.append(message["code"])


@given(st.binary(max_size=70_000))
def test_a_frame_is_what_a_websocket_library_reads(data: bytes) -> None:
    reader = StreamReader()
    reader.feed_data(wire.text_frame(data))
    parser = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as parsed:
        next(parser)
    frame = parsed.value.value
    assert (frame.data, frame.fin, frame.opcode) == (data, True, 1)


@pytest.mark.parametrize("count", [0, 1, 50, 200])
def test_every_listener_gets_the_same_bytes_by_one_write(count: int) -> None:
    hub, others = Hub(), Listener()
    listeners = [Listener() for _ in range(count)]
    for one in listeners:
        hub.join("a", one)
    hub.join("b", others)
    assert hub.broadcast("a", FRAME) == count
    assert all(one.line.written == [wire.text_frame(FRAME)] for one in listeners)
    assert len({id(one.line.written[0]) for one in listeners}) <= 1
    assert others.line.written == []


def test_who_left_hears_nothing_and_an_empty_topic_is_gone() -> None:
    hub, one = Hub(), Listener()
    hub.join("a", one)
    hub.leave("a", one)
    hub.leave("never joined", one)
    assert hub.broadcast("a", FRAME) == 0
    assert not hub.topics()


async def test_a_slow_reader_gets_only_the_newest_of_a_kind() -> None:
    hub, slow, quick = Hub(), Listener(backlog=10), Listener()
    for one in (slow, quick):
        hub.join("a", one)
    for n in range(5):
        hub.broadcast("a", b"%d" % n, kind="board")
    assert len(quick.line.written) == 5
    assert slow.line.written == []
    slow.line.unread = 0
    assert slow.flush()
    assert slow.line.written == [wire.text_frame(b"4")]


async def test_a_frame_of_ones_own_comes_in_the_same_write_and_to_the_slow_at_once() -> None:
    hub, quick, slow, other = Hub(), Listener(), Listener(backlog=10), Listener()
    for one in (quick, slow, other):
        hub.join("a", one)
    mine = wire.text_frame(b"mine")
    hub.broadcast("a", FRAME, kind="stage", own={quick: mine, slow: mine})
    assert quick.line.written == [wire.text_frame(FRAME) + mine]
    assert other.line.written == [wire.text_frame(FRAME)]
    assert slow.line.written == [mine]
    slow.line.unread = 0
    assert slow.flush()
    assert slow.line.written == [mine, wire.text_frame(FRAME)]


async def test_a_phone_a_full_buffer_behind_is_closed_to_come_back() -> None:
    hub, slow = Hub(), Listener(backlog=FULL_BACKLOG_BYTES + 1)
    hub.join("a", slow)
    for _ in range(100):
        hub.broadcast("a", FRAME)
    await asyncio.sleep(0)
    assert slow.line.written == []
    assert slow.closed_with == [4408]


@pytest.mark.parametrize("error", [RuntimeError(), OSError(), ConnectionResetError()])
async def test_closing_somebody_who_is_gone_already_is_no_fault(error: Exception) -> None:
    async def gone(_message: Any) -> None:
        raise error

    one = Listener()
    one._send = gone
    await one.close(1012)
    await one.close(1012)


@pytest.mark.slow
async def test_every_socket_is_told_when_the_server_stops() -> None:
    phones = [await connect("nobody") for _ in range(3)]
    assert sockets.open_count() == 3
    await sockets.close_every(1012)
    assert [(await phone.socket.receive_output())["code"] for phone in phones] == [1012] * 3
    for phone in phones:
        await phone.hang_up()
    assert sockets.open_count() == 0


class Torn(Line):
    """A line that breaks while it is written to."""

    def write(self, frame: bytes) -> None:
        raise ConnectionResetError(frame)


def test_what_is_gathered_is_written_at_the_end_in_order_and_a_torn_line_costs_nobody_else() -> (
    None
):
    whole, torn = Socket({}, None, None), Socket({}, None, None)  # type: ignore[arg-type]
    line = Line()
    whole._writer, torn._writer = line, Torn()
    with wire.gathering:
        for frame in (b"1", b"2"):
            torn.push(frame)
            whole.push(frame)
        assert line.written == []
    assert line.written == [wire.text_frame(b"1"), wire.text_frame(b"2")]
    whole.push(b"3")
    assert line.written[2:] == [wire.text_frame(b"3")]
