"""One contract, two stores."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.catalogue import RankedRound
from leaderboard.rules import ranking
from leaderboard.rules.persons import Person, standing_in, with_result
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from leaderboard.store import Shelf, Store, result_of
from quiz.events import AttemptClosed
from quiz.rules.formats import Count, Format
from tests.leaderboard.cast import NANSHAN, TIANHE, YUEXIU, closed, many

PROVINCE, CITY, COUNTY = Scope("44"), Scope("44/4401"), Scope(TIANHE)
SCOPES = [
    *(PROVINCE, CITY, COUNTY, Scope(YUEXIU), Scope("44/4403"), Scope(NANSHAN)),
    *(Scope("44", "youth"), Scope("44", "farmers"), Scope(TIANHE, "youth"), Scope("810000")),
]
Make = Callable[..., RankedRound]


@pytest.fixture
def store(shelf: Shelf, ranked: Make) -> Store:
    return shelf.store(ranked())


def order(store: Store, scope: Scope) -> list[tuple[int, int, bool]]:
    return [(row.contestant, row.rank, row.same) for row in store.page(scope, 0, 100).rows]


def test_an_empty_board_has_nobody(store: Store) -> None:
    assert store.page(PROVINCE, 0, 10).rows == ()
    assert store.around(PROVINCE, 1, reach=2).rows == ()
    assert store.totals([PROVINCE, CITY]) == [Totals(), Totals()]
    assert store.totals([]) == []


def test_one_result_counts_in_its_county_city_province_and_cohorts(store: Store) -> None:
    assert store.apply([closed(1, 80)]) == 1
    for scope in (PROVINCE, CITY, COUNTY, Scope("44", "youth"), Scope(TIANHE, "youth")):
        assert order(store, scope) == [(1, 1, False)]
        assert store.totals([scope]) == [Totals(1, 1, 80)]
    for scope in (Scope(YUEXIU), Scope("44/4403"), Scope("44", "farmers")):
        assert order(store, scope) == []


def test_counting_twice_changes_nothing(store: Store) -> None:
    events = [closed(1, 80), closed(1, 90, try_no=1), closed(2, 70)]
    assert store.apply(events) == 3
    before = store.page(PROVINCE, 0, 10)
    assert store.apply(events + events[::-1]) == 0
    assert store.page(PROVINCE, 0, 10) == before


def test_people_and_attempts_are_never_mixed(store: Store) -> None:
    store.apply([closed(1, 80, try_no=n) for n in range(5)] + [closed(2, 70)])
    assert store.totals([PROVINCE]) == [Totals(people=2, attempts=6, points=150)]


def test_equal_standings_share_a_rank_and_the_next_one_skips(store: Store) -> None:
    store.apply([closed(n, score) for n, score in [(12, 90), (3, 90), (5, 90), (4, 80), (6, 99)]])
    assert order(store, PROVINCE) == [
        *((6, 1, False), (3, 2, False), (5, 2, True), (12, 2, True)),
        (4, 5, False),
    ]


def test_any_page_shows_the_ranks_of_the_whole(store: Store) -> None:
    store.apply([closed(n, 50 + n // 3 * 10) for n in range(1, 15)])
    whole = store.page(PROVINCE, 0, 100).rows
    for start in range(16):
        assert store.page(PROVINCE, start, start + 3).rows == whole[start : start + 3]


def test_around_is_the_neighbours_as_the_page_shows_them(store: Store) -> None:
    store.apply([closed(n, 50 + n // 3 * 10) for n in range(1, 15)])
    whole = store.page(PROVINCE, 0, 100).rows
    for place, row in enumerate(whole):
        near = store.around(PROVINCE, row.contestant, reach=2).rows
        assert near == whole[max(place - 2, 0) : place + 3]


def test_a_guest_from_outside_counts_in_a_line_of_its_own_only(store: Store) -> None:
    assert store.apply([closed(1, 99, path="810000")]) == 1
    assert order(store, PROVINCE) == []
    assert store.totals([PROVINCE, Scope("810000")]) == [Totals(), Totals(1, 1, 99)]


def test_a_try_number_beyond_sixty_four_counts_once(store: Store) -> None:
    for _ in range(2):
        store.apply([closed(1, 50, try_no=n) for n in (0, 63, 64, 900)])
    assert store.totals([PROVINCE]) == [Totals(1, 4, 50)]


def test_a_new_name_shows_everywhere(store: Store) -> None:
    store.apply([closed(1, 80)])
    assert store.rename(1, "匿名")
    assert not store.rename(1, "匿名")
    assert not store.rename(2, "匿名")
    assert [row.name for row in store.page(PROVINCE, 0, 9).rows] == ["匿名"]
    store.apply([closed(1, 80)])
    assert [row.name for row in store.page(CITY, 0, 9).rows] == ["匿名"]


def test_an_attempt_marked_again_counts_once_with_its_newest_score(store: Store) -> None:
    store.apply([closed(1, 80), closed(1, 70, try_no=1), closed(2, 75)])
    assert order(store, PROVINCE) == [(1, 1, False), (2, 2, False)]
    assert store.apply([closed(1, 60, ruled=3), closed(2, 75, ruled=3)]) == 2
    assert order(store, PROVINCE) == [(2, 1, False), (1, 2, False)]
    assert store.totals([PROVINCE, COUNTY]) == [Totals(2, 3, 145, 6)] * 2
    assert store.apply([closed(1, 90, ruled=2), closed(1, 80), closed(1, 60, ruled=3)]) == 0
    assert store.apply([closed(1, 80, ruled=4)]) == 1
    assert order(store, PROVINCE) == [(1, 1, False), (2, 2, False)]
    assert store.totals([PROVINCE]) == [Totals(2, 3, 155, 7)]
    assert store.totals([PROVINCE])[0].version == 10


def test_a_marking_may_come_before_the_closing(store: Store) -> None:
    assert store.apply([closed(1, 60, ruled=1)]) == 1
    assert store.apply([closed(1, 80)]) == 0
    assert store.totals([PROVINCE]) == [Totals(1, 1, 60, 1)]


@pytest.mark.parametrize("count", [Count.BEST, Count.SUM, Count.LAST])
@given(
    events=many(),
    again=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 4), st.integers(1, 3)), max_size=9),
    chance=st.randoms(use_true_random=False),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_board_follows_the_newest_marking_of_each_attempt(
    count: Count,
    shelf: Shelf,
    ranked: Make,
    events: list[AttemptClosed],
    again: list[tuple[int, int, int]],
    chance: object,
) -> None:
    marked = {
        (events[at].entry, number): replace(events[at], score=tens * 10, ruled=number)
        for at, tens, number in again
        if at < len(events)
    }
    arrival = [*events, *marked.values(), *list(marked.values())[::2]]
    chance.shuffle(arrival)  # type: ignore[attr-defined]
    store = fresh_store(shelf, ranked(count=count))
    for start in range(0, len(arrival), 7):
        store.apply(arrival[start : start + 7])
    newest = {(e.contestant, e.try_no): e for e in sorted(arrival, key=lambda e: e.ruled)}
    for scope in SCOPES:
        assert_board(store, scope, ranked(count=count), list(newest.values()))


@pytest.mark.parametrize("count", [Count.BEST, Count.SUM, Count.LAST])
@given(events=many(), chance=st.randoms(use_true_random=False))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_board_is_what_the_set_of_results_says(
    count: Count, shelf: Shelf, ranked: Make, events: list[AttemptClosed], chance: object
) -> None:
    arrival = events + events[::2]
    chance.shuffle(arrival)  # type: ignore[attr-defined]
    store = fresh_store(shelf, ranked(count=count))
    for start in range(0, len(arrival), 7):
        store.apply(arrival[start : start + 7])
    for scope in SCOPES:
        assert_board(store, scope, ranked(count=count), events)


def fresh_store(shelf: Shelf, of: RankedRound) -> Store:
    """A store that holds nothing yet: each example has a generation of its own."""
    if shelf.local:
        return type(shelf)().store(of)
    shelf._client.flushall()  # type: ignore[attr-defined]
    return shelf.stage().store(of)


def assert_board(store: Store, scope: Scope, of: RankedRound, events: list[AttemptClosed]) -> None:
    """Compare with sorting everybody anew."""
    form = of.form
    people: dict[int, Person] = {}
    for event in events:
        place = Scope(event.region_path, event.cohort)
        before = people.get(event.contestant, Person(event.nickname))
        people[event.contestant] = with_result(form, before, place, result_of(event))
    found = {one: standing_in(form, person, scope) for one, person in people.items()}
    standings = {one: standing for one, standing in found.items() if standing is not None}
    layout = ranking.layout(form, opens_at=of.opens_at, closes_at=of.closes_at)
    packed = {one: ranking.pack(layout, standing) for one, standing in standings.items()}
    page = store.page(scope, 0, 100)
    assert {row.contestant: row.standing for row in page.rows} == standings
    assert page.totals == Totals(
        len(standings),
        sum(standing.tries for standing in standings.values()),
        sum(standing.score for standing in standings.values()),
        sum(e.ruled for e in events if scope.holds(e.region_path, e.cohort)),
    )
    assert store.totals([scope]) == [page.totals]
    for row in page.rows:
        better = sum(other < packed[row.contestant] for other in packed.values())
        assert row.rank == better + 1
    for above, row in pairwise(page.rows):
        assert row.same == (packed[above.contestant] == packed[row.contestant])


def test_a_format_whose_order_does_not_fit_a_redis_score_still_works(
    shelf: Shelf, ranked: Make
) -> None:
    of = ranked(count=Count.SUM, questions=100, right=10, tries_per_day=30)
    assert not ranking.fits(of.form, opens_at=of.opens_at, closes_at=of.closes_at)
    store = shelf.store(of)
    store.apply([closed(1, 1_000, took=1), closed(2, 1_000, took=3_000_000), closed(3, 1_001)])
    assert [row.contestant for row in store.page(PROVINCE, 0, 9).rows] == [3, 1, 2]


def test_the_formats_default_is_the_formats_of_the_demo() -> None:
    assert ranking.fits(Format(), opens_at=0, closes_at=62 * ranking.DAY_MS)
