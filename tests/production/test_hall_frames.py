"""What the sockets of a sitting may hear besides: values out of bounds, codes of nothing.

What is no frame at all is in test_raw_frames.py, for every socket.
"""

import pytest

from tests.faults import stage
from tests.production.raw import dial, frame
from tests.production.test_raw_frames import NUMBERS, heard, refused
from tests.servers import WebServer

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("unharmed")]
HALL, HOST, STAGE = "/ws/hall/", "/ws/host/", "/ws/stage/"


def tap(**changed: str) -> str:
    """An answer in a hall."""
    fields = {"slot": "0", "seq": "1", "choice": "[0]", "took_ms": "5", **changed}
    return '{"t":"answer",' + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}"


def do(**changed: str) -> str:
    fields = {"id": '"12345678"', "v": "1", "do": '"show"', **changed}
    return '{"t":"do",' + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}"


FIELDS: list[tuple[str, str, str]] = [
    *((HALL, tap(slot=number), "$.slot") for number in NUMBERS[:7]),
    *((HALL, tap(seq=number), "$.seq") for number in NUMBERS[:7]),
    *((HALL, tap(choice=f"[0,{number}]"), "$.choice[1]") for number in NUMBERS[2:7]),
    *((HALL, tap(took_ms=number), "byte") for number in NUMBERS[7:]),
    (HALL, tap(choice=str([0] * 11)), "$.choice"),
    (HALL, tap(text='"' + "x" * 61 + '"'), "$.text"),
    (HALL, tap(text=r'"\ud800"'), ""),
    (HALL, tap(sure="1"), "$.sure"),
    (HALL, r'{"t":"enter","token":"\u0000","sitting":"123456"}', "$.token"),
    (HALL, '{"t":"enter","token":"' + "x" * 32 + '","sitting":"12345"}', "$.sitting"),
    *((HOST, do(v=number), "$.v") for number in NUMBERS[:7]),
    *((HOST, do(v=number), "byte") for number in NUMBERS[7:]),
    (HOST, do(id='"short"'), "$.id"),
    (HOST, do(id=r'"1234567\u0000"'), "$.id"),
    (HOST, do(ms="1e400"), ""),
    (HOST, '{"t":"host","sitting":"１２３４５６"}', "$.sitting"),
    (STAGE, '{"t":"screen","screen":"../../etc/pw"}', "$.screen"),
    (STAGE, r'{"t":"screen","screen":"\u0000"}', "$.screen"),
]


@pytest.mark.parametrize(("path", "text", "where"), FIELDS)
def test_rows_w14_to_w16_a_value_out_of_bounds_is_refused_with_its_place(
    server: WebServer, path: str, text: str, where: str
) -> None:
    refused(server, path, text, "malformed", where)


def test_who_has_not_said_who_they_are_may_neither_answer_nor_command(server: WebServer) -> None:
    enter = '{"t":"enter","token":"' + "x" * 32 + '","sitting":"123456"}'
    for path, text in ((HALL, tap()), (HOST, do()), (STAGE, tap()), (STAGE, do()), (HOST, enter)):
        with dial(server.port, path) as line:
            line.send(frame(text))
            assert line.message()["code"] == "not_entered"


@pytest.mark.parametrize(
    ("path", "hello"),
    [
        (HALL, {"t": "enter", "token": stage.token(2), "sitting": "000000"}),
        (HOST, {"t": "host", "sitting": "000000", "remote": "x" * 32}),
        (STAGE, {"t": "screen", "screen": "x" * 12}),
    ],
)
def test_codes_of_no_sitting_are_refused_by_name_and_run_out(
    server: WebServer, path: str, hello: dict[str, str]
) -> None:
    with dial(server.port, path) as line:
        for _ in range(5):
            line.say(**hello)
        said, code = heard(line)
    assert [one["code"] for one in said] == ["no_such_sitting"] * 5
    assert code == 1008
