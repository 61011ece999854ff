"""Weeks, seasons, units and frozen boards: each the store of what belongs to it, and no more."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard import derived
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.derived import Derived
from leaderboard.rules.definitions import By, Definition, Spec, Who, unit_code
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from leaderboard.store import Shelf
from leaderboard.store_memory import MemoryShelf
from quiz.events import AttemptClosed
from quiz.rules.formats import Count
from tests.leaderboard.cast import NANSHAN, OPENS_AT, TIANHE, closed, many

Make = Callable[..., RankedRound]
PROVINCE = Scope("44")


@pytest.fixture
def known(ranked: Make) -> Catalogue:
    """Two rounds of one contest."""
    second = replace(ranked(), id=8, code="second", opens_at=OPENS_AT + 1_000)
    rounds = {7: ranked(), 8: second}
    return Catalogue(rounds=rounds, codes={one.code: one for one in rounds.values()})


def made(known: Catalogue, **settings: Any) -> Derived:
    """The derived store of a spec."""
    return next(iter(derived.derived(known, [Spec(**settings)]).values()))


def filled(one: Derived, events: list[AttemptClosed], shelf: Shelf | None = None) -> Any:
    store = (shelf or MemoryShelf()).store(one.ranked)
    store.apply(one.all_of(events))
    return store


def test_a_week_holds_what_was_handed_in_from_its_first_to_before_its_last_moment(
    known: Catalogue,
) -> None:
    one = made(known, rounds=(7,), starts_at=OPENS_AT + 10, ends_at=OPENS_AT + 20)
    inside = [one.of(closed(1, 80, after=after)) is not None for after in (9, 10, 19, 20)]
    assert inside == [False, True, True, False]


def test_a_frozen_board_holds_what_was_stored_up_to_the_cut(known: Catalogue) -> None:
    one = made(known, rounds=(7,), cut=1_000)
    stored = [
        one.of(replace(closed(1, 80, ruled=ruled, void=void), stored_at=at)) is not None
        for at, ruled, void in [
            *((999, 0, 0), (1_000, 1, 0)),
            *((1_001, 0, 0), (1_001, 2, 0), (1_001, 0, 1)),
        ]
    ]
    assert stored == [True, True, False, False, False]


def test_another_round_counts_only_where_the_definition_has_it(known: Catalogue) -> None:
    other = replace(closed(1, 80), round=8)
    assert made(known, rounds=(7,), cut=1).of(other) is None
    assert made(known, rounds=(7, 8)).of(other) is not None
    assert made(known, rounds=(7, 8)).of(replace(other, round=9)) is None


def test_a_season_adds_each_rounds_best(known: Catalogue, shelf: Shelf) -> None:
    first, second = closed(1, 80), replace(closed(1, 90), round=8)
    worse = replace(closed(1, 50, try_no=1), round=8)
    store = filled(made(known, rounds=(7, 8)), [first, second, worse, closed(2, 100)], shelf)
    rows = [(row.contestant, row.standing.score) for row in store.page(PROVINCE, 0, 9).rows]
    assert rows == [(1, 170), (2, 100)]
    assert store.totals([PROVINCE]) == [Totals(2, 4, 270)]


def test_only_units_that_agreed_are_counted_each_below_the_region(
    known: Catalogue, shelf: Shelf
) -> None:
    one = made(known, rounds=(7,), by=By.UNIT, region="44/4401", units=("一中",))
    events = [
        replace(closed(1, 80), unit="一中"),
        replace(closed(2, 90), unit="二中"),
        replace(closed(3, 70, path=NANSHAN), unit="一中"),
        closed(4, 60),
    ]
    store = filled(one, events, shelf)
    school = Scope(f"44/4401/{unit_code('一中')}")
    assert store.totals([Scope("44/4401"), school]) == [Totals(1, 1, 80)] * 2


def test_what_is_annulled_or_marked_again_of_who_names_no_unit_any_more_counts_where_they_are(
    known: Catalogue, shelf: Shelf
) -> None:
    one = made(known, rounds=(7,), by=By.UNIT, region="44/4401", units=("一中",))
    store = filled(one, [replace(closed(n, 80), unit="一中") for n in (1, 2, 3)], shelf)
    store.apply(one.all_of([closed(1, 80, void=1), closed(2, 50, ruled=1), closed(4, 60, void=2)]))
    school = Scope(f"44/4401/{unit_code('一中')}")
    for scope in (Scope("44/4401"), school):
        (totals,) = store.totals([scope])
        assert (totals.people, totals.attempts, totals.points) == (2, 2, 130)
    store.apply(one.all_of([closed(1, 80, void=2)]))
    assert store.totals([school])[0].points == 210


def test_days_are_those_of_the_contests_time_zone(known: Catalogue, shelf: Shelf) -> None:
    one = made(known, rounds=(7,), by=By.DAY)
    hour = 3_600_000
    store = filled(one, [closed(1, 80, after=n * 20 * hour, try_no=n) for n in range(3)], shelf)
    days = derived.days(OPENS_AT, OPENS_AT + 41 * hour)
    assert len(days) == len(set(days))
    totals = store.totals([Scope(TIANHE, day) for day in days])
    assert sum(of.attempts for of in totals) == 3


def test_what_a_definition_needs_is_named_the_same_everywhere(known: Catalogue) -> None:
    of = Definition("GD26", "week", "周榜", "44", rounds=("final",))
    assert derived.spec_of(known, of, public=False).plain
    week = replace(of, starts_at=1)
    assert derived.spec_of(known, week, public=False) == Spec((7,), starts_at=1)
    assert Spec((7,), starts_at=1).number("a") == Spec((7,), starts_at=1).number("a") < 0
    assert derived.spec_of(known, replace(of, rounds=()), public=False).rounds == (7, 8)
    units = replace(of, who=Who.UNITS, units=("二中", "一中"))
    assert derived.spec_of(known, units, public=True).units == ("一中", "二中")


def test_the_earliest_freeze_holds_back_a_season(known: Catalogue) -> None:
    of = Definition("GD26", "season", "总榜", "44")
    assert derived.cut_of(known, of) is None
    frozen = replace(known, freezes={7: 500, 8: 400})
    assert derived.cut_of(frozen, of) == 400
    assert derived.cut_of(frozen, replace(of, freeze_at=300)) == 300
    assert derived.spec_of(frozen, of, public=False).cut is None
    specs = [Spec((7,), cut=500), Spec((8,), cut=400)]
    assert set(derived.wanted(frozen)) == set(derived.derived(frozen, specs))


def test_another_format_is_another_store(known: Catalogue, ranked: Make) -> None:
    summed = replace(known, rounds={**known.rounds, 7: ranked(count=Count.SUM)})
    for spec in (Spec((7,), cut=500), Spec((7, 8))):
        before, after = (derived.ranked_of(one, spec) for one in (known, summed))
        assert before is not None
        assert after is not None
        assert before.id != after.id


def test_rounds_that_cannot_be_added_have_no_store(known: Catalogue, ranked: Make) -> None:
    mean = replace(ranked(count=Count.MEAN_BEST, best_n=2), id=8, code="second")
    odd = replace(known, rounds={**known.rounds, 8: mean})
    assert derived.ranked_of(odd, Spec((7, 8))) is None
    assert derived.ranked_of(odd, Spec((7, 99))) is None
    assert derived.derived(odd, [Spec((7, 8)), Spec((7,))]) == {}


@given(events=many(), cut=st.integers(0, 30), chance=st.randoms(use_true_random=False))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_derived_store_is_the_store_of_the_results_that_belong_to_it(
    known: Catalogue, events: list[AttemptClosed], cut: int, chance: Any
) -> None:
    stored = [replace(event, stored_at=n) for n, event in enumerate(events)]
    arrival = [*stored, *stored[::2]]
    chance.shuffle(arrival)
    found = filled(made(known, rounds=(7,), cut=cut), arrival)
    plain = MemoryShelf().store(known.rounds[7])
    plain.apply(stored[: cut + 1])
    for scope in (PROVINCE, Scope("44/4401"), Scope(TIANHE, "youth"), Scope("810000")):
        assert found.page(scope, 0, 99) == plain.page(scope, 0, 99)
