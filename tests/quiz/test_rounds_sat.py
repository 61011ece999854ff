"""Books of which a hall has its paper: they stand until it is closed."""

import pytest
from django.core.management import CommandError

from quiz import rounds
from quiz.models import PreparedRound, Sitting
from quiz.rules.stage import State
from tests.fakes import FakeClock
from tests.quiz.test_rounds import BEFORE, Stage, prepare, run, stage

pytestmark = pytest.mark.django_db
__all__ = ["stage"]


@pytest.mark.parametrize("rehearsal", [False, True])
def test_books_of_which_a_hall_has_its_paper_stand_until_it_is_closed(
    stage: Stage, fake_clock: FakeClock, *, rehearsal: bool
) -> None:
    prepared = prepare(stage)
    fake_clock.time = BEFORE
    common = {"seal": "", "stage": {}, "book": 0, "form": 1, "made_at": BEFORE}
    sitting = Sitting.objects.create(
        round=stage.round, title="场", code="123456", rehearsal=rehearsal, **common
    )
    with pytest.raises(rounds.Sat):
        rounds.mix(prepared, "2026001", now=BEFORE)
    with pytest.raises(CommandError, match="场次"):
        run("prepare_round", "r1", "--again")
    assert PreparedRound.objects.get().digest == prepared.digest
    sitting.state = State.CLOSED
    sitting.save(update_fields=["state"])
    run("prepare_round", "r1", "--again")
    assert PreparedRound.objects.get().digest != prepared.digest
