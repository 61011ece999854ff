"""Until when answers to a question may still come onto the disk."""

import pytest

from quiz.rules.stage import Asking, Stage, State, unsettled
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
