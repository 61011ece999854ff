"""What a socket may hear once it is open: rows W1 to W25 of the table of bad input.

Where the two servers differ by nature a row names both codes; CUT = the line ended without a word.
"""

import contextlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from config.asgi import sockets
from tests.faults import stage
from tests.production.raw import (
    BINARY,
    CLOSE,
    CUT,
    PING,
    PONG,
    TEXT,
    Line,
    dial,
    frame,
)
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("unharmed")]
PATHS = [f"/{route.pattern}" for route in sockets.routes if str(route.pattern)]
PLAY, BOARDS = "/ws/play/", "/ws/boards/"
every_socket = pytest.mark.parametrize("path", PATHS)


def kilobytes(server: WebServer) -> int:
    """Memory that the process holds."""
    said = Path(f"/proc/{server.pid}/status").read_text()
    return int(said.split("VmRSS:")[1].split()[0])


REFUSED: list[tuple[str, str, str, str]] = [
    ("W1 empty", "", "malformed", "truncated"),
    ("W2 not JSON", "hello", "malformed", "byte 0"),
    ("W2 BOM", '\ufeff{"t":"x"}', "malformed", "byte 0"),
    ("W11 1,000 deep", "[" * 1_000, "malformed", "array"),
    ("W11 1,000 deep in a field", '{"x":' + "[" * 1_000 + "]" * 1_000 + "}", "malformed", "t"),
    ("W11 as deep as it goes", '{"x":' + "[" * 16_000, "malformed", "depth"),
    ("W12 unknown", '{"t":"nobody"}', "unknown_type", "nobody"),
    ("W12 none", "{}", "malformed", "`t`"),
    ("W12 no word", '{"t":5}', "malformed", "$.t"),
    ("no object", "null", "malformed", "null"),
    ("as long as it may be", "x" * 16_384, "malformed", "byte 0"),
]


