"""Lines to PostgreSQL on which nothing comes back are cut, each by its own time."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from quiz.journal.watch import Watch
from quiz.rules.units import Millis
from tests.fakes import FakeClock

PATIENCE = 5_000


class Database:
    """A line to PostgreSQL, seen from its far end."""

    vendor = "postgresql"

    def __init__(self) -> None:
        mine, self.far = socket.socketpair()
        self.connection = SimpleNamespace(fileno=mine.fileno, close=mine.close)
        self.far.setblocking(False)  # noqa: FBT003 (the socket module's own signature)

    def ensure_connection(self) -> None:
        """It is there."""

    @property
    def cut(self) -> bool:
        try:
            return self.far.recv(1) == b""
        except BlockingIOError:
            return False


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    made = [Database(), Database()]
    yield made
    for one in made:
        one.connection.close()
        one.far.close()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """One whose thread never looks: the test does."""
    monkeypatch.setattr(Watch, "_look", lambda _self: None)
    return Watch(PATIENCE)


def test_a_thread_that_is_done_leaves_the_line_of_another_one_watched(
    watch: Watch, lines: list[Any], fake_clock: FakeClock
) -> None:
    with watch.over(lines[0]):
        fake_clock.tick(1_000)
        with watch.over(lines[1]):
            fake_clock.tick(1_000)
        watch.look(Millis(fake_clock.time + PATIENCE))
    assert [one.cut for one in lines] == [True, False]


def test_each_line_is_cut_by_its_own_time_and_once(
    watch: Watch, lines: list[Any], fake_clock: FakeClock
) -> None:
    begun = fake_clock.time
    with watch.over(lines[0]):
        fake_clock.tick(1_000)
        with watch.over(lines[1]):
            watch.look(Millis(begun + PATIENCE))
            assert [one.cut for one in lines] == [False, False]
            watch.look(Millis(begun + PATIENCE + 1))
            assert [one.cut for one in lines] == [True, False]
            watch.look(Millis(begun + PATIENCE + 1_001))
            assert [one.cut for one in lines] == [True, True]
    watch.look(Millis(begun + 10 * PATIENCE))
