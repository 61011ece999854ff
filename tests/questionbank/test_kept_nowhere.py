"""What stands behind the workbench's door is for the one who came in."""

import pytest

from questionbank.models import Question, Status
from tests.questionbank.test_access import address, answer, ask
from tests.questionbank.test_grants import COUNTY, person, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return stored(COUNTY, Status.DRAFT)


def test_no_page_behind_the_door_is_kept_on_the_way_or_shown_by_going_back(
    question: Question,
) -> None:
    chen = person("chen", ("author", COUNTY))
    assert "no-store" in ask(chen).headers["Cache-Control"]
    for name in ("bank-list", "bank-question", "bank-new", "bank-statistics"):
        kept = answer(chen, "GET", address(name, question)).headers["Cache-Control"]
        assert {"private", "no-store"} <= {*kept.split(", ")}, name
