"""Whoever moves in the middle of a paper has it counted where it was opened."""

import pytest

from quiz import people, seats
from quiz.models import Attempt, Contestant, Region
from tests.fakes import MORNING, FakeClock
from tests.quiz import world


@pytest.mark.django_db
def test_a_paper_counts_where_it_was_opened_also_after_a_move(fake_clock: FakeClock) -> None:
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    world.make_round(world.FIVE, contest)
    token = world.make_contestant(contest)
    who = people.by_token(token)
    assert who is not None
    before = who.region.path
    entrance, first = seats.open_attempt(seats.enter(token, "demo"), 0, fake_clock.now())
    other = Region.objects.create(code="elsewhere", path="elsewhere", kind="other", name_zh="x")
    Contestant.objects.filter(pk=who.pk).update(region=other)
    seat = seats.sit(first, seats.enter(token, "demo"))
    assert seat.player.region_path == before
    Attempt.objects.filter(pk=first.attempt.pk).delete()
    _entrance, second = seats.open_attempt(entrance, 0, MORNING)
    assert second.attempt.region_path == "elsewhere"
