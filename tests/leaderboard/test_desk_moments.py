"""The desk's boards and freezes: of a day without its hour what to type is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import BoardDefinition, Freeze
from tests.leaderboard.test_desk_boards import FORM, follower, signed_in

__all__ = ["follower", "signed_in"]
pytestmark = pytest.mark.usefixtures("stage")
SAID = "“2026-12-05”没有写时刻，要写作 2026-12-05 09:00。"


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "public_from", "freeze_at"])
def test_a_boards_bare_day_is_told_with_its_field(
    signed_in: Callable[..., Client], field: str
) -> None:
    form: dict[str, Any] = FORM | {field: "2026-12-05"}
    answer = signed_in().post("/desk/boards/new/", form)
    assert answer.status_code == 422
    assert answer.context["wrong"][field] == SAID
    assert not BoardDefinition.objects.exists()


def test_a_bare_day_freezes_nothing(signed_in: Callable[..., Client]) -> None:
    page = signed_in().post("/desk/boards/freeze/first/", {"cut_at": "2026-12-05"}, follow=True)
    assert SAID in page.content.decode()
    assert not Freeze.objects.exists()
