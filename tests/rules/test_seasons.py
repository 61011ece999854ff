from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules import ranking
from leaderboard.rules.ranking import Standing, Tally, add, standing
from leaderboard.rules.results import Result
from leaderboard.rules.seasons import MOST_ROUNDS, STRIDE, full_score, number, season
from quiz.rules.formats import BadFormat, Count, Format

BEST, LAST, SUM = (Format(count=count) for count in (Count.BEST, Count.LAST, Count.SUM))
MEAN = Format(count=Count.MEAN_BEST, best_n=2)


def result(slot: int, try_no: int, score: int, void: int = 0) -> Result:
    found = number(slot, try_no)
    assert found is not None
    return Result(found, score, 60_000, 1_000 + found, void=void)


def of(form: Format, *results: Result) -> Standing | None:
    tally = Tally()
    for one in results:
        tally = add(form, tally, one)
    return standing(tally)


def score(form: Format, *results: Result) -> int | None:
    found = of(form, *results)
    return found.score if found else None


def test_each_round_counts_by_its_own_format() -> None:
    tries = [result(slot, n, score) for slot in range(3) for n, score in enumerate([90, 70])]
    assert score(season([BEST, LAST, SUM]), *tries) == 90 + 70 + 160


def test_only_the_best_rounds_count_where_so_said() -> None:
    tries = [result(0, 0, 50), result(1, 0, 90), result(1, 1, 60), result(2, 0, 70)]
    assert score(season([BEST] * 3, 2), *tries) == 90 + 70
    assert score(season([BEST] * 3, 2), tries[0]) == 50


def test_an_annulled_attempt_leaves_its_round_to_the_next_best() -> None:
    tries = [result(0, 0, 90), result(0, 1, 60), result(1, 0, 70)]
    form = season([BEST, BEST])
    assert score(form, *tries) == 160
    assert score(form, *tries, result(0, 0, 90, void=1)) == 130
    assert score(form, *tries, result(0, 0, 90, void=2)) == 160


def test_rounds_that_are_divided_differently_cannot_be_added() -> None:
    with pytest.raises(BadFormat, match="divided"):
        season([BEST, MEAN])
    with pytest.raises(BadFormat, match="wants 1"):
        season([])
    assert ranking.divisor(season([MEAN, MEAN])) == 2


def test_a_try_beyond_those_that_are_counted_has_no_number() -> None:
    assert number(2, STRIDE - 1) == 3 * STRIDE - 1
    assert number(2, STRIDE) is None


def test_what_was_seen_of_somebody_takes_no_more_bits_than_rounds_times_tries() -> None:
    form, tally = season([BEST] * MOST_ROUNDS), Tally()
    for slot in range(MOST_ROUNDS):
        for no in range(2):
            tally = add(form, tally, result(slot, no, 50))
    assert tally.seen.bit_count() == 2 * MOST_ROUNDS == tally.seen.bit_length()


def test_each_try_of_a_season_has_a_bit_of_its_own() -> None:
    form, each = season([BEST] * MOST_ROUNDS), range(MOST_ROUNDS * STRIDE)
    assert len(set(map(form.bit, each))) == len(each)


def test_the_full_score_is_that_of_the_rounds_that_count() -> None:
    assert full_score(season([BEST] * 3, 2)) == 200
    assert full_score(season([MEAN, MEAN])) == 400
    assert full_score(BEST) == 100


RESULTS = st.lists(
    st.builds(
        result,
        st.integers(0, 2),
        st.integers(0, 4),
        st.integers(0, 10).map(lambda tens: tens * 10),
        st.integers(0, 2),
    ),
    unique_by=lambda one: one.try_no,
    max_size=10,
)


@given(RESULTS, st.integers(0, 3), st.permutations(range(10)))
def test_a_season_knows_no_order_of_arrival(
    results: list[Result], best_of: int, order: list[int]
) -> None:
    form = season([BEST, LAST, SUM], best_of)
    shuffled = [results[n] for n in order if n < len(results)]
    assert of(form, *results) == of(form, *shuffled, *results)


@pytest.mark.slow
@given(RESULTS, st.integers(0, 3))
def test_a_season_is_the_sum_of_its_rounds(results: list[Result], best_of: int) -> None:
    forms = [BEST, LAST, SUM]
    each = [
        score(form, *(one for one in results if one.try_no // STRIDE == slot)) or 0
        for slot, form in enumerate(forms)
    ]
    best = sorted(each, reverse=True)[: best_of or 3]
    assert (score(season(forms, best_of), *results) or 0) == sum(best)


@pytest.mark.parametrize("better", [lambda s: s._replace(score=s.score + 1)])
def test_a_packed_season_orders_by_score_first(better: Callable[[Standing], Standing]) -> None:
    form = season([BEST] * 30)
    links = ranking.layout(form, opens_at=0, closes_at=30 * 86_400_000)
    low = Standing(2_999, 6_000_000, 1_000, 30)
    assert ranking.pack(links, better(low)) < ranking.pack(links, low)
    fitted = ranking.layout(form, opens_at=0, closes_at=30 * 86_400_000, bits=ranking.REDIS_BITS)
    assert ranking.pack(fitted, better(low)) < ranking.pack(fitted, low)
