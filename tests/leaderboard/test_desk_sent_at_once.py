"""Eight equal posts at the same moment make one contest, one round."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from quiz.models import Contest, Round
from tests.leaderboard.rounds_desk import FORM, contest, desk
from tests.leaderboard.test_desk_sent_again import CODE, CONTEST, NEW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fake_clock")]
__all__ = ["contest", "desk"]
MANY = 8


@pytest.mark.parametrize(("path", "sent"), [(NEW, CONTEST), ("/desk/rounds/new/{}/demo10/", FORM)])
def test_of_many_that_come_at_once_all_land_where_the_first_did(
    desk: Callable[..., Client], contest: Contest, path: str, sent: dict[str, Any]
) -> None:
    start = Barrier(MANY)

    def click(client: Client) -> str:
        try:
            start.wait(10)
            answer = client.post(path.format(contest.code), sent)
            return answer.headers.get("Location", str(answer.status_code))
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as hands:
        landed = list(hands.map(click, [desk() for _hand in range(MANY)]))
    assert len({*landed}) == 1, landed
    assert Contest.objects.filter(code=CODE).count() + Round.objects.count() == 1
