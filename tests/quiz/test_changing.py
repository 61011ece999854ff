"""A round that nobody plays may go; what is open, played or sat by stays. Books are kept once, and
only of the settings that they were built by."""

from typing import Any

import pytest

from quiz import changing, rounds
from quiz.changing import Stays
from quiz.models import Attempt, PreparedRound, Round, Sitting
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = pytest.mark.django_db
BEFORE, DURING = Millis(MORNING - 1), Millis(MORNING + 1)
AFTER = Millis(MORNING + world.HOUR)


@pytest.fixture
def promised() -> Round:
    world.make_bank(kinds=["single"])
    return world.make_round(world.FIVE, world.make_contest())


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_a_round_that_nobody_plays_goes_with_its_books(promised: Round, now: Millis) -> None:
    digest = promised.prepared.digest
    changing.remove(promised, now=now)
    assert not Round.objects.exists()
    assert not PreparedRound.objects.exists()
    assert Round.history.latest().history_change_reason == f"books {digest}"


def test_an_open_round_stays_unless_nobody_can_play_it(promised: Round) -> None:
    with pytest.raises(Stays, match="正在进行"):
        changing.remove(promised, now=DURING)
    promised.prepared.delete()
    changing.remove(promised, now=DURING)
    assert not Round.objects.exists()


def _play(round_: Round) -> None:
    world.make_contestant(round_.contest)
    who = round_.contest.contestants.get()
    place = {"region_path": who.region.path, "cohort": who.cohort_id, "book": 0, "form": 0}
    Attempt.objects.create(round=round_, contestant=who, try_no=0, opened_at=MORNING, **place)


def _sit(round_: Round) -> None:
    kept: dict[str, Any] = {"seal": "", "stage": {}, "book": 0, "form": 0, "made_at": MORNING}
    Sitting.objects.create(round=round_, title="场", code="123456", **kept)


@pytest.mark.parametrize(("used", "why"), [(_play, "已有人答过"), (_sit, "现场场次")])
def test_a_round_that_was_used_stays_whole(promised: Round, used: Any, why: str) -> None:
    used(promised)
    with pytest.raises(Stays, match=why):
        changing.remove(promised, now=AFTER)
    assert PreparedRound.objects.get().round == promised


def test_books_are_kept_once(promised: Round) -> None:
    before = promised.prepared.digest
    with pytest.raises(rounds.Ready):
        rounds.prepare(promised, seed=bytes(32), now=BEFORE, once=True)
    assert PreparedRound.objects.get().digest == before


@pytest.mark.parametrize("changed", [{"questions": 4, "blueprint": {"single": 4}}, {"right": 20}])
def test_books_of_settings_that_changed_meanwhile_are_not_kept(
    promised: Round, changed: dict[str, Any]
) -> None:
    content = rounds.build(promised, world.SEED)
    Round.objects.update(format=promised.format | changed)
    with pytest.raises(rounds.Changed):
        rounds.keep(promised, content, seed=world.SEED, now=BEFORE)
