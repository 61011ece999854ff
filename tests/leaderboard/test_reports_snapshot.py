"""A snapshot of a huge contest takes seconds: who asks meanwhile does not wait for it."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from leaderboard.reports import snapshot
from leaderboard.reports.snapshot import KEPT_MS, OLD_MS, Snapshot
from leaderboard.rules.figures import ALL
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import fresh, papers, tell

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh")]


def snap(after: int = 0) -> Snapshot:
    return snapshot.of("GD26", 0, "44", few=1, now=OPENS_AT + after)


def people(of: Snapshot) -> int:
    return of.figures(("44", "", ALL, 0)).people


class Meanwhile:
    """Somebody who asks in the middle of the work of somebody else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.seen: list[int] = []
        self.made = 0
        self._after, self._read = after, snapshot._cells
        self._thread = Thread(target=self._ask, daemon=True)
        monkeypatch.setattr(snapshot, "_cells", self._work)

    def _work(self, *args: Any, **named: Any) -> Any:
        self.made += 1
        self._thread.start()
        self._thread.join(timeout=1)  # answered by then only where nothing keeps them waiting
        self.in_time = list(self.seen)
        return self._read(*args, **named)

    def _ask(self) -> None:
        self.seen.append(people(snap(self._after)))
        connection.close()

    def ended(self) -> list[int]:
        self._thread.join(timeout=20)
        return self.seen


def test_who_asks_while_a_new_one_is_worked_out_has_the_one_before(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(papers(stage.ranked, 20))
    assert people(snap()) == 20
    tell(papers(stage.ranked, 10, first=101))
    other = Meanwhile(monkeypatch, KEPT_MS + 1)
    assert people(snap(KEPT_MS)) == 30
    assert other.in_time == [20]
    assert (other.ended(), other.made) == ([20], 1)
    assert people(snap(KEPT_MS + 2)) == 30


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False])
def test_who_asks_first_or_after_long_waits_for_it_and_it_is_worked_out_once(
    stage: Scene, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    if known:
        tell(papers(stage.ranked, 20, first=201))
        snap()
    tell(papers(stage.ranked, 20))
    other = Meanwhile(monkeypatch, OLD_MS + 2)
    assert people(snap(OLD_MS + 1)) == (40 if known else 20)
    assert other.in_time == []
    assert (other.ended(), other.made) == ([40 if known else 20], 1)
