"""Until when answers to a question may still come onto the disk."""

import pytest

from quiz.rules.stage import Asking, Stage, State, settled, unsettled
from quiz.rules.units import Millis


@pytest.mark.parametrize(("since", "slots"), [(1_100, [0, 1]), (1_101, [1]), (2_101, [])])
def test_answers_to_a_slot_that_is_out_may_come_onto_the_disk_for_a_while(
    since: int, slots: list[int]
) -> None:
    askings = tuple(Asking(slot, Millis(0), Millis(1_000 * (slot + 1))) for slot in range(4))
    revealed = Stage(of=4, state=State.REVEALED, slot=2, askings=askings[:3], skipped=(2,))
    assert unsettled(revealed, Millis(since), Millis(100)) == slots


def test_a_slot_that_is_not_out_is_not_counted_yet() -> None:
    asked = Asking(0, Millis(0), Millis(1_000))
    locked = Stage(of=1, state=State.LOCKED, slot=0, askings=(asked,))
    assert unsettled(locked, Millis(0), Millis(100)) == []


@pytest.mark.parametrize(("now", "over"), [(2_100, False), (2_101, True)])
def test_a_sitting_is_settled_when_nothing_more_can_come_of_any_slot(
    now: int, *, over: bool
) -> None:
    askings = (Asking(0, Millis(0), Millis(1_000)), Asking(1, Millis(0), Millis(2_000)))
    closed = Stage(of=3, state=State.CLOSED, slot=1, askings=askings, skipped=(1,))
    assert settled(closed, Millis(now), Millis(100)) is over


def test_a_sitting_that_asked_nothing_is_settled() -> None:
    assert settled(Stage(of=3, state=State.CLOSED), Millis(0), Millis(100))
