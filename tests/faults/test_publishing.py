"""A result is counted and published although processes are killed on the way."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.faults import record
from tests.servers import WebServer

pytestmark = pytest.mark.faults
BUILD = """
from tests.leaderboard.publish import cast
played = cast.scene()
played.crowd(400, where=cast.WHERE[0])
played.crowd(300, where=cast.WHERE[2])
cast.two()
"""
BEGIN = """
from django.contrib.auth.models import User
from leaderboard.publish import publishing
from quiz import clock
from quiz.models import Round
by = User.objects.get(username="lin")
publishing.begin(Round.objects.get(), by=by, reason="", now=clock.now())
"""
# As if its last word were long ago: the test does not wait for a minute.
SILENT = """
from leaderboard.models import Publication
Publication.objects.filter(state="working").update(beat_at=1)
"""
STATE = "SELECT state FROM leaderboard_publication"
PUBLISH = """
from django.contrib.auth.models import User
from leaderboard.models import Publication
from leaderboard.publish import publishing
from quiz import clock
by = User.objects.get(username="chen")
publishing.publish(Publication.objects.get(), by=by, now=clock.now())
"""
PATIENCE_S = 120


def counting(server: WebServer) -> list[int]:
    """The counting processes of the server."""
    return server.children("publish_result")


def until(ready: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < end, f"no {what} within {PATIENCE_S} s"
        time.sleep(0.2)


def state(server: WebServer) -> str:
    database = f"sqlite:///{server.folder / 'contest.sqlite3'}"
    return ",".join(found for (found,) in record.query(database, STATE))


def test_a_killed_counting_is_begun_anew_by_whoever_is_left(
    web_server: Callable[..., WebServer],
) -> None:
    server = web_server()
    server.prepare(("shell", "-v0", "-c", BUILD))
    server.start()
    server.manage("shell", "-v0", "-c", BEGIN)
    until(lambda: counting(server), "counting process")
    os.kill(counting(server)[0], signal.SIGKILL)
    until(lambda: not counting(server), "end of it")
    assert state(server) == "working"
    server.kill9()
    server.manage("shell", "-v0", "-c", SILENT)
    server.start()
    until(lambda: state(server) == "ready", "counted result")
    server.manage("shell", "-v0", "-c", PUBLISH)
    assert server.manage("verify_result", "--contest", "2026") == "same\n"
