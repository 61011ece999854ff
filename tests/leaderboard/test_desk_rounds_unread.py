"""A defined board whose list of rounds is none: the desk's other pages look into it, too."""

from collections.abc import Callable

import pytest
from django.test import Client

from leaderboard.models import BoardDefinition
from quiz.models import Round
from tests.leaderboard.test_desk_boards import FORM, signed_in

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db


def test_a_board_whose_rounds_cannot_be_read_stops_neither_publishing_nor_deleting_a_round(
    signed_in: Callable[..., Client],
) -> None:
    desk = signed_in()
    desk.post("/desk/boards/new/", FORM)
    BoardDefinition.objects.update(formula="standing", rounds=5)
    for part in ("", f"boards/{BoardDefinition.objects.get().pk}/"):
        assert desk.get(f"/desk/publish/{part}").status_code == 200
    Round.objects.update(opens_at=2**42)
    dropped = desk.post("/desk/rounds/of/first/drop/", {"typed": "first"})
    assert dropped.headers["Location"] == "/desk/rounds/"
    assert not Round.objects.filter(code="first").exists()
