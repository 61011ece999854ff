"""A line to a web server that may say anything, also what no library would send (RFC 6455, 7230).

Nothing is checked on the way out. What comes back is read as it is; a server that says nothing for
PATIENCE_S fails the test.
"""

import contextlib
import json
import re
import socket
import struct
from dataclasses import dataclass
from typing import Any, Self

PATIENCE_S = 6.0
KEY = b"c2l4dGVlbiBieXRlcyAhIQ=="
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
# What `Line.end` says when the server cut the line without a close frame.
CUT = 1006


@dataclass(frozen=True, slots=True)
class Reply:
    """The head of an HTTP answer and what of its body came with it."""

    status: int
    head: str
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def frame(
    data: bytes | str,
    opcode: int = TEXT,
    *,
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = b"\x01\x02\x03\x04",
    says: int | None = None,
) -> bytes:
    """One websocket frame; `mask` None = unmasked, `says` = the length that its head claims."""
    data = data.encode() if isinstance(data, str) else data
    size = len(data) if says is None else says
    bit = 0x80 if mask is not None else 0
    first = bytes([0x80 * fin | rsv << 4 | opcode])
    if size < 126:
        head = first + bytes([bit | size])
    elif size < 65_536:
        head = first + bytes([bit | 126]) + struct.pack("!H", size)
    else:
        head = first + bytes([bit | 127]) + struct.pack("!Q", size)
    return head + (data if mask is None else mask + masked(data, mask))


def masked(data: bytes, mask: bytes) -> bytes:
    whole = int.from_bytes(data, "big") ^ int.from_bytes((mask * (len(data) // 4 + 1))[: len(data)])
    return whole.to_bytes(len(data), "big")


class Line:
    """One TCP connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Write; a server that has cut the line already is no surprise."""
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(data)

    def say(self, **message: Any) -> None:
        self.send(frame(json.dumps(message)))

    def _take(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        taken, self._read = self._read[:size], self._read[size:]
        return taken

    def _more(self) -> None:
        """Raises EOFError at the end of the line, TimeoutError when nothing comes."""
        try:
            data = self.socket.recv(65_536)
        except ConnectionError:
            data = b""
        if not data:
            raise EOFError
        self._read += data

    # HTTP

    def ask(self, request: bytes) -> Reply | None:
        """Send a request and read its answer; None = the line was cut without one."""
        self.send(request)
        try:
            return self.reply()
        except EOFError:
            return None

    def reply(self) -> Reply:
        """The next answer; "100 Continue" is passed over."""
        status = 100
        while status == 100:
            while b"\r\n\r\n" not in self._read:
                self._more()
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            text = head.decode("latin-1")
            status = int(text.split(" ", 2)[1])
        return Reply(status, text, b"" if status == 101 else self._body(text.lower()))

    def _body(self, head: str) -> bytes:
        if size := re.search(r"^content-length: (\d+)", head, re.MULTILINE):
            return self._take(int(size[1]))
        with contextlib.suppress(EOFError):
            while not self._read.endswith(b"0\r\n\r\n"):
                self._more()
        return self._read

    # Websocket

    def hear(self) -> tuple[int, bytes]:
        """The next frame's opcode and payload. Raises EOFError when the line is cut."""
        first, second = self._take(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._take(8))
        return first & 0x0F, self._take(size)

    def message(self) -> Any:
        """The next text frame as JSON; pings of the server are passed over."""
        while True:
            opcode, data = self.hear()
            assert opcode != CLOSE, f"closed with {struct.unpack('!H', data[:2])}"
            if opcode == TEXT:
                return json.loads(data)

    def end(self) -> int:
        """The close code; CUT = the line ended without one."""
        with contextlib.suppress(EOFError):
            while True:
                opcode, data = self.hear()
                if opcode == CLOSE:
                    return int.from_bytes(data[:2], "big") if data else 1005
        return CUT


def request(
    path: bytes | str, *headers: bytes | str, method: str = "GET", body: bytes = b""
) -> bytes:
    """An HTTP request; a Host and a length are added unless one of `headers` says them."""
    lines = [one.encode("latin-1") if isinstance(one, str) else one for one in headers]
    named = {line.split(b":")[0].lower() for line in lines}
    if b"host" not in named:
        lines.insert(0, b"Host: 127.0.0.1")
    if body and not named & {b"content-length", b"transfer-encoding"}:
        lines.append(b"Content-Length: %d" % len(body))
    target = path.encode() if isinstance(path, str) else path
    first = method.encode() + b" " + target + b" HTTP/1.1"
    return b"\r\n".join([first, *lines, b"", body])


def upgrade(path: bytes | str, *headers: bytes | str) -> bytes:
    """A websocket handshake; each of the usual headers is left out when `headers` says it."""
    named = {(one if isinstance(one, str) else one.decode("latin-1")).split(":")[0].lower()
             for one in headers}  # fmt: skip
    usual = {
        "upgrade": b"Upgrade: websocket",
        "connection": b"Connection: Upgrade",
        "sec-websocket-version": b"Sec-WebSocket-Version: 13",
        "sec-websocket-key": b"Sec-WebSocket-Key: " + KEY,
    }
    return request(path, *(line for name, line in usual.items() if name not in named), *headers)


def dial(port: int, path: str) -> Line:
    """A websocket that is open."""
    line = Line(port)
    answer = line.ask(upgrade(path))
    assert answer is not None
    assert answer.status == 101, answer.head
    return line
