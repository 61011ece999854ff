"""What strangers send before anything is agreed: rows T29 to T40 of the table of bad input, and
requests that are none. Where the two servers differ by nature a row says daphne's answer first.
"""

from typing import Any

import pytest

from config.asgi import sockets
from tests.faults import stage
from tests.production.raw import Line, dial, request, upgrade
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("unharmed")]
# Every socket of the URL table; the last route, which is none, has no words.
PATHS = [f"/{route.pattern}" for route in sockets.routes if str(route.pattern)]
OURS = "Origin: http://127.0.0.1"
CUT = 0
Status = int | tuple[int, int]
JSON = "Content-Type: application/json"
FORM = "Content-Type: application/x-www-form-urlencoded"


def status(server: WebServer, sent: bytes) -> int:
    """The status of the answer; CUT = the line was cut without one."""
    with Line(server.port) as line:
        answer = line.ask(sent)
    return CUT if answer is None else answer.status


def of(server: WebServer, wanted: Status) -> int:
    daphne = server.environment["WEB_SERVER"] == "daphne"
    return wanted if isinstance(wanted, int) else wanted[0 if daphne else 1]


HANDSHAKES: list[tuple[str, list[bytes | str], Status]] = [
    ("T29 no origin: a token will say who it is", [], 101),
    ("our own", [OURS], 101),
    ("T30 null", ["Origin: null"], 403),
    ("T30 file", ["Origin: file://"], 403),
    ("T31 another site", ["Origin: http://evil.example.org"], 403),
    ("T31 ours in front", ["Origin: http://127.0.0.1.evil.example.org"], 403),
    ("T31 ours as user", ["Origin: http://127.0.0.1@evil.example.org"], 403),
    ("T32 scheme", ["Origin: https://127.0.0.1"], 403),
    ("T32 port", ["Origin: http://127.0.0.1:8080"], 403),
    ("T33 half an address", ["Origin: http://["], (400, 403)),
    ("T33 no such port", ["Origin: http://127.0.0.1:99999999"], (400, 403)),
    ("T33 bytes", [b"Origin: \xff\xfe"], (400, 403)),
    ("T33 empty", ["Origin:"], (400, 403)),
    ("T34 two origins", [OURS, OURS], (403, 400)),
    ("T35 a host of somebody else", ["Host: evil.example.org"], 403),
    ("T35 a port that is none", ["Host: 127.0.0.1:x"], (400, 403)),
    ("T35 empty host", ["Host:"], 403),
    ("T35 two hosts", ["Host: 127.0.0.1", "Host: 127.0.0.1"], (403, 400)),
    ("T36 a stranger's proxy headers", ["X-Forwarded-For: 10.0.0.1", "X-Forwarded-Host: x"], 101),
    ("T36 a stranger's https", ["X-Forwarded-Proto: https", "Origin: https://127.0.0.1"], 403),
    ("T36 bytes", [b"X-Forwarded-For: \xff\x00"], 400),
    ("an old version", ["Sec-WebSocket-Version: 12"], 400),
    ("no version", ["Sec-WebSocket-Version: x"], 400),
    ("a key that is none", ["Sec-WebSocket-Key: x"], 400),
    ("a header of 100 kB", ["X-Long: " + "x" * 100_000], (CUT, 431)),
    ("200 headers", [f"X-{n}: {n}" for n in range(200)], (101, 431)),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("headers", "wanted"), [row[1:] for row in HANDSHAKES], ids=[row[0] for row in HANDSHAKES]
)
def test_a_handshake_is_answered_by_what_it_says(
    server: WebServer, path: str, headers: list[bytes | str], wanted: Status
) -> None:
    assert status(server, upgrade(path, *headers)) == of(server, wanted)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        *((path, 403) for path in ("/", "/ws/", "/ws/play", "/ws/play/x", "/api/join", "//")),
        *((path, 403) for path in ("/ws/%00", "/ws/%ff", "/ws/%0A", "/%0D%0A")),
        ("/ws/play/../boards/", 403),
        (b"/ws/\xff", 400),
    ],
)
def test_a_socket_that_is_not_there_is_refused(
    server: WebServer, path: bytes | str, wanted: int
) -> None:
    assert status(server, upgrade(path)) == wanted


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_no_socket_and_a_post_no_handshake(server: WebServer, path: str) -> None:
    assert status(server, request(path)) == 404
    assert status(server, upgrade(path).replace(b"GET", b"POST", 1)) == 405


@pytest.mark.parametrize("path", PATHS)
def test_row_w10_compression_and_subprotocols_are_never_agreed(
    server: WebServer, path: str
) -> None:
    offers = ["Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Protocol: token, x"]
    with Line(server.port) as line:
        answer = line.ask(upgrade(path, *offers))
    assert answer is not None
    assert answer.status == 101
    assert "sec-websocket-extensions" not in answer.head.lower()
    assert "sec-websocket-protocol" not in answer.head.lower()


@pytest.mark.parametrize(
    "token", [stage.token(1)[:-1] + "q", stage.token(1).upper(), "x" * 32, "-" * 100]
)
def test_row_t37_a_token_that_is_not_ours_is_told_and_closed(server: WebServer, token: str) -> None:
    with dial(server.port, "/ws/play/") as line:
        line.say(t="hello", token=token, round=stage.MIXED)
        assert line.message()["code"] == "no_token"
        assert line.end() == 4401


