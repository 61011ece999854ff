"""Flags raised by themselves: when a round is due, by one process, never on simulated people."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz import plan as plans
from quiz import swept
from quiz.flags import flagging, watch
from quiz.models import Contestant, Entry, EntryKind, Flag, FlagLook, Round
from quiz.rules import formats
from quiz.rules.formats import Format, Mode
from quiz.rules.units import Millis
from quiz.swept import Mark
from tests.fakes import MORNING, FakeClock
from tests.quiz import test_flagging
from tests.quiz.test_flagging import RACER, people, play

contest = test_flagging.contest
pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 60_000
HOUR = 60 * MINUTE


def at(minutes: int) -> Millis:
    """So many minutes after the opening; the round is open for an hour."""
    return Millis(MORNING + minutes * MINUTE)


def longer() -> None:
    Round.objects.update(closes_at=MORNING + 5 * HOUR)


@pytest.fixture(autouse=True)
def timed(fake_clock: FakeClock) -> None:
    """The clock stands where the tests begin."""


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [(-1, []), (0, []), (59, []), (60, []), (69, []), (70, ["demo"]), (60 * 24 * 40, [])],
)
def test_a_round_that_closed_is_due_a_while_later(minutes: int, wanted: list[str]) -> None:
    assert watch.due(at(minutes)) == wanted


def test_an_open_round_is_due_each_hour_and_once_after_its_end() -> None:
    longer()
    looked = [minute for minute in range(0, 60 * 8, 5) if watch.look_through(at(minute))]
    assert looked == [60, 120, 180, 240, 310]


def _late(minute: int) -> Entry:
    """Somebody's paper, that the sweeper closes then: as it was before, and its end."""
    play(people()[0], RACER)
    end = Entry.objects.get(kind=EntryKind.CLOSED)
    end.delete()
    end.pk, end.stored_at = None, at(minute)
    return end


def looks(minutes: range) -> list[int]:
    return [minute for minute in minutes if watch.look_through(at(minute))]


@pytest.mark.slow
def test_a_paper_that_was_closed_after_the_look_is_looked_at_then() -> None:
    end = _late(83)
    assert looks(range(60, 83)) == [70]
    assert not Flag.objects.exists()
    end.save()
    assert not watch.looked(plans.load("demo"))
    assert watch.next_look(Round.objects.get()) == at(80)
    assert looks(range(85, 60 * 24, 5)) == [85]
    assert watch.looked(plans.load("demo"))
    assert Flag.objects.count() == 1


def test_between_two_looks_after_the_end_there_is_a_rest(settings: Any) -> None:
    _late(71).save()
    settings.FLAGS_AFTER_MIN = 30
    flagging.raise_for("demo", at(65))
    assert looks(range(60, 200)) == [90]
    assert watch.next_look(Round.objects.get()) == at(120)


def test_a_round_whose_papers_were_all_closed_before_the_look_is_asked_about_once(
    django_assert_num_queries: Any,
) -> None:
    _late(61).save()
    assert looks(range(60, 90)) == [70]
    with django_assert_num_queries(2):
        assert watch.due(at(91)) == []


def test_papers_below_the_first_that_was_open_are_not_asked_about() -> None:
    end, plan = _late(83), plans.load("demo")
    above = end.attempt_id - 1
    swept.keep(plan.round, Mark(at(59), above), at(70))
    assert looks(range(60, 83)) == [70]
    assert _asked() == [True, f'"quiz_attempt"."id" > {above}']
    end.save()
    assert _asked() == [False, f'"quiz_attempt"."id" > {above}']
    assert looks(range(85, 90)) == [85]
    assert _asked() == [True, f'"quiz_attempt"."id" > {above}']
    assert _asked() == [True]


def _asked() -> list[object]:
    """Whether the round was looked through, and from which paper on that was asked."""
    with CaptureQueriesContext(connection) as seen:
        found = watch.looked(plans.load("demo"))
    rows = [one["sql"] for one in seen.captured_queries if "stored_at" in one["sql"]]
    numbers = [re.search(r'"quiz_attempt"."id" > \d+', sql) for sql in rows]
    return [found, *dict.fromkeys(one.group() for one in numbers if one)]


def test_settings_turn_either_off(settings: Any) -> None:
    longer()
    settings.FLAGS_EVERY_MIN = 0
    assert watch.due(at(200)) == []
    assert watch.due(at(310)) == ["demo"]
    settings.FLAGS_AFTER_MIN = 0
    assert watch.due(at(310)) == []


def test_a_look_raises_what_the_command_would_and_says_how_many() -> None:
    racer = play(people()[0], RACER)
    assert watch.look_through(at(70)) == "demo"
    assert list(Flag.objects.values_list("attempt", "rule")) == [(racer.pk, "too_fast")]
    look = FlagLook.objects.get()
    assert (look.began_at, look.raised) == (at(70), 1)
    assert look.ended_at is not None
    assert watch.look_through(at(71)) == ""


def test_one_process_looks_and_a_look_that_was_broken_off_is_begun_again() -> None:
    FlagLook.objects.create(round=Round.objects.get(), began_at=at(70))
    assert watch.due(at(71)) == []
    assert watch.due(at(130)) == ["demo"]
    round_, look = next(watch._due(at(130)))
    assert watch._taken(round_, look, at(130))
    assert not watch._taken(round_, look, at(131))


def test_practice_and_halls_are_never_due() -> None:
    row = Round.objects.get()
    for mode in (Mode.PRACTICE, Mode.LIVE):
        row.format = {**row.format, "mode": mode.value}
        row.save(update_fields=["format"])
        assert watch.due(at(70)) == []
    assert formats.read(formats.plain(Format())).mode is Mode.PAPER


def test_simulated_contestants_are_never_flagged_whoever_looks() -> None:
    play(people()[0], RACER)
    Contestant.objects.update(bot=True)
    assert flagging.raise_for("demo", at(69)) == {}
    assert watch.look_through(at(70)) == "demo"
    assert not Flag.objects.exists()


def test_the_command_looks_through_what_is_due(fake_clock: FakeClock) -> None:
    play(people()[0], RACER)
    fake_clock.time = at(70)
    assert watch.waits()
    call_command("raise_due_flags")
    assert Flag.objects.count() == 1
    assert not watch.waits()
