"""Books of which a hall has its paper: they stand until it is closed, and a rehearsal's people are
gone."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError

from questionbank.rules import draw
from quiz import plan as plans
from quiz import rounds
from quiz.models import Entrant, PreparedRound, Sitting
from quiz.plan import Plan
from quiz.rules.stage import State
from quiz.sittings import host, rehearsal, store
from tests.fakes import FakeClock
from tests.quiz.test_rounds import BEFORE, SETTINGS, Stage, attempt, prepare, run, stage

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


def _entered(stage: Stage, *, rehearsal: bool) -> Sitting:
    """A closed sitting of the round, which somebody was in."""
    common = {"seal": "", "stage": {"of": 4}, "book": 0, "form": 1, "made_at": BEFORE}
    sitting = Sitting.objects.create(
        round=stage.round,
        title="场",
        code="123456",
        rehearsal=rehearsal,
        state=State.CLOSED,
        **common,
    )
    paper = attempt(stage, stage.round.prepared)
    Entrant.objects.create(
        sitting=sitting, contestant=stage.contestant, attempt=paper, name="梅", joined_at=BEFORE
    )
    return sitting


@pytest.mark.parametrize("how", [["--again"], ["--beacon", "2026001"]])
def test_books_of_a_rehearsal_with_people_stand_until_it_is_cleared_and_closed(
    stage: Stage, fake_clock: FakeClock, how: list[str]
) -> None:
    prepare(stage)
    fake_clock.time = BEFORE
    sitting = _entered(stage, rehearsal=True)
    with pytest.raises(CommandError, match="清空彩排"):
        run("prepare_round", "r1", *how)
    rehearsal.clear(store.row(sitting), "lin", BEFORE)
    with pytest.raises(CommandError, match="未结束的场次"):
        run("prepare_round", "r1", *how)
    Sitting.objects.update(state=State.CLOSED)
    run("prepare_round", "r1", *how)


def test_who_played_a_real_sitting_has_opened_the_round(
    stage: Stage, fake_clock: FakeClock
) -> None:
    prepare(stage)
    fake_clock.time = BEFORE
    _entered(stage, rehearsal=False)
    with pytest.raises(CommandError, match="已经开始"):
        run("prepare_round", "r1", "--again")


def _number(stage: Stage) -> None:
    rounds.mix(stage.round.prepared, "2026003", now=BEFORE)


def _books(stage: Stage) -> None:
    rounds.prepare(stage.round, seed=bytes(32), now=BEFORE)


@pytest.mark.parametrize("change", [_number, _books])
def test_a_hall_is_dealt_from_the_books_that_stand_when_it_is_made(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, change: Callable[[Stage], None]
) -> None:
    plans._plans.clear()
    live = {"mode": "live", "reveal": "each", "boards": [], "shuffle_questions": False}
    stage.round.format = {**SETTINGS, **live}
    stage.round.save(update_fields=["format"])
    prepare(stage)
    load, changed = plans.load, list[Stage]()

    def overtaken(code: str) -> Plan:
        """Once it was read, another process changes it."""
        ready = load(code)
        if not changed:
            changed.append(stage)
            change(stage)
        return ready

    monkeypatch.setattr(plans, "load", overtaken)
    made = host.make(stage.round, "场", None, rehearsal=False, teams=[], now=BEFORE)
    now = load("r1")
    assert (made.book, made.form) == draw.deal(
        now.key, "r1", 0, 0, books=len(now.books.books), forms=now.books.forms
    )
