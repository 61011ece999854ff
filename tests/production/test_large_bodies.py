"""Whoever sends a body without end is cut off, whatever they promised, and nobody else waits."""

import contextlib
import socket

import pytest

from config import bodies
from tests.production import raw
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("unharmed")]
PIECE = 65_536
# So much of what was sent may lie in the kernel when the line is cut.
UNREAD = 16 * 1024 * 1024


def poured(server: WebServer, path: str, head: str, *, most: int) -> tuple[int, bytes]:
    """How many bytes of a body were taken before the line was cut, and what was answered."""
    sent, chunked = 0, "chunked" in head
    piece = b"%x\r\n" % PIECE + b"x" * PIECE + b"\r\n" if chunked else b"x" * PIECE
    with socket.create_connection(("127.0.0.1", server.port), timeout=raw.PATIENCE_S) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            while sent < most:
                line.sendall(piece)
                sent += PIECE
        with contextlib.suppress(ConnectionError):
            return sent, line.recv(PIECE)
    return sent, b""


@pytest.mark.parametrize("head", ["Content-Length: 999999999", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("path", ["/api/join", "/bank/pictures"])
def test_a_body_without_end_is_cut_off(server: WebServer, path: str, head: str) -> None:
    limit = bodies.most(path)
    sent, said = poured(server, path, head, most=limit + 4 * UNREAD)
    assert sent < limit + UNREAD
    assert said == b"" or b" 413 " in said.partition(b"\r\n")[0]


def test_what_is_a_little_too_large_is_told_so(server: WebServer) -> None:
    length = bodies.MOST + PIECE
    _sent, said = poured(server, "/api/join", f"Content-Length: {length}", most=length)
    assert said == b"" or said.startswith(b"HTTP/1.1 413 ")


def test_a_large_form_that_may_come_comes(server: WebServer) -> None:
    length = 20 * PIECE
    _sent, said = poured(server, "/bank/pictures", f"Content-Length: {length}", most=length)
    assert b" 403 " in said.partition(b"\r\n")[0]
