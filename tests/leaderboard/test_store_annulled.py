"""Annulled attempts in both stores: who vanishes, who moves up, and that all comes back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.catalogue import RankedRound
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from leaderboard.store import Shelf, Store
from quiz.events import AttemptClosed
from quiz.rules.formats import Count
from tests.leaderboard.cast import NANSHAN, TIANHE, closed, many
from tests.leaderboard.test_store import CITY, PROVINCE, SCOPES, fresh_store, order

Make = Callable[..., RankedRound]
CROWD = [closed(1, 99), closed(2, 80), closed(3, 80), closed(4, 60, path=NANSHAN)]


@pytest.fixture
def store(shelf: Shelf, ranked: Make) -> Store:
    return shelf.store(ranked())


def test_below_an_annulled_champion_everybody_moves_up_and_the_sums_follow(store: Store) -> None:
    store.apply(CROWD)
    before = [store.page(scope, 0, 9).rows for scope in SCOPES]
    assert store.apply([closed(1, 99, void=1)]) == 1
    assert order(store, PROVINCE) == [(2, 1, False), (3, 1, True), (4, 3, False)]
    assert store.around(PROVINCE, 1, reach=3).rows == ()
    assert store.totals([PROVINCE, CITY]) == [Totals(3, 3, 220, 2), Totals(2, 2, 160, 2)]
    assert store.apply([closed(1, 99, void=1), closed(1, 99)]) == 0
    assert store.apply([closed(1, 99, void=2)]) == 1
    assert [store.page(scope, 0, 9).rows for scope in SCOPES] == before
    assert store.totals([PROVINCE]) == [Totals(4, 4, 319, 4)]


def test_an_earlier_attempt_counts_when_the_best_is_annulled(store: Store) -> None:
    store.apply([closed(1, 70), closed(1, 90, try_no=1), closed(2, 80)])
    store.apply([closed(1, 90, try_no=1, void=1)])
    assert order(store, PROVINCE) == [(2, 1, False), (1, 2, False)]
    assert store.totals([PROVINCE]) == [Totals(2, 2, 150, 2)]
    assert store.page(PROVINCE, 1, 2).rows[0].standing.tries == 1


def test_one_who_moved_vanishes_only_where_the_annulled_attempt_was_opened(store: Store) -> None:
    store.apply([closed(1, 70), closed(1, 90, try_no=1, path=NANSHAN)])
    store.apply([closed(1, 90, try_no=1, path=NANSHAN, void=1)])
    assert order(store, Scope("44/4403")) == []
    assert store.totals([Scope("44/4403")]) == [Totals(0, 0, 0, 2)]
    assert [row.region for row in store.page(PROVINCE, 0, 9).rows] == [TIANHE]


def test_a_ruling_on_an_annulled_attempt_shows_once_it_is_restored(store: Store) -> None:
    store.apply([closed(1, 99), closed(1, 99, void=1), closed(1, 40, ruled=3)])
    assert order(store, PROVINCE) == []
    store.apply([closed(1, 99, void=2)])
    assert [row.standing.score for row in store.page(PROVINCE, 0, 9).rows] == [40]
    assert store.totals([PROVINCE])[0].version == 1 + 3 + 4


Step = tuple[int, int, int]


@pytest.mark.parametrize("count", [Count.BEST, Count.SUM, Count.LAST])
@given(
    events=many(),
    more=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 2), st.integers(0, 4)), max_size=12),
    chance=st.randoms(use_true_random=False),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_interleaving_gives_the_boards_of_what_counts(
    count: Count,
    shelf: Shelf,
    ranked: Make,
    events: list[AttemptClosed],
    more: list[Step],
    chance: object,
) -> None:
    arrival = [*events, *_later(events, more)]
    arrival += arrival[::3]
    chance.shuffle(arrival)  # type: ignore[attr-defined]
    store = fresh_store(shelf, ranked(count=count))
    versions = [0]
    for start in range(0, len(arrival), 5):
        new = store.apply(arrival[start : start + 5])
        # Everybody counts in the province or among the guests.
        whole = store.totals([PROVINCE, Scope("810000")])
        versions.append(sum(of.version for of in whole))
        assert (versions[-1] > versions[-2]) == bool(new)
    shown = [store.page(scope, 0, 100) for scope in SCOPES]
    other = fresh_store(shelf, ranked(count=count))
    other.apply([event for event in _counting(arrival) if not event.void])
    for scope, page in zip(SCOPES, shown, strict=True):
        assert page.rows == other.page(scope, 0, 100).rows
        expected = other.totals([scope])[0]
        assert page.totals[:3] == expected[:3]
    assert versions == list(accumulate(versions, max))


def _later(events: Sequence[AttemptClosed], more: Sequence[Step]) -> list[AttemptClosed]:
    known = [(events[at], ruled, void) for at, ruled, void in more if at < len(events)]
    rulings = [replace(e, score=ruled * 7, ruled=ruled) for e, ruled, _void in known if ruled]
    return [*rulings, *(replace(e, void=void) for e, _ruled, void in known if void)]


def _counting(arrival: Sequence[AttemptClosed]) -> list[AttemptClosed]:
    """The attempts that count in the end, each once, as if nothing had ever been annulled."""
    last = {e.attempt: e.void for e in sorted(arrival, key=lambda e: e.void)}
    newest = {e.attempt: e for e in sorted(arrival, key=lambda e: e.ruled)}
    return [replace(e, void=0) for e in newest.values() if last[e.attempt] % 2 == 0]
