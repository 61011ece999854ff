from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules import ranking
from leaderboard.rules.ranking import Standing, Tally
from leaderboard.rules.results import Result
from quiz.rules.formats import Count, Format, Tie
from quiz.rules.units import Millis, Points
from tests.rules.boards import FORMATS, OPENS_AT, results

CLOSES_AT = OPENS_AT + 62 * ranking.DAY_MS


def tally_of(form: Format, items: list[Result]) -> Tally:
    tally = Tally()
    for item in items:
        tally = ranking.add(form, tally, item)
    return tally


def order_of(form: Format, standing: Standing) -> int:
    layout = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT)
    return ranking.pack(layout, standing)


def a_standing(
    score: int = 80, took: int = 90_000, finished: int = 5_000, tries: int = 1
) -> Standing:
    return Standing(score, took, OPENS_AT + finished, tries)


ATTEMPTS = [Result(0, 70, 60_000, 100), Result(1, 90, 95_000, 200), Result(2, 90, 80_000, 300)]


@pytest.mark.parametrize(
    ("count", "best_n", "expected"),
    [
        (Count.BEST, 1, Standing(90, 80_000, 300, 3)),
        (Count.SUM, 1, Standing(250, 235_000, 300, 3)),
        (Count.LAST, 1, Standing(90, 80_000, 300, 3)),
        (Count.MEAN_BEST, 2, Standing(180, 175_000, 300, 3)),
        (Count.MEAN_BEST, 5, Standing(250, 235_000, 300, 3)),
    ],
)
def test_the_format_says_which_attempts_count(
    count: Count, best_n: int, expected: Standing
) -> None:
    form = Format(count=count, best_n=best_n)
    for arrival in permutations(ATTEMPTS):
        assert ranking.standing(tally_of(form, [*arrival, *arrival])) == expected


def test_the_last_attempt_is_the_last_opened_not_the_last_to_arrive() -> None:
    form = Format(count=Count.LAST)
    tally = tally_of(form, [Result(2, 10, 1, 1), Result(0, 99, 1, 1)])
    assert ranking.standing(tally) == Standing(10, 1, 1, 2)


def test_nobody_stands_without_an_attempt() -> None:
    assert ranking.standing(Tally()) is None


@given(st.sampled_from(FORMATS), results(), st.randoms(use_true_random=False))
def test_arrival_order_and_repeats_change_nothing(
    form: Format, items: list[Result], chance: object
) -> None:
    shuffled = items + items[: len(items) // 2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tally_of(form, shuffled) == tally_of(form, items)


@given(st.sampled_from(FORMATS), results(), st.integers(0, 8))
def test_two_parts_of_a_set_come_to_the_same_as_the_whole(
    form: Format, items: list[Result], cut: int
) -> None:
    parts = [tally_of(form, items[:cut]), tally_of(form, items[cut:])]
    assert ranking.union(form, parts) == tally_of(form, items)


@pytest.mark.slow
@given(
    st.sampled_from(FORMATS),
    results(),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12), st.integers(1, 4)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_newest_marking_of_each_attempt_holds_in_whatever_order_they_come(
    form: Format, items: list[Result], again: list[tuple[int, int, int]], chance: object
) -> None:
    marked = {
        (items[at].try_no, number): items[at]._replace(score=tens * 10, ruled=number)
        for at, tens, number in again
        if at < len(items)
    }
    newest = {one.try_no: one for one in sorted([*items, *marked.values()], key=lambda r: r.ruled)}
    arrival = [*items, *marked.values(), *items[::2], *list(marked.values())[::2]]
    chance.shuffle(arrival)  # type: ignore[attr-defined]
    tally = tally_of(form, arrival)
    assert tally == tally_of(form, list(newest.values()))
    assert sorted(ranking.results(tally)) == sorted(newest.values())


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count.BEST, Standing(70, 60_000, 100, 3)),
        (Count.SUM, Standing(80, 235_000, 300, 3)),
        (Count.LAST, Standing(0, 80_000, 300, 3)),
    ],
)
def test_a_score_that_falls_lets_an_earlier_attempt_count(count: Count, expected: Standing) -> None:
    form = Format(count=count)
    tally = tally_of(form, ATTEMPTS)
    for fallen in (ATTEMPTS[1]._replace(score=10, ruled=1), ATTEMPTS[2]._replace(score=0, ruled=2)):
        tally = ranking.add(form, tally, fallen)
    assert ranking.standing(tally) == expected


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (a_standing(score=81, took=200_000), a_standing(score=80, took=1_000)),
        (a_standing(took=89_990), a_standing(took=90_000)),
        (a_standing(finished=4_000), a_standing(finished=5_000)),
        (a_standing(took=89_000, finished=9_000_000), a_standing(took=90_000, finished=0)),
    ],
)
def test_score_then_time_then_earlier_finish(better: Standing, worse: Standing) -> None:
    assert order_of(Format(), better) < order_of(Format(), worse)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_standing(took=90_000), a_standing(took=90_009)),
        (a_standing(finished=5_000), a_standing(finished=5_999)),
        (a_standing(tries=1), a_standing(tries=3)),
    ],
)
def test_what_the_chain_does_not_tell_apart_shares_a_rank(one: Standing, other: Standing) -> None:
    assert order_of(Format(), one) == order_of(Format(), other)


