"""A contest has so many boards with stores of their own, and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import BoardDefinition
from tests.leaderboard import test_desk_boards
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_defined import define
from tests.leaderboard.test_desk_boards import FORM

follower = test_desk_boards.follower
signed_in = test_desk_boards.signed_in
WEEK = {"starts_at": "2026-09-19T00:00", "ends_at": "2026-09-26T00:00"}


@pytest.fixture(autouse=True)
def one(settings: Any, stage: Scene) -> BoardDefinition:
    """One is all there may be, and it is there."""
    settings.BOARD_MOST_DERIVED = 1
    return define(stage, code="week-1", starts_at=0, ends_at=2**42)


@pytest.mark.parametrize(
    "more",
    [
        WEEK,
        {"who": "units", "formula": "mean", "units": "一中"},
        {"who": "cities", "formula": "award"},
    ],
)
def test_one_too_many_is_refused_with_the_reason(
    signed_in: Callable[..., Client], more: dict[str, str]
) -> None:
    answer = signed_in().post("/desk/boards/new/", FORM | more)
    assert answer.status_code == 422
    assert "另算的榜已到上限（BOARD_MOST_DERIVED）" in answer.content.decode()
    assert BoardDefinition.objects.count() == 1


@pytest.mark.slow
def test_a_county_leaves_room_for_its_neighbours_its_city_and_the_province(
    signed_in: Callable[..., Client], settings: Any
) -> None:
    settings.BOARD_MOST_DERIVED = 40

    def boards(path: str) -> int:
        """How many a region gets that makes as many as it can."""
        desk, of = signed_in(path), FORM | WEEK | {"region": path}
        for many in range(41):
            answer = desk.post("/desk/boards/new/", of | {"code": f"{path[-4:]}-{many}"})
            if answer.status_code != 302:
                break
        assert answer.status_code == 422
        assert "另算的榜已到" in answer.content.decode()
        return many

    assert boards("44/4401/440106") == 2
    assert boards("44/4401") == 8
    assert boards("44/4403") == 10
    assert boards("44") == 19


def test_boards_that_the_round_has_anyway_and_freezing_one_are_never_refused(
    signed_in: Callable[..., Client],
) -> None:
    desk = signed_in()
    assert desk.post("/desk/boards/new/", FORM).status_code == 302
    plain = BoardDefinition.objects.get(code="top")
    frozen = FORM | {"freeze_at": "2026-09-20T00:00"}
    assert desk.post(f"/desk/boards/{plain.pk}/", frozen).status_code == 302


def test_one_that_is_there_may_be_changed_and_its_place_is_free_when_it_goes(
    signed_in: Callable[..., Client], one: BoardDefinition
) -> None:
    desk = signed_in()
    changed = FORM | WEEK | {"code": "week-2"}
    assert desk.post(f"/desk/boards/{one.pk}/", changed).status_code == 302
    assert desk.post("/desk/boards/new/", FORM | WEEK | {"code": "w3"}).status_code == 422
    desk.post(f"/desk/boards/{one.pk}/drop/")
    assert desk.post("/desk/boards/new/", FORM | WEEK | {"code": "w3"}).status_code == 302


def test_one_over_the_share_may_be_changed_where_it_is_and_not_moved(
    signed_in: Callable[..., Client], settings: Any, stage: Scene
) -> None:
    settings.BOARD_MOST_DERIVED = 40
    county = "44/4401/440106"
    made = [define(stage, code=f"w{n}", starts_at=0, ends_at=2**42) for n in range(12)]
    BoardDefinition.objects.update(region="440106")
    BoardDefinition.objects.filter(code="w11").update(starts_at=None, ends_at=None)
    desk, row, plain = signed_in(), made[4], made[11]

    def change(of: BoardDefinition, **more: str) -> int:
        said = FORM | WEEK | {"code": of.code, "region": county} | more
        return desk.post(f"/desk/boards/{of.pk}/", said).status_code

    assert change(row, title_zh="改了一个错字") == 302
    assert BoardDefinition.objects.get(pk=row.pk).title_zh == "改了一个错字"
    assert change(row, who="units", formula="mean", units="一中") == 302
    assert change(plain) == 422  # takes a place that it had not
    assert change(row, region="44/4401/440104") == 422
    assert desk.post("/desk/boards/new/", FORM | WEEK | {"region": county}).status_code == 422
