"""What is stored of reports and cannot be read: of another release, or by a broken disk."""

import zlib
from typing import Any

import pytest
from django.db.models import F

from leaderboard.models import ReportContest, ReportSheet, ReportShelf, ReportState
from leaderboard.reports import counting, keeping, making, shelves, snapshot
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


def everything() -> dict[str, object]:
    rows = ReportShelf.objects.values_list("name", "cells")
    return {name: shelves.unpacked(packed) for name, packed in rows}


@pytest.mark.parametrize("name", ["GD26|0|44|0", "GD26|0|44/4401/440106|1", "GD26|7|44|1"])
def test_what_is_counted_and_cannot_be_read_is_named_passed_by_and_made_anew(
    stage: Scene, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    name = name.replace("|7|", f"|{stage.ranked.pk}|")
    stage.close("梅", 80)
    stage.close("兰", 40)
    counting.catch_up(LATER)
    ReportShelf.objects.filter(pk=name).update(cells=b"broken")
    ReportState.objects.update(turn=F("turn") + 1)  # as if another process had counted
    stage.close("梅", 90)
    stage.join("竹", region="440305", cohort="farmers")
    stage.close("竹", 100)
    counting.catch_up(LATER + REST_MS)
    told = [one.getMessage() for one in caplog.records if "made anew" in one.msg]
    assert [name in one for one in told] == [True]
    mended = everything()
    keeping.empty()
    counting.catch_up(LATER + REST_MS)
    assert mended == everything()


def test_a_lost_shelf_is_made_anew_though_nobody_closes_a_paper(stage: Scene) -> None:
    stage.close("梅", 80)
    counting.catch_up(LATER)
    before = everything()
    ReportShelf.objects.filter(pk="GD26|0|44|0").update(cells=b"broken")
    assert making.step(LATER, at_once=True) == 0
    assert counting.waits(LATER)
    counting.catch_up(LATER)
    assert everything() == before
    assert making.step(LATER, at_once=True) == 1