def test_row_t40_a_token_in_the_address_is_not_read(server: WebServer) -> None:
    with dial(server.port, f"/ws/play/?token={stage.token(1)}") as line:
        line.say(t="open", try_no=0)
        assert line.message()["code"] == "not_joined"
    assert stage.token(1) not in server.output()


def join(body: bytes, *headers: str) -> bytes:
    return request("/api/join", *(headers or (JSON,)), method="POST", body=body)


def boards(query: str) -> bytes:
    return request(f"/api/boards/{stage.MIXED}/persons?{query}")


REQUESTS: list[tuple[str, bytes, Status, str]] = [
    ("R63 1 MB", join(b"x" * 1_000_000), 413, "too_large"),
    ("R64 a type that is none", join(b"{}", "Content-Type: \xff"), (415, 415), "wrong_type"),
    ("R64 100,000 deep", join(b"[" * 100_000), 413, "too_large"),
    ("R64 16,000 deep", join(b"[" * 16_000), 400, "malformed"),
    ("R64 deep in a field", join(b'{"nickname":' + b"[" * 8_000), 400, "malformed"),
    ("R65 TRACE", request("/api/join", method="TRACE"), 405, "not_allowed"),
    ("R65 FOO", request("/api/join", method="FOO"), 405, "not_allowed"),
    ("R65 CONNECT", request("/api/join", method="CONNECT"), 405, "not_allowed"),
    ("R65 a slash more", request("/api/join/"), 404, "not_found"),
    *(
        (f"R66 {query[:20]}", boards(query), 400, "bad_parameter")
        for query in ("page=1000000000", "page=-1", "page=%00", "page=" + "9" * 5_000, "limit=-1",
                      "size=1000000000", "ordering=user__password", "format=xml", "x" * 5_000)
    ),
    ("R66 a region of bytes", boards("region=%ff%00"), 404, "no_such_region"),
    ("R66 a path", boards("region=../../etc"), 404, "no_such_region"),
    ("R66 SQL", boards("cohort=%27%20OR%201=1"), 404, "no_such_board"),
    ("a round of bytes", request("/api/boards/%00%ff/persons"), 404, "no_such_round"),
    ("R67 a paper of nobody", request(f"/api/attempts/{9**40}/review"), 401, "no_token"),
    ("a token of bytes", request("/api/me", b"Authorization: Bearer " + b"\xff" * 32), 401,
     "no_token"),
    ("a body in parts that are none", join(b"zz\r\n{}", JSON, "Transfer-Encoding: chunked"), 400,
     ""),
    ("a length below nothing", join(b"{}", JSON, "Content-Length: -5"), 400, ""),
    ("two lengths", join(b"{}", JSON, "Content-Length: 2", "Content-Length: 3"), 400, ""),
    ("T35 a host of somebody else", request("/", "Host: evil.example.org"), 400, ""),
    ("T35 two hosts", request("/", "Host: 127.0.0.1", "Host: 127.0.0.1"), 400, ""),
    ("a header of 100 kB", request("/", "X-Long: " + "x" * 100_000), (CUT, 200), ""),
    ("an address of 100 kB", request("/" + "x" * 100_000), (CUT, 404), ""),
    ("R65 TRACE of a page", request("/", method="TRACE"), 405, ""),
    ("R63 3 MB in a form", request("/lang/", FORM, method="POST", body=b"a=" + b"x" * 3_000_000),
     400, ""),
    ("R63 1,001 fields", request("/lang/", FORM, method="POST", body=b"a=1&" * 1_001), 400, ""),
    ("R64 a form in no parts", request("/lang/", "Content-Type: multipart/form-data; boundary=\xff",
     method="POST", body=b"x"), 400, ""),
    ("R75 a form from nowhere", request("/admin/login/", FORM, method="POST", body=b"a=1"), 403,
     ""),
    ("a cookie of bytes", request("/", b"Cookie: \xff=\xfe; django_language=../../etc"), 200, ""),
    ("languages", request("/", "Accept-Language: " + "zh-" * 200 + ",*;q=x"), 200, ""),
    ("a file above", request("/static/../config/settings.py"), 404, ""),
    ("a file above, in code", request("/static/%2e%2e/%2e%2e/config/settings.py"), 404, ""),
    ("an address of bytes", request("/%ff%fe%00"), 404, ""),
    ("a link of bytes", request("/signin/%00/"), 410, ""),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500 + b"\r\n\r\n", 400, ""),
    ("HTTP of 1991", b"GET /\r\n\r\n", 400, ""),
    ("nothing but NUL", b"\x00" * 4_000 + b"\r\n\r\n", 400, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "wanted", "code"), [row[1:] for row in REQUESTS], ids=[row[0] for row in REQUESTS]
)
def test_a_request_is_refused_by_name_and_never_breaks_the_server(
    server: WebServer, sent: bytes, wanted: Status, code: str
) -> None:
    with Line(server.port) as line:
        answer = line.ask(sent)
    assert (CUT if answer is None else answer.status) == of(server, wanted)
    if code:
        assert answer is not None
        said: Any = answer.json()
        assert (said["code"], bool(said["message"])) == (code, True)


def test_a_request_that_never_ends_holds_up_nobody(server: WebServer) -> None:
    halves = (b"", b"GET / HTTP/1.1\r\nHost", upgrade(PATHS[0])[:-2], join(b"{}" * 99)[:-100])
    lines = [Line(server.port) for _ in range(50) for _ in halves]
    for n, line in enumerate(lines):
        line.send(halves[n % len(halves)])
    assert status(server, request("/health/live")) == 200
    for line in lines:
        line.socket.close()
