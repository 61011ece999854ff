"""With Redis the boards that are shown are compared: an award's regions, a season's rows."""

from dataclasses import replace
from typing import Any

import pytest
from redis import Redis

from leaderboard import derived
from leaderboard.models.results import State
from leaderboard.projector import Projector
from leaderboard.publish import live
from leaderboard.shelf_redis import RedisShelf
from quiz.journal import follow
from tests.leaderboard.publish import award_cast, season_cast
from tests.leaderboard.publish.cast import LATER, Scene

pytestmark = pytest.mark.redis


@pytest.fixture
def shown(
    played: Scene, redis_client: "Redis[bytes]", settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Projector:
    """Two published rounds with an award and a season, on boards in Redis."""
    settings.BOARD_LEAST_PEOPLE = 10
    award_cast.award(played)
    award_cast.mixed(played)
    second = season_cast.second(played)
    season_cast.season(played)
    made = Projector(RedisShelf(redis_client))
    monkeypatch.setattr(live, "projector", made)
    settings.REDIS_URL = "redis://the-one-of-these-tests"
    for one in (played, second):
        one.published()
    return made


def spoil(shown: Projector, scene: Scene, code: str) -> None:
    """One paper more in the board's store than there is in the journal."""
    definition = shown.catalogue.definitions[scene.contest.code, code]
    spec = derived.spec_of(shown.catalogue, definition, public=False)
    (made,) = derived.derived(shown.catalogue, [spec]).values()
    counted = made.of(follow.of_round(scene.round.pk)[0])
    assert counted is not None
    shown.store(made.ranked).apply([replace(counted, try_no=9)])


def test_both_are_published_from_the_boards_that_are_shown(played: Scene, shown: Projector) -> None:
    assert award_cast.published(played).board == "award"
    assert season_cast.published(played).board == "season"
    assert shown.as_of == LATER


def test_a_season_s_board_that_counts_otherwise_is_named(played: Scene, shown: Projector) -> None:
    award_cast.published(played)
    spoil(shown, played, "season")
    row = award_cast.counted(season_cast.begin(played))
    assert row.state == State.REFUSED
    assert {fault["code"] for fault in row.faults} == {"rows"}
