"""Whoever had their data deleted names no unit any more: on no board of units, in any process."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from leaderboard.erasures import ERASED_MS
from leaderboard.projector import Projector
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.scopes import Scope
from leaderboard.store import Shelf
from leaderboard.store_memory import MemoryShelf
from quiz import annulling, people
from quiz.models import Attempt
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_defined import NOW, crowd, define, few, look

__all__ = ["few"]
pytestmark = pytest.mark.django_db
# By then a process has counted all, derived stores too.
THEN = Millis(NOW + 12_000)


def figures(projector: Projector) -> list[tuple[Any, ...]]:
    """Each unit's people, papers and score, then those of the whole board."""
    board = look(projector).board
    rows = [row for row in board.rows if isinstance(row, RegionRow)]
    each = [(row.name, row.people, row.attempts, row.score_x100) for row in rows]
    return [*each, ("", board.people, board.attempts, board.mean_x100)]


def following(shelf: Shelf, now: Millis) -> Projector:
    made = Projector(shelf)
    for more in (0, 6_000, THEN - NOW):
        made.catch_up(Millis(now + more))
    return made


def two_units(stage: Scene) -> None:
    crowd(stage, "440106", 12, 80, unit="一中")
    crowd(stage, "440106", 11, 50, unit="三中")
    stage.close("440106-一中-0", 100)
    define(stage, who="units", formula="mean", units=["一中", "三中"])


def test_a_process_that_counted_before_says_what_one_says_that_comes_after(
    stage: Scene, live_shelf: Shelf
) -> None:
    two_units(stage)
    before = following(live_shelf, NOW)
    assert figures(before)[0][1:3] == (12, 13)
    people.erase(stage.people["440106-一中-0"], Millis(THEN))
    people.erase(stage.people["440106-三中-0"], Millis(THEN))
    before.catch_up(Millis(THEN + ERASED_MS))
    told = figures(before)
    assert [row[:3] for row in told] == [("一中", 11, 11), ("三中", 10, 10), ("", 21, 21)]
    before.catch_up(Millis(THEN + 3 * ERASED_MS))
    assert figures(before) == told
    assert figures(following(MemoryShelf(), Millis(THEN + ERASED_MS))) == told
    (whole,) = before.store(before.catalogue.codes["first"]).totals([Scope("44")])
    assert (whole.people, whole.attempts) == (23, 24)


def test_what_is_annulled_and_restored_of_them_stays_out(stage: Scene, live_shelf: Shelf) -> None:
    two_units(stage)
    before = following(live_shelf, NOW)
    left, by = stage.people["440106-一中-0"], User.objects.create_user("lin")
    people.erase(left, Millis(THEN))
    before.catch_up(Millis(THEN + ERASED_MS))
    told = figures(before)
    paper = Attempt.objects.filter(contestant=left).earliest("pk").pk
    annulling.annul({paper: 1}, annulling.Why("program"), by, Millis(THEN))
    before.catch_up(Millis(THEN + 2 * ERASED_MS))
    assert figures(before) == told
    annulling.restore({paper: 2}, annulling.Why("appeal"), by, Millis(THEN))
    before.catch_up(Millis(THEN + 3 * ERASED_MS))
    assert figures(before) == told
