"""Names leave the index of names piece by piece: a search waits for one piece only."""

from types import TracebackType
from typing import Final

import pytest

from leaderboard.projector import Projector
from leaderboard.public import finding
from quiz import people
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene

PIECE: Final = 2


class Watch:
    """A lock that knows how many names went while it was held, each time."""

    def __init__(self, finder: finding.Finder) -> None:
        self._finder = finder
        self.went: list[int] = []

    def _names(self) -> int:
        return sum(map(len, self._finder._entries.values()))

    def __enter__(self) -> None:
        self._before = self._names()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self.went.append(self._before - self._names())


def test_many_who_leave_at_once_are_taken_out_piece_by_piece(
    projector: Projector, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        stage.close(f"选手{n}", 10)
    projector.catch_up(Millis(projector.as_of + 1))
    finder = finding.finder
    finder.read_on(Millis(projector.as_of))
    monkeypatch.setattr(finding, "PIECE", PIECE)
    watch = Watch(finder)
    monkeypatch.setattr(finder, "_lock", watch)
    later = Millis(projector.as_of + finding.ERASED_MS)
    for n in range(7):
        people.erase(stage.people[f"选手{n}"], later)
    finder._forget(later)
    assert list(map(len, finder._entries.values())) == [4]
    assert sum(watch.went) == 7
    assert max(watch.went) <= PIECE
