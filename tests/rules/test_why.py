import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.frames import PersonRow
from leaderboard.rules.rollup import Totals, score_x100
from leaderboard.rules.why import Reason, between, needed_mean_x100
from quiz.rules.formats import Format, Tie

OPENS_AT = 600


def row(score: int, took: int = 60_000, finished: int = 5_000, *, same: bool = False) -> PersonRow:
    return PersonRow(
        id=1,
        rank=1,
        same=same,
        name="梅",
        region="44",
        place="",
        score=score,
        took_ms=took,
        finished_at=finished,
        tries=2,
    )


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (row(90), row(80, took=1), Reason("score", 10)),
        (row(80), row(80, took=61_250), Reason("took_ms", 1_250)),
        (row(80, took=60_009), row(80, took=60_010), Reason("took_ms", 10)),
        (row(80), row(80, took=60_009, finished=9_000), Reason("finished_at", 4_000)),
        (row(80), row(80, finished=9_000), Reason("finished_at", 4_000)),
        (row(80, finished=5_599), row(80, finished=5_600), Reason("finished_at", 1_000)),
        (row(80, finished=5_600), row(80, finished=6_599), Reason("")),
        (row(80), row(80, took=60_003, same=True), Reason("")),
    ],
)
def test_the_first_difference_in_the_chain_decides(
    above: PersonRow, below: PersonRow, reason: Reason
) -> None:
    assert between(Format(), OPENS_AT, above, below) == reason


def test_what_the_format_does_not_ask_for_decides_nothing() -> None:
    form = Format(ties=(Tie.FINISHED,))
    assert between(form, OPENS_AT, row(80), row(80, took=99_000)) == Reason("")


@given(st.integers(1, 5_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_needed_mean_reaches_the_score_and_one_less_does_not(
    people: int, score: int, parent: int
) -> None:
    needed = needed_mean_x100(score, parent, people=people, shrink=200)
    assert needed is not None
    above = Totals(people=1, attempts=1, points=parent)
    reached = score_x100(Totals(people, people, needed * people), above, divisor=1, shrink=200)
    assert reached is not None
    assert reached >= 100 * score
    if needed:
        assert (needed - 1) * people + 200 * parent < score * (people + 200)


def test_nobody_needs_no_mean() -> None:
    assert needed_mean_x100(100, 100, people=0, shrink=200) is None
