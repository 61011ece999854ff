"""正式 or 非正式: a board's page, its socket and its REST answer say the same, and only of what was
published."""

import pytest

from leaderboard import api, api_more, freezing, officially
from leaderboard import projector as projectors
from leaderboard.projector import Projector
from leaderboard.public.kept import kept
from leaderboard.publish import official
from leaderboard.store_memory import MemoryShelf
from quiz.models import Entry, EntryKind
from quiz.rules.units import Millis
from tests.leaderboard.publish.cast import LATER, Scene


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Projector:
    """A process that has read nothing yet; `begin` has it follow."""
    made = Projector(MemoryShelf())
    for module in (api, api_more, projectors):
        monkeypatch.setattr(module, "projector", made)
    return made


def begin(process: Projector) -> Projector:
    process.catch_up(LATER)
    process.following = True
    official.refresh(LATER)
    kept.clear()
    return process


def said(process: Projector) -> bool:
    """What the boards of the round say."""
    return officially.covered(process, process.catalogue.codes["demo"])


def closings() -> list[int]:
    rows = Entry.objects.filter(kind=EntryKind.CLOSED).order_by("stored_at")
    return list(rows.values_list("stored_at", flat=True))


@pytest.mark.parametrize(("place", "whole"), [(-1, True), (30, False)])
def test_a_board_that_was_stopped_before_all_was_in_is_not_what_was_published(
    played: Scene, process: Projector, place: int, *, whole: bool
) -> None:
    played.published()
    freezing.freeze(played.round, Millis(closings()[place]), by=None, now=LATER)
    assert said(begin(process)) is whole
