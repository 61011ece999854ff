"""What is stored of reports and cannot be read: of another release, or by a broken disk."""

import zlib
from typing import Any

import pytest

from leaderboard.models import ReportContest, ReportSheet, ReportShelf
from leaderboard.reports import making, snapshot
from leaderboard.reports.making import REST_MS
from leaderboard.rules.figures import ALL
from quiz.models import Contest
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import counted, fresh, papers, tell

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
LATER = OPENS_AT + REST_MS
WHOLE = ("44", "", ALL, 0)


def people() -> int:
    return snapshot.of("GD26", 0).figures(WHOLE).people


@pytest.mark.parametrize(
    ("of", "told"),
    [(ReportContest, {"rule": "0|10|44"}), (ReportSheet, {"cells": b"broken"})],
    ids=["another form", "broken"],
)
def test_sheets_that_cannot_be_read_are_made_anew(
    stage: Scene, of: type[ReportContest | ReportSheet], told: dict[str, Any]
) -> None:
    tell(papers(stage.ranked, 20))
    of._default_manager.update(**told)
    assert not snapshot.of("GD26", 0).ready
    assert making.waits(LATER)
    assert (making.step(LATER), people()) == (1, 20)


def test_a_region_that_cannot_be_read_is_made_anew(stage: Scene) -> None:
    tell(papers(stage.ranked, 20))
    ReportSheet.objects.update(cells=snapshot.sheet({"44": b"broken"}))
    with pytest.raises(zlib.error):
        people()
    assert not snapshot.of("GD26", 0).ready
    assert (making.step(LATER), people()) == (1, 20)


def test_what_is_counted_of_one_contest_and_cannot_be_read_stops_no_other(stage: Scene) -> None:
    Contest.objects.create(code="AA26", region=stage.ranked.contest.region, title_zh="别的大赛")
    counted(papers(stage.ranked, 20))
    ReportContest.objects.create(contest="AA26", turn=1)
    broken = {"contest": "AA26", "round": 0, "path": "44", "units": False}
    ReportShelf.objects.create(name="AA26|0|44|0", cells=b"broken", **broken)
    assert (making.step(LATER), people()) == (1, 20)
    assert not making.waits(LATER + REST_MS - 1)
    assert making.waits(LATER + REST_MS)
