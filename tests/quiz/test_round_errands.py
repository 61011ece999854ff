"""A round's papers are worked out beside the server: a preview promises nothing, a preparation is
made once, and of two organisers one is told of the other."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from questionbank import errand_kinds
from questionbank.models import Errand
from quiz import round_errands, rounds
from quiz.models import PreparedRound, Round, RoundErrand
from quiz.round_errands import Busy, State, What
from quiz.rules import formats
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.quiz import world

pytestmark = pytest.mark.django_db
NOW = Millis(MORNING - world.HOUR)


@pytest.fixture
def lin(fake_clock: FakeClock) -> User:
    fake_clock.time = NOW
    return User.objects.create_user("lin")


@pytest.fixture
def spring() -> Round:
    world.make_bank(kinds=["single"])
    return Round.objects.create(
        contest=world.make_contest(),
        code="spring",
        title_zh="春季赛",
        format=formats.plain(world.FIVE),
        opens_at=MORNING,
        closes_at=MORNING + world.HOUR,
    )


def done(round_: Round, what: RoundErrand.What, by: User) -> RoundErrand:
    asked = round_errands.ask(round_, what, by=by, now=NOW)
    assert errand_kinds.do_next(NOW) is not None
    asked.refresh_from_db()
    return asked


def test_a_preview_says_what_the_papers_would_be_and_promises_nothing(
    lin: User, spring: Round
) -> None:
    found = done(spring, What.PREVIEW, lin)
    assert (found.state, found.ended_at, found.format) == (State.DONE, NOW, spring.format)
    shape = [found.found[name] for name in ("pool", "books", "slots", "cells")]
    assert shape == [12, 2, 5, [["single", 5, 12, 0]]]
    assert not PreparedRound.objects.exists()
    assert not Errand.objects.exists()


def test_a_preparation_promises_the_books_once(lin: User, spring: Round) -> None:
    assert done(spring, What.PREPARE, lin).state == State.DONE
    kept = PreparedRound.objects.get()
    assert kept.prepared_at == NOW
    assert kept.seed != round_errands.TRIAL_SEED.hex()
    with pytest.raises(rounds.Ready):
        round_errands.ask(spring, What.PREPARE, by=lin, now=NOW)


def test_of_two_who_prepare_at_once_one_is_told_of_the_other(lin: User, spring: Round) -> None:
    first = round_errands.ask(spring, What.PREPARE, by=lin, now=NOW)
    with pytest.raises(Busy) as busy:
        round_errands.ask(spring, What.PREPARE, by=User.objects.create_user("chen"), now=NOW)
    assert busy.value.errand == first
    assert first.by == lin


def test_a_process_that_comes_for_it_again_changes_nothing(lin: User, spring: Round) -> None:
    done(spring, What.PREPARE, lin)
    before = PreparedRound.objects.get().digest
    again = Errand(what="round_prepare", on=RoundErrand.objects.get().pk, by=lin)
    errand_kinds.KINDS["round_prepare"].do(again)
    assert PreparedRound.objects.get().digest == before


def _prepared_by_command(round_: Round) -> None:
    rounds.prepare(round_, seed=world.SEED, now=NOW)


def _opened(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(opens_at=NOW)


def _larger(round_: Round) -> None:
    more = {"questions": 50, "blueprint": {"single": 50}}
    Round.objects.filter(pk=round_.pk).update(format=round_.format | more)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (_prepared_by_command, "已经准备好"),
        (_opened, "已经开始"),
        (_larger, "“单选题”需要 50 题，题库只有 12 题"),
    ],
)
def test_what_happened_meanwhile_is_the_reason(
    lin: User, spring: Round, meanwhile: Any, why: str
) -> None:
    asked = round_errands.ask(spring, What.PREPARE, by=lin, now=NOW)
    meanwhile(spring)
    errand_kinds.do_next(NOW)
    asked.refresh_from_db()
    assert asked.state == State.REFUSED
    assert why in asked.problem


def test_what_no_process_will_come_for_ends_and_may_be_asked_for_again(
    lin: User, spring: Round
) -> None:
    lost = round_errands.ask(spring, What.PREVIEW, by=lin, now=NOW)
    assert round_errands.working(spring) == lost
    Errand.objects.all().delete()
    assert round_errands.working(spring) is None
    lost.refresh_from_db()
    assert (lost.state, lost.problem) == (State.REFUSED, "没有做完，请再试一次。")
    assert done(spring, What.PREVIEW, lin).state == State.DONE


def test_what_ended_every_process_is_given_up(lin: User, spring: Round) -> None:
    asked = round_errands.ask(spring, What.PREPARE, by=lin, now=NOW)
    errand_kinds.KINDS["round_prepare"].give_up(Errand.objects.get())
    asked.refresh_from_db()
    assert asked.state == State.REFUSED
    assert not PreparedRound.objects.exists()
