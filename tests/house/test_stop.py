"""A stop goes through all its steps, whatever one of them meets."""

import asyncio
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from config import lifecycle
from quiz import sockets, threads
from quiz.journal.queue import journal
from quiz.sittings import rehearsal
from quiz.sockets import Socket


class Line(Socket):
    """A socket that is open, and what it was closed with."""

    def __init__(self, said: list[str], fault: Exception | None = None) -> None:
        async def never(*_: Any) -> NoReturn:
            raise AssertionError("nothing is read, or sent otherwise")

        super().__init__({}, never, never)
        self._said, self._fault = said, fault

    async def close(self, code: int) -> None:
        sockets._open_sockets.discard(self)
        if self._fault is not None:
            raise self._fault
        self._said.append(f"closed {code}")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was done, in its order; nobody's threads and writers are really ended."""
    done = list[str]()

    async def end() -> None:
        done.append("writer ended")

    monkeypatch.setattr(lifecycle, "_running", [])
    monkeypatch.setattr(threads, "close_all", lambda: done.append("threads closed"))
    monkeypatch.setattr(journal.writer, "end", end)
    yield done
    sockets._open_sockets.clear()


LAST = ["threads closed", "writer ended"]


@pytest.mark.parametrize("fault", [ConnectionResetError("gone"), LookupError("ours")])
async def test_a_line_that_cannot_be_closed_keeps_nothing_back(
    said: list[str], fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    sockets._open_sockets.update([Line(said), Line(said, fault), Line(said)])
    await lifecycle.stop()
    assert said == ["closed 1012", "closed 1012", *LAST]
    assert [line.exc_info and line.exc_info[1] for line in caplog.records] == [fault]


async def test_a_line_that_closes_for_ever_is_not_waited_for(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(Line):
        async def close(self, code: int) -> None:
            await super().close(code)
            await asyncio.Event().wait()

    monkeypatch.setattr(sockets, "GOODBYE_S", 0)
    sockets._open_sockets.update([Stuck(said), Line(said)])
    await lifecycle.stop()
    assert said == ["closed 1012", "closed 1012", *LAST]


@pytest.mark.parametrize(
    ("where", "step"), [(rehearsal, "send_all_home"), (journal, "drain"), (sockets, "close_every")]
)
async def test_a_step_that_fails_is_logged_and_the_others_are_taken(
    where: Any,
    step: str,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: Any) -> NoReturn:
        raise LookupError(step)

    monkeypatch.setattr(where, step, fail)
    await lifecycle.stop()
    assert said == LAST
    assert "stop: " in caplog.text
