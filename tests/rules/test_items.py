"""The numbers of one question, by hand, by law, and on invented answers whose truth is known."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules import curves, flags, items
from questionbank.rules.flags import Seen
from questionbank.rules.items import Row
from questionbank.rules.rates import LABELS


def row(rest: int, choice: str, count: int, *, right: bool = False, group: str = "general") -> Row:
    return Row(group, 10, rest, choice, right, count)


ROWS = st.lists(
    st.builds(
        lambda rest, right, count: row(rest, "0" if right else "1", count, right=right),
        st.integers(0, 9),
        st.booleans(),
        st.integers(1, 500),
    ),
    min_size=1,
    max_size=20,
)


def invented(papers: int, *, slope: float = 1.0, place: float = 0.0, seed: int = 1) -> list[Row]:
    """Answers to one question of a normal crowd, and to nine others like those of a good bank."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=papers)
    hard = np.linspace(-1.2, 1.2, 9)
    curve = 1 / (1 + np.exp(-(ability[:, None] - hard[None, :])))
    rest = (chance.random((papers, 9)) < curve).sum(axis=1)
    right = chance.random(papers) < 1 / (1 + np.exp(-(slope * ability + place)))
    wrong = chance.integers(1, 4, papers)
    found = Counter(zip(rest.tolist(), np.where(right, 0, wrong).tolist(), strict=True))
    return [
        row(int(at), str(choice), count, right=choice == 0)
        for (at, choice), count in sorted(found.items())
    ]


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (50, 100, 0.4038, 0.5962)],
)
def test_the_interval_is_wilsons(right: int, n: int, low: float, high: float) -> None:
    found = items.wilson(right, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 1_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_within_the_whole(counts: tuple[int, int]) -> None:
    found = items.wilson(*counts)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_a_label_counts_as_many_answers_as_it_is_worth() -> None:
    # 0.6 x 0.4 / 0.0144 - 1 = 15.67 answers: (9 + 9.4) / (10 + 15.67)
    found = items.shrunken(9, 10, 0.6)
    assert found.value == pytest.approx(0.7169, abs=1e-4)
    assert items.shrunken(0, 0, 0.6).value == pytest.approx(0.6)
    assert items.shrunken(900_000, 1_000_000, 0.6).value == pytest.approx(0.9, abs=1e-4)


def test_the_correlation_is_that_of_the_other_questions_only() -> None:
    # x = 1,1,0,0 and R = 6,4,4,2: mean(xR) - mean x mean R = 2.5 - 2 = 0.5; sd 0.5 and sqrt(2)
    rows = [row(6, "0", 1, right=True), row(4, "0", 1, right=True), row(4, "1", 1), row(2, "1", 1)]
    found = items.point_biserial(rows)
    assert found is not None
    assert found.value == pytest.approx(0.5 / (0.5 * 2**0.5))


def test_a_dead_question_shows_nothing_where_its_own_mark_would_show_a_quarter() -> None:
    dead = items.point_biserial(invented(200_000, slope=0.0))
    good = items.point_biserial(invented(200_000))
    assert dead
    assert good
    assert dead.value == pytest.approx(0, abs=3 * dead.error)
    assert good.value > 0.2


@pytest.mark.parametrize("rows", [[], [row(4, "0", 7, right=True)], [row(4, "0", 7)]])
def test_there_is_no_correlation_where_nothing_varies(rows: list[Row]) -> None:
    assert items.point_biserial(rows) is None


@given(ROWS)
def test_a_correlation_lies_between_minus_one_and_one(rows: Sequence[Row]) -> None:
    found = items.point_biserial(rows)
    assert found is None or -1 - 1e-9 <= found.value <= 1 + 1e-9


@given(ROWS, st.integers(2, 9))
def test_counting_every_cell_so_many_times_moves_no_share(rows: list[Row], times: int) -> None:
    more = [cell._replace(people=cell.people * times) for cell in rows]
    assert items.wilson(items.rights(more), items.answers(more)).value == pytest.approx(
        items.wilson(items.rights(rows), items.answers(rows)).value
    )
    assert [third.share for third in items.thirds(more)] == pytest.approx(
        [third.share for third in items.thirds(rows)]
    )


@given(ROWS)
def test_the_thirds_hold_everybody_once(rows: list[Row]) -> None:
    found = items.thirds(rows)
    assert sum(third.total for third in found) == items.answers(rows)
    assert all(third.sizes == found[0].sizes for third in found)


def test_thirds_are_cut_between_rest_scores() -> None:
    rows = [row(rest, "0", 10, right=True) for rest in range(9)]
    assert items.thirds(rows)[0].counts == (30, 30, 30)
    assert items.thirds([row(5, "0", 90)])[0].counts == (0, 90, 0)


def test_the_reliability_of_drawn_papers_is_the_share_of_true_variance() -> None:
    # Ten like questions of slope 1: what is ability in the score's variance, simulated apart.
    chance = np.random.default_rng(3)
    ability = chance.normal(size=60_000)
    curve = np.repeat(1 / (1 + np.exp(-ability))[:, None], 10, axis=1)
    marks = chance.random(curve.shape) < curve
    truth = (10 * curve[:, 0]).var() / marks.sum(axis=1).var()
    score = marks.sum(axis=1)
    cells = Counter(
        (int(total - mark), bool(mark))
        for total, paper in zip(score, marks, strict=True)
        for mark in paper
    )
    found = items.reliability(
        (row(rest, "0", count, right=right), 0.5) for (rest, right), count in cells.items()
    )
    assert found is not None
    assert found.value == pytest.approx(truth, abs=0.01)
    assert found.n == 60_000


def test_papers_add_up_as_spearman_and_brown_say() -> None:
    assert items.stepped(0.5, 10) == pytest.approx(10 / 11)


def test_without_answers_the_label_holds_at_average_ability() -> None:
    for label in LABELS.values():
        assert curves.fitted([], label).rates[1] == pytest.approx(label[1], abs=4_000)


@pytest.mark.parametrize(("slope", "place"), [(1.0, 0.0), (1.6, 0.5), (0.5, -1.0), (1.0, 2.0)])
def test_a_curve_comes_near_the_truth_with_many_answers(slope: float, place: float) -> None:
    # The reliability of ten such questions, by simulation.
    found = curves.fitted(invented(20_000, slope=slope, place=place), LABELS[3], 0.64)
    for ability, rate, error in zip((-1, 0, 1, 2), found.rates, found.errors, strict=True):
        truth = 1_000_000 / (1 + np.exp(-(slope * ability + place)))
        assert rate == pytest.approx(truth, abs=4 * error + 25_000)


@given(ROWS)
def test_rates_are_whole_possible_and_no_lower_for_abler_people(rows: list[Row]) -> None:
    found = curves.fitted(rows, LABELS[3])
    assert all(0 < rate < 1_000_000 for rate in found.rates)
    assert list(found.rates) == sorted(found.rates)


def test_more_answers_make_a_rate_surer() -> None:
    few, many = (curves.fitted(invented(n), LABELS[3]).errors for n in (50, 5_000))
    assert all(b < a for a, b in zip(few, many, strict=True))


def seen(rows: list[Row], options: tuple[str, ...] = ("0", "1", "2", "3")) -> Seen:
    return Seen(rows, options)


def test_a_good_question_is_not_flagged() -> None:
    assert flags.flags(seen(invented(5_000))) == []


def test_a_dead_question_is_flagged_from_four_hundred_answers_on() -> None:
    assert "dead" in flags.flags(seen(invented(20_000, slope=0.0))) or "backwards" in flags.flags(
        seen(invented(20_000, slope=0.0))
    )
    assert flags.flags(seen(invented(150, slope=0.0))) == []


def test_the_best_third_choosing_another_option_asks_for_the_key() -> None:
    rows = [
        row(2, "0", 100, right=True),
        row(5, "0", 50, right=True),
        row(5, "2", 50),
        row(8, "2", 80),
        row(8, "0", 20, right=True),
    ]
    assert flags.flags(seen(rows, ("0", "2"))) == ["draws"] or "key" in flags.flags(seen(rows))
    assert flags.flags(seen(rows))[0] == "key"


def test_an_option_that_nobody_chooses_is_flagged() -> None:
    assert flags.flags(seen(invented(5_000), ("0", "1", "2", "3", "4"))) == ["idle"]


def test_quick_guesses_are_flagged_from_a_hundred_on() -> None:
    assert flags.flags(Seen((), (), timed=100, quick=21)) == ["quick"]
    assert flags.flags(Seen((), (), timed=100, quick=20)) == []
    assert flags.flags(Seen((), (), timed=99, quick=99)) == []


def test_the_limit_of_the_correlation_grows_with_the_paper() -> None:
    assert flags.low_biserial(10) == pytest.approx(0.084)
    assert flags.low_biserial(20) > flags.low_biserial(10) > flags.low_biserial(5)
