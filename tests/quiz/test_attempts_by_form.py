"""A ruling is looked up by the papers that hold its question, not through a whole round's."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection

from questionbank import grants
from questionbank import rulings as bank
from questionbank.models import QuestionVersion, Ruling
from quiz import keys, plan, recounting, rulings
from quiz.journal.follow import Cursor
from quiz.meetings import Ruled
from quiz.recounting import up_to
from quiz.rules.formats import Format
from tests.fakes import MORNING
from tests.quiz import query_plans, world

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)
# Two books, so that the question is asked for in more than one place.
FORM = Format(questions=5, blueprint={"single": 5}, books=2, tries_per_day=30)
NOTE = ("原答案有误，已更正。", "The key was wrong.")
BY_FORM = "attempts_by_form (round_id=? AND book=? AND form=?)"


@pytest.fixture
def ruled() -> Iterator[Ruling]:
    """A ruling in force on a question of an open round."""
    plan._plans.clear()
    keys.refresh()
    world.make_bank(kinds=["single"])
    world.make_round(FORM, world.make_contest())
    by = [User.objects.create_user(name) for name in ("lin", "chen")]
    for user in by:
        grants.give(user, "organiser", "440000", by=None)
    version = next(iter(plan.load("demo").questions))
    row = QuestionVersion.objects.get(pk=version)
    made = bank.propose(row, "void_all", (), note=NOTE, by=by[0])
    rulings._settled.clear()
    yield bank.confirm(made.pk, by=by[1], at=NOW)
    Ruling.objects.all().delete()
    keys.refresh()
    plan._plans.clear()


def uses_the_index(plans: list[str]) -> bool:
    whole = ("SCAN quiz_attempt", "quiz_attempt USING INTEGER PRIMARY KEY")
    return bool(plans) and all(
        BY_FORM in one and not any(way in one for way in whole) for one in plans
    )


def test_how_far_a_ruling_is_and_what_it_has_left_are_asked_by_form(ruled: Ruling) -> None:
    assert ruled.number
    with query_plans.asked('"quiz_attempt"."book" =') as plans:
        rulings.progress(ruled.number)
        rulings.apply(ruled.number, MORNING)
    assert len(plans) in (3, 6)  # three for each book that asks it
    assert uses_the_index(plans), plans


def test_what_a_ruling_moves_in_the_counts_is_read_by_form(ruled: Ruling) -> None:
    before = Ruled(keys.held(), 0)
    counted = up_to(Cursor(0, 1_000), ())
    with query_plans.asked('"quiz_attempt"."book" =') as plans:
        recounting.change(counted, before, recounting.now())
    assert ruled.number
    assert len(plans) in (1, 2)  # a query for each book that asks it
    assert uses_the_index(plans), plans


def test_the_index_is_there() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "quiz_attempt")
    assert found["attempts_by_form"]["columns"] == ["round_id", "book", "form"]
