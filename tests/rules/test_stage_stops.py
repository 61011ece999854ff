"""The clock of a hall: stops over each other, while a question waits, and commands beside them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules import hosting
from quiz.rules.hosting import Command, NotNow, Pace
from quiz.rules.stage import Stage, State, stood
from quiz.rules.units import Millis

NOW = Millis(1_000_000)
OPENS, CLOSES = Millis(NOW + 3_000), Millis(NOW + 23_000)
PACE = Pace(Millis(3_000), Millis(20_000))
FREE = Pace(Millis(3_000), Millis(0))


def do(stage: Stage, what: str, at: int, pace: Pace = PACE, **more: Any) -> Stage:
    return hosting.apply(stage, Command(what, sure=True, **more), Millis(at), pace)


def shown(pace: Pace = PACE) -> Stage:
    return do(do(Stage(of=2), "open", NOW), "show", NOW, pace)


def window(stage: Stage) -> tuple[int, int | None]:
    asked = stage.asking(0)
    assert asked is not None
    return asked.opens_at, asked.closes_at


def test_a_question_that_waits_to_open_waits_longer_and_nobodys_time_was_stopped() -> None:
    stage = do(do(shown(), "pause", NOW + 1_000), "resume", NOW + 61_000)
    assert window(stage) == (OPENS + 60_000, CLOSES + 60_000)
    assert stage.stops == ()


def test_a_question_that_was_open_stays_open_for_what_it_had_left() -> None:
    stage = do(do(shown(), "pause", OPENS + 5_000), "resume", OPENS + 65_000)
    assert window(stage) == (OPENS, CLOSES + 60_000)
    assert stood(stage, 0, OPENS, Millis(OPENS + 80_000)) == 60_000


def test_a_time_excluded_while_the_clock_stands_leaves_the_stop_its_end() -> None:
    stage = do(shown(), "pause", OPENS + 5_000)
    stage = do(stage, "exclude", OPENS + 9_000, slot=0, since=OPENS + 1_000, until=OPENS + 2_000)
    stage = do(stage, "resume", OPENS + 65_000)
    assert window(stage) == (OPENS, CLOSES + 60_000)
    assert [(one.since, one.until) for one in stage.stops] == [
        (OPENS + 5_000, OPENS + 65_000),
        (OPENS + 1_000, OPENS + 2_000),
    ]


@pytest.mark.parametrize("ends", ["lock", "skip", "close"])
def test_a_question_that_ends_while_the_clock_stands_ends_now(ends: str) -> None:
    stage = do(do(shown(), "pause", OPENS + 5_000), ends, OPENS + 65_000)
    assert window(stage) == (OPENS, OPENS + 65_000)
    assert not stage.paused
    assert stage.stops[0].until == OPENS + 65_000


def test_a_question_without_a_limit_ends_when_it_is_locked() -> None:
    stage = shown(FREE)
    assert window(stage) == (OPENS, None)
    assert window(do(stage, "lock", OPENS + 90_000, FREE)) == (OPENS, OPENS + 90_000)


def test_a_question_that_nobody_has_seen_is_not_locked() -> None:
    waiting = do(shown(), "pause", NOW + 1_000)
    for stage, at in ((shown(), OPENS - 1), (waiting, NOW + 2_000), (waiting, OPENS + 9_000)):
        with pytest.raises(NotNow, match="wrong_state"):
            do(stage, "lock", at)
    assert window(do(shown(), "lock", OPENS)) == (OPENS, OPENS)


def test_a_question_skipped_before_it_opens_was_open_for_no_time() -> None:
    assert window(do(shown(), "skip", NOW + 1_000)) == (OPENS, OPENS)


def test_a_time_excluded_from_a_question_that_is_open_moves_no_window() -> None:
    stage = do(shown(), "exclude", OPENS + 9_000, since=OPENS + 1_000, until=OPENS + 4_000)
    assert window(stage) == (OPENS, CLOSES)
    assert not stage.paused
    assert stood(stage, 0, OPENS, Millis(OPENS + 9_000)) == 3_000
    paused = do(stage, "pause", OPENS + 10_000)
    assert paused.stands_since == OPENS + 10_000
    assert window(do(paused, "resume", OPENS + 20_000)) == (OPENS, CLOSES + 10_000)


def test_the_clock_stands_since_its_stop_whatever_is_excluded_meanwhile() -> None:
    stage = do(shown(), "pause", OPENS + 5_000)
    stage = do(stage, "exclude", OPENS + 9_000, since=OPENS, until=OPENS + 2_000)
    assert stage.stands_since == OPENS + 5_000
    assert do(stage, "resume", OPENS + 9_500).stands_since is None


def test_a_lock_after_the_time_was_up_does_not_lengthen_the_question() -> None:
    assert window(do(shown(), "lock", CLOSES + 400)) == (OPENS, CLOSES)


@pytest.mark.parametrize(
    ("what", "at", "more", "code"),
    [
        ("extend", CLOSES - 1, {"ms": 1}, ""),
        ("extend", CLOSES, {"ms": 1}, "time_is_up"),
        ("extend", OPENS, {"ms": 600_000}, ""),
        ("extend", OPENS, {"ms": 600_001}, "bad_command"),
        ("extend", OPENS, {"ms": 0}, "bad_command"),
        ("extend", OPENS, {"ms": -5}, "bad_command"),
        ("pause", CLOSES - 1, {}, ""),
        ("pause", CLOSES, {}, "time_is_up"),
        ("exclude", OPENS + 9, {"slot": 0, "since": OPENS, "until": OPENS + 9}, ""),
        ("exclude", OPENS + 9, {"slot": 0, "since": OPENS, "until": OPENS + 10}, "bad_command"),
        ("exclude", OPENS + 9, {"slot": 0, "since": OPENS, "until": OPENS}, "bad_command"),
        ("exclude", OPENS + 9, {"slot": 0, "since": 0, "until": OPENS}, "bad_command"),
        ("exclude", OPENS + 9, {"slot": 0, "since": NOW, "until": OPENS}, "bad_command"),
        ("exclude", OPENS + 9, {"slot": 0, "since": NOW, "until": OPENS + 1}, ""),
        ("exclude", CLOSES + 9, {"slot": 0, "since": CLOSES - 1, "until": CLOSES + 9}, ""),
        ("exclude", CLOSES + 9, {"slot": 0, "since": CLOSES, "until": CLOSES + 9}, "bad_command"),
        ("exclude", OPENS + 9, {"slot": 1, "since": OPENS, "until": OPENS + 9}, "no_such_slot"),
    ],
)
def test_the_clock_is_moved_within_its_bounds(
    what: str, at: int, more: dict[str, Any], code: str
) -> None:
    if not code:
        do(shown(), what, at, **more)
        return
    with pytest.raises(NotNow) as refused:
        do(shown(), what, at, **more)
    assert refused.value.code == code


def test_a_question_without_a_limit_cannot_be_extended() -> None:
    with pytest.raises(NotNow, match="no_limit"):
        do(shown(FREE), "extend", OPENS, FREE, ms=1_000)


def test_an_extension_in_which_people_think_is_not_taken_back() -> None:
    before, did = shown(), Command("extend", ms=10_000)
    stage = hosting.apply(before, did, OPENS, PACE)
    assert hosting.undone(stage, before, did, OPENS, Millis(CLOSES - 1)) == before
    with pytest.raises(NotNow, match="nothing_to_undo"):
        hosting.undone(stage, before, did, OPENS, CLOSES)


@pytest.mark.parametrize("did", ["lock", "skip"])
def test_what_ended_a_question_is_not_taken_back_once_its_time_was_up(did: str) -> None:
    before = shown()
    stage = do(before, did, CLOSES)
    with pytest.raises(NotNow, match="nothing_to_undo"):
        hosting.undone(stage, before, Command(did), CLOSES, Millis(CLOSES + 5))


def test_a_lock_taken_back_while_the_clock_stood_leaves_it_standing() -> None:
    before = do(shown(), "pause", OPENS + 5_000)
    at = Millis(OPENS + 9_000)
    stage = do(before, "lock", at)
    assert hosting.undone(stage, before, Command("lock"), at, Millis(at + 9)) == before


def test_a_skip_of_a_locked_question_taken_back_leaves_it_locked() -> None:
    before = do(shown(), "lock", OPENS + 5_000)
    stage = do(before, "skip", OPENS + 9_000)
    assert stage.skipped == (0,)
    undone = hosting.undone(stage, before, Command("skip"), OPENS, Millis(OPENS + 10_000))
    assert undone == before
    assert undone.state is State.LOCKED


# Up to the closing, and beyond it by what begins before.
MOMENTS = st.integers(0, 19_998)


@given(st.lists(st.tuples(MOMENTS, MOMENTS), max_size=5), st.data())
def test_stops_taken_back_one_by_one_leave_the_time_as_it_was(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    first = do(shown(), "lock", CLOSES)
    late, stage = CLOSES + 60_000, first
    for one in spans:
        since, until = OPENS + min(one), OPENS + max(one) * 2 + 1
        stage = do(stage, "exclude", late, slot=0, since=since, until=until)
    for number in data.draw(st.permutations(range(len(spans)))):
        less = do(stage, "include", late, number=number)
        assert do(less, "exclude_again", late, number=number) == stage
        assert stood(less, 0, OPENS, CLOSES) <= stood(stage, 0, OPENS, CLOSES)
        stage = less
    assert stood(stage, 0, OPENS, CLOSES) == 0
    assert stage.askings == first.askings