@every_socket
@pytest.mark.parametrize(
    ("text", "code", "where"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_frame_that_is_none_is_refused_by_name(
    server: WebServer, path: str, text: str, code: str, where: str
) -> None:
    refused(server, path, text, code, where)


def refused(server: WebServer, path: str, text: str, code: str, where: str) -> None:
    """Assert that the frame is answered by an error, and that the socket goes on."""
    with dial(server.port, path) as line:
        line.send(frame(text) + frame("{}"))
        error = line.message()
        assert (error["t"], error["code"]) == ("error", code)
        assert where in error["detail"]
        assert error["message"]
        assert line.message()["code"] == "malformed"


def answer(**changed: str) -> str:
    fields = {"attempt": "1", "slot": "0", "seq": "1", "choice": "[0]", "took_ms": "5", **changed}
    return '{"t":"answer",' + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}"


def watch(seen: str, board: str = '"mixed:persons:440000"') -> str:
    return f'{{"t":"watch","board":{board},"seen":{seen}}}'


# W14 and W15: numbers that are none, or not ours.
NUMBERS = ("-1", str(2**31), str(2**63), "1" + "0" * 400, "1.0", "true", '"1"', "NaN", "Infinity")
FIELDS: list[tuple[str, str, str]] = [
    # W2: a word too many.
    (PLAY, '{"t":"ping","c":1} x', "byte 20"),
    (BOARDS, '{"t":"unwatch"} x', "byte 17"),
    *((PLAY, answer(seq=number), "$.seq") for number in NUMBERS[:7]),
    *((PLAY, answer(slot=number), "$.slot") for number in NUMBERS[:7]),
    *((PLAY, answer(choice=f"[0,{number}]"), "$.choice[1]") for number in NUMBERS[2:7]),
    *((BOARDS, watch(number), "$.seen") for number in NUMBERS[:7]),
    *((PLAY, answer(took_ms=number), "byte") for number in NUMBERS[7:]),
    *((BOARDS, watch(number), "byte") for number in NUMBERS[7:]),
    (PLAY, answer(took_ms="1e400"), ""),
    (BOARDS, watch("1e400"), ""),
    # W16
    (PLAY, answer(choice=r'["\u0000"]'), "$.choice[0]"),
    (PLAY, answer(choice=r'["\ud800"]'), ""),
    (PLAY, answer(choice=str([0] * 11)), "$.choice"),
    (PLAY, r'{"t":"hello","token":"\u0000","round":"mixed"}', "$.token"),
    (BOARDS, watch("1", r'"mixed\u0000"'), "$.board"),
    (BOARDS, watch("1", r'"\udfff"'), ""),
    (BOARDS, watch("1", '"' + "x" * 161 + '"'), "$.board"),
]


@pytest.mark.parametrize(("path", "text", "where"), FIELDS)
def test_rows_w2_and_w14_to_w16_a_value_out_of_bounds_is_refused_with_its_place(
    server: WebServer, path: str, text: str, where: str
) -> None:
    refused(server, path, text, "malformed", where)


def test_row_w12_a_field_that_nobody_knows_is_passed_over(server: WebServer) -> None:
    with dial(server.port, PLAY) as line:
        line.say(t="ping", c=3, x={"y": [1, None]})
        assert line.message()["c"] == 3


CLOSED: list[tuple[str, bytes, set[int]]] = [
    ("W3 no UTF-8", frame(b"\xff\xfe"), {1007}),
    ("W3 half a pair", frame(b'{"t":"\xed\xa0\x80"}'), {1007}),
    ("W3 over two frames", frame(b"\xe6", fin=False) + frame(b"\xff", 0), {1007}),
    ("W4 binary", frame(b"\x00", BINARY), {1003}),
    ("W4 binary, empty", frame(b"", BINARY), {1003}),
    ("W5 a byte too many", frame("x" * 16_385), {1009}),
    ("W5 a byte too many, of three", frame("木" * 5_462), {1009}),
    ("W11 100,000 deep", frame("[" * 100_000), {1009, CUT}),
    ("W6 too many parts", frame("x", fin=False) + frame("x", 0, fin=False) * 20_000, {1009, CUT}),
    ("W7 no mask", frame("{}", mask=None), {1002}),
    ("W7 compressed", frame("{}", rsv=4), {1002}),
    ("W7 a bit too many", frame("{}", rsv=1), {1002}),
    ("W7 opcode 3", frame("{}", 3), {1002}),
    ("W7 opcode 11", frame("", 11), {1002}),
    ("W8 a long ping", frame("x" * 126, PING), {1002}),
    ("W8 half a ping", frame("x", PING, fin=False), {1002}),
    ("W8 half a close", frame(b"\x03", CLOSE), {1002, CUT}),
    ("W8 a close without a meaning", frame(struct.pack("!H", 999), CLOSE), {1002, CUT}),
    ("W8 a close in no words", frame(struct.pack("!H", 1000) + b"\xff", CLOSE), {1007, CUT}),
    ("W9 2^63 bytes to come", frame("x", says=2**63), {1002, 1009}),
    ("W9 2^62 bytes to come", frame("x", says=2**62), {1009}),
    ("W9 2^31 bytes to come", frame("x", says=2**31), {1009}),
    ("an end without a beginning", frame("{}", 0), {1002}),
    ("a beginning without an end", frame("{", fin=False) + frame("}", TEXT), {1002}),
    ("goodbye", frame(struct.pack("!H", 1000), CLOSE), {1000}),
    ("goodbye without a word", frame(b"", CLOSE), {1000, 1005}),
]


@every_socket
@pytest.mark.parametrize(
    ("sent", "codes"), [row[1:] for row in CLOSED], ids=[row[0] for row in CLOSED]
)
def test_broken_framing_closes_the_socket_with_its_code(
    server: WebServer, path: str, sent: bytes, codes: set[int]
) -> None:
    before = kilobytes(server)
    with dial(server.port, path) as line:
        line.send(sent)
        assert line.end() in codes
    assert kilobytes(server) - before < 8_192


@every_socket
def test_row_w6_parts_without_end_and_without_content_cost_no_memory(
    server: WebServer, path: str
) -> None:
    before = kilobytes(server)
    with dial(server.port, path) as line:
        line.send(frame("", fin=False) + frame("", 0, fin=False) * 100_000 + frame("x", 0))
        assert line.message()["code"] == "malformed"
        assert kilobytes(server) - before < 32_768


@every_socket
def test_a_ping_between_two_parts_is_answered_and_the_parts_are_one(
    server: WebServer, path: str
) -> None:
    with dial(server.port, path) as line:
        line.send(frame('{"t":', fin=False) + frame("now", PING) + frame('"x"}', 0))
        assert line.hear() == (PONG, b"now")
        assert line.message()["code"] == "unknown_type"


def heard(line: Line) -> tuple[list[Any], int]:
    """Every message to the end, and the close code; CUT when the line ended without one."""
    said: list[Any] = []
    with contextlib.suppress(EOFError):
        while True:
            opcode, data = line.hear()
            if opcode == CLOSE:
                return said, int.from_bytes(data[:2])
            if opcode == TEXT:
                said.append(json.loads(data))
    return said, CUT


@every_socket
def test_rows_w24_and_w25_a_flood_is_slowed_down_and_then_closed(
    server: WebServer, path: str
) -> None:
    for _ in range(3):  # who reads a second late finds the line cut, not closed
        with dial(server.port, path) as line:
            line.send(frame('{"t":"ping","c":1}') * 1_000)
            said, code = heard(line)
        if code != CUT:
            break
    assert code == 1008
    credit = 40 if path == BOARDS else 60
    refusals = [each for each in said if each.get("code") == "slow_down"]
    assert len(refusals) == 1
    assert refusals[0]["retry_ms"] > 0
    assert credit <= len(said) - 1 <= credit + 5


def test_row_w24_an_answer_within_its_credit_is_kept(server: WebServer) -> None:
    hello = {"t": "hello", "token": stage.token(2), "round": stage.MIXED}
    with dial(server.port, PLAY) as line:
        line.say(**hello)
        assert line.message()["attempt"] is None
        line.say(t="open", try_no=0)
        attempt = line.message()["attempt"]["attempt"]
        sent = answer(attempt=str(attempt), choice="[]")
        line.send(frame(sent) + frame('{"t":"ping","c":1}') * 200)
        assert heard(line)[1] in (1008, CUT)
    with dial(server.port, PLAY) as line:
        line.say(**hello)
        assert line.message()["attempt"]["stored"] == [0]


@every_socket
def test_row_w25_pings_whose_pongs_are_not_read_end_the_line(server: WebServer, path: str) -> None:
    before, flood = kilobytes(server), frame("x" * 125, PING) * 500_000
    with dial(server.port, path) as line, pytest.raises(OSError, match=r"reset|[Bb]roken"):
        line.socket.sendall(flood)
    assert kilobytes(server) - before < 8_192


@every_socket
def test_pongs_that_nobody_asked_for_do_nothing(server: WebServer, path: str) -> None:
    with dial(server.port, path) as line:
        line.send(frame("x", PONG) * 1_000 + frame("{}"))
        assert line.message()["code"] == "malformed"
