"""An annulled attempt counts nowhere, its try stays spent, and a restored one is as it was."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules import ranking
from leaderboard.rules.persons import Move, Person, home_in, moves, standing_in, step, with_result
from leaderboard.rules.ranking import Standing, Tally
from leaderboard.rules.results import Result, join
from leaderboard.rules.scopes import Scope
from quiz.rules.formats import Count, Format
from tests.rules.boards import FORMATS, OPENS_AT, Further, further, results

FORM = Format()
HERE, THERE = Scope("44/4401", "youth"), Scope("44/4403", "youth")
ATTEMPTS = [Result(0, 70, 60_000, 100), Result(1, 90, 95_000, 200), Result(2, 90, 80_000, 300)]


def tally_of(form: Format, items: list[Result]) -> Tally:
    return reduce(lambda tally, item: ranking.add(form, tally, item), items, Tally())


def accounts() -> st.SearchStrategy[Result]:
    """Accounts of one attempt: its score follows from the ruling's number."""
    return st.builds(
        lambda ruled, void: Result(3, ruled * 10, 60_000, OPENS_AT, ruled, void),
        st.integers(0, 9),
        st.integers(0, 9),
    )


@given(accounts(), accounts(), accounts())
def test_accounts_of_one_attempt_join_in_any_order_and_any_number_of_times(
    one: Result, two: Result, three: Result
) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(one, one) == one
    assert join(one, two).changes >= max(one.changes, two.changes)


def grown(items: list[Result], more: Further) -> list[Result]:
    """Further accounts of the items: markings with the step 0, steps with the first score."""
    marked = {
        (items[at].try_no, ruled): items[at]._replace(score=tens * 10, ruled=ruled)
        for at, tens, ruled, _step in more
        if at < len(items) and ruled
    }
    steps = [items[at]._replace(void=void) for at, _t, _r, void in more if at < len(items) and void]
    return [*marked.values(), *steps]


def known(arrival: list[Result]) -> list[Result]:
    """What is known of each try in the end, by sorting."""
    found = {one.try_no: one for one in sorted(arrival, key=lambda one: one.ruled)}
    last = {one.try_no: one.void for one in sorted(arrival, key=lambda one: one.void)}
    return [one._replace(void=last[try_no]) for try_no, one in found.items()]


@pytest.mark.slow
@given(st.sampled_from(FORMATS), results(), further(), st.randoms(use_true_random=False))
def test_closings_rulings_and_steps_come_to_one_set_in_whatever_order(
    form: Format, items: list[Result], more: Further, chance: object
) -> None:
    arrival = [*items, *grown(items, more)]
    arrival += arrival[::2]
    chance.shuffle(arrival)  # type: ignore[attr-defined]
    tally, last = tally_of(form, arrival), known(arrival)
    assert tally == tally_of(form, last)
    assert sorted(ranking.results(tally)) == sorted(last)
    assert ranking.standing(tally) == ranking.standing(
        tally_of(form, [one._replace(void=0) for one in last if one.counts])
    )
    assert tally.seen.bit_count() == len(items)


@pytest.mark.slow
@given(st.sampled_from(FORMATS), results(), further(), st.integers(0, 8))
def test_two_parts_of_a_set_come_to_the_whole_also_when_some_is_annulled(
    form: Format, items: list[Result], more: Further, cut: int
) -> None:
    last = known([*items, *grown(items, more)])
    parts = [tally_of(form, last[:cut]), tally_of(form, last[cut:])]
    assert ranking.union(form, parts) == tally_of(form, last)


@given(st.sampled_from(FORMATS), results(), st.integers(0, 7))
def test_restoring_gives_the_standing_back(form: Format, items: list[Result], at: int) -> None:
    before = ranking.standing(tally_of(form, items))
    steps = [one._replace(void=n) for one in items[at : at + 1] for n in (1, 2)]
    assert ranking.standing(tally_of(form, items + steps)) == before


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count.BEST, Standing(90, 80_000, 300, 2)),
        (Count.SUM, Standing(160, 140_000, 300, 2)),
        (Count.LAST, Standing(90, 80_000, 300, 2)),
    ],
)
def test_what_is_annulled_is_neither_kept_nor_counted_as_a_try(
    count: Count, expected: Standing
) -> None:
    tally = tally_of(Format(count=count), [*ATTEMPTS, ATTEMPTS[1]._replace(void=1)])
    assert ranking.standing(tally) == expected
    assert tally.seen == 0b111


@pytest.mark.parametrize("form", FORMATS)
def test_nobody_stands_whose_every_attempt_is_annulled(form: Format) -> None:
    tally = tally_of(form, [one._replace(void=1) for one in ATTEMPTS])
    assert ranking.standing(tally) is None
    assert len(ranking.results(tally)) == 3


def test_a_person_leaves_the_boards_with_their_last_counting_attempt_and_comes_back() -> None:
    mei = with_result(FORM, Person("梅"), HERE, ATTEMPTS[0])
    out = step(FORM, mei, HERE, ATTEMPTS[0]._replace(void=1))
    assert out is not None
    assert (out.attempts, out.ruled) == (-1, 2)
    assert moves(FORM, mei, out.person, [HERE]) == [Move(HERE, Standing(70, 60_000, 100, 1), None)]
    back = step(FORM, out.person, HERE, ATTEMPTS[0]._replace(void=2))
    assert back is not None
    assert (back.attempts, back.ruled) == (1, 2)
    assert standing_in(FORM, back.person, HERE) == standing_in(FORM, mei, HERE)
    assert step(FORM, back.person, HERE, ATTEMPTS[0]._replace(void=1)) is None


def test_a_step_heard_of_before_the_closing_counts_nothing() -> None:
    first = step(FORM, Person("梅"), HERE, ATTEMPTS[0]._replace(void=1))
    assert first is not None
    assert (first.attempts, first.ruled) == (0, 2)
    assert moves(FORM, Person("梅"), first.person, [HERE]) == [Move(HERE, None, None)]
    assert step(FORM, first.person, HERE, ATTEMPTS[0]) is None


def test_the_region_beside_a_name_is_that_of_the_latest_try_that_counts() -> None:
    for order in (1, -1):
        arrivals = [(HERE, ATTEMPTS[0]), (THERE, ATTEMPTS[1]), (THERE, ATTEMPTS[2])][::order]
        mei = Person("梅")
        for where, result in arrivals:
            mei = with_result(FORM, mei, where, result)
        assert home_in(mei, Scope("44")) == THERE.path
        for result in ATTEMPTS[1:]:
            mei = with_result(FORM, mei, THERE, result._replace(void=1))
        assert home_in(mei, Scope("44")) == HERE.path