def test_fewer_tries_decide_where_the_format_says_so() -> None:
    form = Format(ties=(Tie.FEWER_TRIES, Tie.TOOK))
    early = a_standing(tries=1, took=200_000)
    assert order_of(form, early) < order_of(form, a_standing(tries=2, took=10_000))


def test_the_usual_layout_is_exactly_what_a_redis_score_keeps() -> None:
    layout = ranking.layout(Format(), opens_at=OPENS_AT, closes_at=CLOSES_AT, bits=53)
    assert [link.bits for link in layout] == [10, 20, 23]
    assert ranking.width(layout) == ranking.REDIS_BITS == 53
    worst = Standing(-1, 10**9, CLOSES_AT + 10**12, 1)
    assert float(ranking.pack(layout, worst)) == 2**53 - 1


def test_a_sum_over_two_months_gets_coarser_steps_in_redis_only() -> None:
    form = Format(count=Count.SUM)
    assert not ranking.fits(form, opens_at=OPENS_AT, closes_at=CLOSES_AT)
    tight = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT, bits=53)
    free = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT)
    assert ranking.width(tight) == 53 < ranking.width(free)
    assert [link.step for link in free] == [1, 10, 1_000]
    assert tight[0].step == 1
    assert tight[1].step > 10


def test_every_score_of_a_format_with_penalties_has_its_own_place() -> None:
    form = Format(questions=20, right=Points(10), penalty=Points(5))
    layout = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT, bits=53)
    places = [ranking.pack(layout, a_standing(score=score)) for score in range(200, -101, -1)]
    assert places == sorted(set(places))


def test_a_score_too_large_for_redis_is_refused() -> None:
    form = Format(questions=100, question_ms=Millis(3_000), right=Points(100), count=Count.SUM)
    with pytest.raises(ValueError, match="does not fit"):
        ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT, bits=20)


@given(
    st.sampled_from(FORMATS),
    *([st.builds(a_standing, st.integers(0, 1_000), st.integers(0, 200_000))] * 2),
)
def test_a_coarser_layout_never_turns_an_order_round(
    form: Format, one: Standing, other: Standing
) -> None:
    free = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT)
    tight = ranking.layout(form, opens_at=OPENS_AT, closes_at=CLOSES_AT, bits=53)
    if ranking.pack(free, one) <= ranking.pack(free, other):
        assert ranking.pack(tight, one) <= ranking.pack(tight, other)
