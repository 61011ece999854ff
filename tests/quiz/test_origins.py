"""Which pages may open a socket: rows T29 to T36 of the table of bad handshakes."""

from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from pytest_django import Settings

from leaderboard.consumers import BoardSocket
from quiz import origins
from quiz.consumers import PlaySocket

HOST = (b"host", b"quiz.example.org")


def scope(*headers: tuple[bytes, bytes], scheme: str = "ws") -> dict[str, Any]:
    return {"type": "websocket", "scheme": scheme, "headers": list(headers)}


def origin(value: bytes) -> tuple[bytes, bytes]:
    return (b"origin", value)


@pytest.fixture(autouse=True)
def ours(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["quiz.example.org", "quiz.example.org:8443"]
    settings.ORIGINS = []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"http://quiz.example.org", True),
        (b"http://quiz.example.org:80", True),
        (b"HTTP://QUIZ.example.org", True),
        (b"https://quiz.example.org", False),
        (b"http://quiz.example.org:8080", False),
        (b"http://other.example.org", False),
        (b"http://quiz.example.org.evil.com", False),
        (b"http://evilquiz.example.org", False),
        (b"http://evil.com#quiz.example.org", False),
        (b"http://quiz.example.org@evil.com", False),
        (b"http://quiz.example.org/path", False),
        (b"null", False),
        (b"file://", False),
        (b"", False),
        (b"http://[", False),
        (b"http://quiz.example.org:99999999", False),
        (b"\xff\xfe", False),
        (b"javascript:alert(1)", False),
    ],
)
def test_an_origin_is_ours_only_whole(value: bytes, *, expected: bool) -> None:
    for needed in (True, False):
        assert origins.allowed(scope(HOST, origin(value)), needed=needed) is expected


def test_behind_tls_the_page_must_be_https() -> None:
    secure = scope(HOST, origin(b"https://quiz.example.org"), scheme="wss")
    assert origins.allowed(secure, needed=True)
    assert not origins.allowed(
        scope(HOST, origin(b"http://quiz.example.org"), scheme="wss"), needed=True
    )


def test_named_origins_replace_the_guess(settings: Settings) -> None:
    settings.ORIGINS = ["https://www.example.org:8443"]
    named = scope(HOST, origin(b"https://www.example.org:8443"))
    assert origins.allowed(named, needed=True)
    assert not origins.allowed(scope(HOST, origin(b"http://quiz.example.org")), needed=True)


def test_no_origin_is_for_those_who_name_themselves_by_token() -> None:
    assert origins.allowed(scope(HOST), needed=False)
    assert not origins.allowed(scope(HOST), needed=True)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [HOST, HOST],
        [(b"host", b"evil.example.org")],
        [(b"host", b"")],
        [(b"host", b"quiz.example.org:notaport")],
        [HOST, origin(b"http://quiz.example.org"), origin(b"http://quiz.example.org")],
    ],
)
def test_doubled_missing_and_foreign_headers_are_refused(
    headers: list[tuple[bytes, bytes]],
) -> None:
    assert not origins.allowed(scope(*headers), needed=False)


@pytest.mark.parametrize("socket", [PlaySocket, BoardSocket])
async def test_every_socket_asks(socket: type[PlaySocket | BoardSocket]) -> None:
    app: Any = socket.as_asgi()
    line = WebsocketCommunicator(app, "/ws/")
    line.scope["headers"] = [HOST, origin(b"http://evil.com")]
    connected, _code = await line.connect()
    assert not connected
