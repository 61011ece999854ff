"""A phone that takes nothing any more is let go, on both servers, and keeps nobody waiting."""

import contextlib
import json
import shutil
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import environment
from tests.production.raw import CUT, Line, frame, upgrade
from tests.servers import WebServer

pytestmark = pytest.mark.faults
# A stop that waits for a mute phone takes ten.
STOP_S = 8
# What the kernel says of a socket that waits for connections.
LISTENS = "0A"


@pytest.fixture(params=["daphne", "uvicorn"])
def flooding(request: pytest.FixtureRequest, staged: Path, tmp_path: Path) -> Iterator[WebServer]:
    """A server that may send more than is read."""
    database = shutil.copy(staged, tmp_path / "contest.sqlite3")
    told = environment(DATABASE_URL=f"sqlite:///{database}", WEB_SERVER=request.param)
    made = WebServer(tmp_path, told)
    address = [sys.executable, "-m", "tests.production.flood", str(made.port)]
    made.spawn(address, made.environment)
    made.wait_until(made.live, "the flooding server")
    yield made
    made.stop()


@contextlib.contextmanager
def mute(server: WebServer, what: str) -> Iterator[Line]:
    """A phone that asks for a flood and reads nothing of it."""
    with Line(server.port) as line:
        line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        reply = line.ask(upgrade("/ws/flood/"))
        assert reply is not None
        assert reply.status == 101
        line.send(frame(what))
        yield line


def taken(line: Line, flood: bytes) -> int:
    """How much of it the server, and the kernel before it, took before the line stood or ended."""
    left = memoryview(flood)
    with contextlib.suppress(OSError):
        while left:
            left = left[line.socket.send(left[:65_536]) :]
    return len(flood) - len(left)


def test_what_nobody_has_time_to_read_stays_with_its_sender(flooding: WebServer) -> None:
    with Line(flooding.port) as line:
        assert line.ask(upgrade("/ws/stuck/")) is not None
        flood = frame("x" * 16_000, mask=bytes(4)) * 4_000
        assert taken(line, flood) < len(flood) // 4
    flooding.wait_until(lambda: connected(flooding) == 0, "the letting go")


def connected(server: WebServer) -> int:
    """Lines to phones that the process holds, whatever its sockets know of them."""
    ends = Path(f"/proc/{server.pid}/net/tcp").read_text().splitlines()[1:]
    mine = {_inode(link) for link in Path(f"/proc/{server.pid}/fd").iterdir()}
    here = f":{server.port:04X}"
    return sum(
        end.split()[1].endswith(here) and end.split()[3] != LISTENS and end.split()[9] in mine
        for end in ends
    )


def _inode(link: Path) -> str:
    try:
        return str(link.readlink()).removeprefix("socket:[").removesuffix("]")
    except OSError:
        return ""


def sockets(server: WebServer) -> int:
    with urllib.request.urlopen(f"{server.url}/health/ready", timeout=10) as answer:
        return int(json.load(answer)["sockets"])


def test_who_is_far_behind_is_let_go_within_moments(flooding: WebServer) -> None:
    with mute(flooding, "all") as line:
        flooding.wait_until(lambda: connected(flooding) == 0, "the letting go")
        assert sockets(flooding) == 0
        assert line.end() in (4408, CUT)
    assert flooding.output() == ""


def test_who_answers_no_ping_is_let_go_with_what_he_has_not_read(flooding: WebServer) -> None:
    with mute(flooding, "some"):
        flooding.wait_until(lambda: connected(flooding) == 1, "the phone")
        flooding.wait_until(lambda: connected(flooding) == 0, "the letting go")
        assert sockets(flooding) == 0


@pytest.mark.parametrize("what", ["some", "all"])
def test_a_stop_does_not_wait_for_who_reads_nothing(flooding: WebServer, what: str) -> None:
    with mute(flooding, what):
        flooding.wait_until(lambda: connected(flooding) == 1, "the phone")
        assert flooding.term(wait_s=STOP_S) in (0, -signal.SIGTERM)
    assert "Traceback" not in flooding.output()
