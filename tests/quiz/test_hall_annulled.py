"""A paper of a sitting is annulled after it: the hall's count, made anew, leaves it out."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User

from quiz import annulling, plan
from quiz.annulling import Why
from quiz.models import Attempt, Round, Sitting
from quiz.sittings import closing, store, tally, telling
from quiz.sittings.tally import Tally
from tests.quiz.hall_world import Hall
from tests.quiz.test_hall_end import hall, one_question

__all__ = ["hall"]
pytestmark = pytest.mark.django_db(transaction=True)


def ranks(sitting: int) -> dict[int, int]:
    """The ranks in a process that reads the sitting now."""
    row = store.by_id(sitting)
    prepared = plan.load(Round.objects.get().code)
    made = Tally(prepared.format, telling.paper(prepared, row))
    made.take_in(tally.people(sitting), tally.given(sitting, range(row.stage.of)))
    made.count(row.stage)
    return made.ranks


async def test_what_is_annulled_has_no_rank_in_the_hall_until_it_is_restored(hall: Hall) -> None:
    host, mei = await one_question(hall)
    await hall.do(host, "close", sure=True)
    await mei.hear("stage", state="closed")
    await sync_to_async(closing.finish)(hall.clock.tick(closing.longest() + 1))
    await sync_to_async(_story)(hall)


def _story(hall: Hall) -> None:
    by = User.objects.create_user("annuller")
    paper, sitting = Attempt.objects.get().pk, Sitting.objects.get().pk
    assert ranks(sitting) == {paper: 1}
    annulling.annul({paper: 1}, Why("proxy"), by, hall.clock.now())
    assert ranks(sitting) == {}
    annulling.restore({paper: 2}, Why("appeal"), by, hall.clock.now())
    assert ranks(sitting) == {paper: 1}
