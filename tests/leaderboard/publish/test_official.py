"""正式 or 非正式: a board's page, its socket and its REST answer say the same, and only of what was
published."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from leaderboard import api, api_more, freezing, live_defined, officially
from leaderboard import projector as projectors
from leaderboard.models import BoardDefinition, PublishedResult
from leaderboard.projector import Projector
from leaderboard.public.kept import kept
from leaderboard.publish import official
from leaderboard.store_memory import MemoryShelf
from quiz.models import Entry, EntryKind
from quiz.rules.units import Millis
from tests.leaderboard.publish import award_cast, season_cast
from tests.leaderboard.publish.cast import LATER, Scene

MARK = re.compile(r'<span class="mark([^"]*)">(.*?)</span>', re.DOTALL)


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


def board(process: Projector, scene: Scene, code: str) -> tuple[bool, bool, bool, str]:
    """What the page, the REST answer and the socket of a defined board say; the result that the
    page links."""
    begin(process)
    args, client = [scene.contest.code, code], Client()
    found = MARK.search(client.get(reverse("boards-defined", args=args)).content.decode())
    assert found is not None
    rest = client.get(reverse("api-defined", args=args)).json()["official"]
    named = live_defined.find(process.catalogue, f"{args[0]}:defined:{code}")
    assert named is not None
    link = re.search(r'href="([^"]*)"', found[2])
    socket = live_defined.official(process, named)
    return "official" in found[1], rest, socket, link[1] if link else ""


Said = tuple[bool, bool, bool, str]


def linked(result: PublishedResult | None) -> str:
    return reverse("result", args=[result.contest.code, result.number]) if result else ""


def official_by(result: PublishedResult) -> Said:
    return True, True, True, linked(result)


def unofficial(result: PublishedResult | None = None) -> Said:
    return False, False, False, linked(result)


def later(process: Projector) -> None:
    """The process looks again at what rounds and definitions there are."""
    process._loaded_at = Millis(0)


@pytest.mark.slow
def test_an_award_is_official_by_its_own_result_and_while_that_rests_on_what_holds(
    played: Scene, process: Projector, settings: pytest.MonkeyPatch
) -> None:
    settings.BOARD_LEAST_PEOPLE = 10  # type: ignore[attr-defined]
    award_cast.award(played, public_from=1)
    award_cast.mixed(played)
    played.published()
    assert board(process, played, "award") == unofficial()
    result = award_cast.published(played)
    assert board(process, played, "award") == official_by(result)
    award_cast.annul(played, 20)
    played.published("代答")
    assert board(process, played, "award") == unofficial(result)
    result = award_cast.published(played, "所依据的成绩已更正")
    assert board(process, played, "award") == official_by(result)
    BoardDefinition.objects.update(weights={"reach": 41, "balance": 24})
    later(process)
    assert board(process, played, "award") == unofficial(result)


def test_a_season_is_official_by_its_own_result_and_shows_all_of_it(
    played: Scene, process: Projector
) -> None:
    second = season_cast.second(played)
    of = season_cast.season(played, public_from=1)
    second.published()
    assert board(process, played, "season") == unofficial()
    played.published()
    assert board(process, played, "season") == unofficial()
    result = season_cast.published(played)
    assert board(process, played, "season") == official_by(result)
    BoardDefinition.objects.filter(pk=of.pk).update(freeze_at=closings()[40])
    later(process)
    assert board(process, played, "season") == unofficial(result)


@pytest.mark.parametrize(
    ("made", "official"),
    [
        ({}, True),
        ({"who": "cohorts", "formula": "mean"}, True),
        ({"cohort_id": "youth"}, True),
        ({"region_id": "440100"}, True),
        ({"starts_at": 1}, False),
        ({"ends_at": LATER}, False),
        ({"who": "units", "units": ["一中"], "formula": "mean"}, False),
        ({"freeze_at": 1}, False),
        ({"freeze_at": LATER}, True),
    ],
)
def test_a_board_of_all_of_one_round_is_as_official_as_the_round(
    played: Scene, process: Projector, made: dict[str, object], *, official: bool
) -> None:
    season_cast.season(played, **{"public_from": 1, "rounds": ["demo"], **made})
    assert board(process, played, "season")[:3] == (False, False, False)
    played.published()
    assert board(process, played, "season")[:3] == (official, official, official)
