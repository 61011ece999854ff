"""Coming and opening: few trips to the database, and what they say."""

import pytest
from pytest_django import DjangoAssertNumQueries

from quiz import plan as plans
from quiz import seats, seats_sql
from quiz.models import Attempt, Contest, Contestant
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from quiz.seats import Denied
from tests.fakes import MORNING
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)
TWICE = Format(questions=5, blueprint={"single": 5}, books=1, tries_per_day=2)


def test_coming_and_opening_take_two_trips_each(
    mei: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans.load("demo")
    with django_assert_num_queries(2):
        entrance = seats.enter(mei, "demo")
    with django_assert_num_queries(2):
        seats.open_attempt(entrance, 0, MORNING)
    with django_assert_num_queries(3):  # and its entries
        back = seats.enter(mei, "demo")
    assert back.last is not None
    assert back.opened == [MORNING]


def test_attempts_come_by_try_and_of_the_round_alone(contest: Contest) -> None:
    token = world.make_contestant(contest)
    for code in ("other", "demo"):
        world.make_round(TWICE, contest, code)
        for try_no in (0, 1):
            close_all()
            seats.open_attempt(seats.enter(token, code), try_no, Millis(MORNING + try_no))
    who = seats_sql.by_number(Contestant.objects.get().pk, "demo")
    assert who is not None
    assert [one.try_no for one in who.attempts] == [0, 1]
    assert who.attempts == list(Attempt.objects.filter(round__code="demo").order_by("try_no"))
    assert seats.enter(token, "demo").opened == [MORNING, MORNING + 1]


def close_all() -> None:
    moments = {"received_at": MORNING, "stored_at": MORNING}
    for attempt in Attempt.objects.all():
        closed = {"took_ms": 0, "points": 0, **moments}
        attempt.entries.get_or_create(slot=TWICE.questions, kind=3, defaults=closed)


def test_the_device_that_came_second_finds_the_attempt_of_the_first(mei: str) -> None:
    entrance = seats.enter(mei, "demo")
    _, first = seats.open_attempt(entrance, 0, MORNING)
    late = Attempt.objects.get()
    late.pk, late.opened_at = None, MORNING + 5
    found = seats_sql.open_attempt(late)
    assert (found.pk, found.opened_at) == (first.attempt.pk, MORNING)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("token", "round_code", "code"),
    [("nobody's", "demo", "no_token"), ("nobody's", "none", "no_token"), ("", "none", "no_token")],
)
def test_who_is_not_known_is_told_so_first(
    mei: str, token: str, round_code: str, code: str
) -> None:
    with pytest.raises(Denied, match=code):
        seats.enter(token, round_code)


def test_who_is_known_is_told_what_the_round_lacks(mei: str, contest: Contest) -> None:
    with pytest.raises(Denied, match="no_such_round"):
        seats.enter(mei, "none")
    round_ = world.make_round(TWICE, contest, "bare")
    round_.prepared.delete()
    with pytest.raises(Denied, match="not_prepared"):
        seats.enter(mei, "bare")


def test_whose_data_is_deleted_is_known_no_more(mei: str) -> None:
    entrance = seats.enter(mei, "demo")
    Contestant.objects.update(erased_at=MORNING)
    with pytest.raises(Denied, match="no_token"):
        seats.enter(mei, "demo")
    Contestant.objects.all().delete()
    with pytest.raises(Denied, match="no_token"):
        seats.open_attempt(entrance, 0, MORNING)
