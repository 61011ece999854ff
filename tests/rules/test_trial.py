"""Ranks that are told of a trial are those that the change then brings."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules import trial
from leaderboard.rules.trial import Shift

PLACES = st.one_of(st.none(), st.integers(0, 9))


def rank(of: int | None, board: list[int]) -> int | None:
    return None if of is None else 1 + sum(other < of for other in board)


@given(st.lists(st.integers(0, 9), max_size=12), st.lists(st.tuples(PLACES, PLACES), max_size=5))
def test_a_trial_tells_the_ranks_that_the_change_brings(
    others: list[int], moving: list[tuple[int | None, int | None]]
) -> None:
    shifts = [Shift(*one) for one in moving]
    now = [*others, *(one.before for one in shifts if one.before is not None)]
    then = [*others, *(one.after for one in shifts if one.after is not None)]

    def better(numbers: Sequence[int]) -> list[int]:
        return [sum(other < number for other in now) for number in numbers]

    told = trial.ranks(shifts, better)
    assert told == [(rank(one.before, now), rank(one.after, then)) for one in shifts]
    moves = [(rank(one, then) or 0) - (rank(one, now) or 0) for one in others]
    expected = sum(move < 0 for move in moves), sum(move > 0 for move in moves)
    assert trial.others_moved(shifts, better) == expected
