"""What reports count: cells of one person, and worlds of people whose cells add up."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.rules import figures
from leaderboard.rules.figures import ALL, DAY, GUESTS, NOTHING, UNIT, WEEK, Fact, Figures, Key

ROOT = "44"
MONDAY = date(2026, 6, 15).toordinal()
PATHS = ["44/4401/440106", "44/4401/440104", "44/4403/440305", "44/4419", "81"]
FULL = 100
QUICK = settings(max_examples=40)


def fact(try_no: int = 0, score: int = 60, **more: Any) -> Fact:
    mark, level = figures.marked(score, FULL)
    return Fact(1, try_no, MONDAY, PATHS[0], "youth", "", score, mark, level)._replace(**more)


def facts() -> st.SearchStrategy[list[Fact]]:
    """The papers of one person: each round and try once, some annulled, in any place and week."""
    one = st.builds(
        fact,
        st.integers(0, 3),
        st.integers(0, 10).map(lambda n: n * 10),
        round=st.sampled_from([1, 2]),
        day=st.integers(MONDAY, MONDAY + 9),
        path=st.sampled_from(PATHS),
        cohort=st.sampled_from(["youth", "farmers"]),
        unit=st.sampled_from(["", "一中"]),
        void=st.sampled_from([0, 0, 1, 2]),
    )
    return st.lists(one, max_size=6, unique_by=lambda each: (each.round, each.try_no))


def world(people: list[list[Fact]]) -> dict[Key, Figures]:
    found: figures.Changes = {}
    for papers in people:
        figures.change((), papers, ROOT, found)
    return told(found)


def told(found: figures.Changes) -> dict[Key, Figures]:
    return {key: Figures(*of) for key, of in found.items()}


@pytest.mark.parametrize(
    ("score", "mark", "level"),
    [
        *((0, 0, 0), (55, 5500, 0), (56, 5600, 1), (70, 7000, 1), (71, 7100, 2), (85, 8500, 2)),
        *((86, 8600, 3), (100, 10_000, 3), (140, 10_000, 3), (-20, 0, 0)),
    ],
)
def test_a_level_is_reached_by_more_than_its_share(score: int, mark: int, level: int) -> None:
    assert figures.marked(score, FULL) == (mark, level)


def test_a_week_begins_on_monday() -> None:
    assert {figures.monday(MONDAY + day) for day in range(7)} == {MONDAY}
    assert figures.monday(MONDAY + 7) == MONDAY + 7


def test_a_paper_counts_in_its_region_and_all_above() -> None:
    assert figures.above(PATHS[0], ROOT) == ["44", "44/4401", "44/4401/440106"]
    assert figures.above("44/4401/440106", "44/4401") == ["44/4401", "44/4401/440106"]


def test_a_guest_counts_with_the_guests_and_in_no_region_of_the_contest() -> None:
    assert figures.above("81", ROOT) == [GUESTS, "81"]
    assert figures.above("440", ROOT) == [GUESTS, "440"]


def test_an_annulled_paper_is_closed_and_counts_for_nothing_else() -> None:
    assert set(figures.cells([fact(void=1)], ROOT).values()) == {Figures(closed=1)}


def test_somebody_is_new_only_in_the_week_of_their_first_paper() -> None:
    found = figures.cells([fact(0, day=MONDAY), fact(1, day=MONDAY + 7)], ROOT)
    weeks = [found[Key(1, "44", "", WEEK, MONDAY + more)] for more in (0, 7)]
    assert [(one.people, one.newcomers) for one in weeks] == [(1, 1), (1, 0)]


@QUICK
@given(facts(), st.randoms(use_true_random=False))
def test_papers_join_to_the_same_in_any_order_and_however_often(
    papers: list[Fact], chance: object
) -> None:
    versions = [one._replace(void=0) for one in papers] + papers + papers[:2]
    chance.shuffle(versions)  # type: ignore[attr-defined]
    known: tuple[Fact, ...] = ()
    for one in versions:
        known = figures.joined(known, one)
    assert sorted(known) == sorted(papers)


@QUICK
@given(st.lists(facts(), max_size=6))
def test_papers_add_up_from_counties_to_the_province(people: list[list[Fact]]) -> None:
    found = world(people)
    below: defaultdict[Key, Figures] = defaultdict(Figures)
    for key, of in found.items():
        if "/" in key.path:
            parent = key.path.rpartition("/")[0]
            below[key._replace(path=parent)] = below[key._replace(path=parent)].plus(of)
    for key, of in below.items():
        whole = found[key]
        own = (whole.closed, whole.attempts, whole.points, whole.marks)
        assert own == (of.closed, of.attempts, of.points, of.marks)
        assert whole.people <= of.people


@pytest.mark.slow
@QUICK
@given(st.lists(facts(), max_size=6))
def test_a_region_has_fewer_people_than_its_parts_by_those_who_took_part_in_several(
    people: list[list[Fact]],
) -> None:
    found = world(people)
    counting = [{one.path for one in papers if one.void % 2 == 0} for papers in people]
    for city in ("44/4401", "44/4403"):
        places = [{path for path in paths if path.startswith(city)} for paths in counting]
        parts = sum(
            found.get(Key(0, path, "", ALL, 0), NOTHING).people
            for path in PATHS
            if path.startswith(city)
        )
        several = sum(len(one) - 1 for one in places if one)
        assert found.get(Key(0, city, "", ALL, 0), NOTHING).people == parts - several


@pytest.mark.slow
@QUICK
@given(st.lists(facts(), max_size=6))
def test_newcomers_of_all_days_are_the_people(people: list[list[Fact]]) -> None:
    found = world(people)
    came: Counter[Key] = Counter()
    for key, of in found.items():
        if key.kind == DAY:
            came[key._replace(kind=ALL, start=0)] += of.newcomers
    for key, count in came.items():
        assert found[key].people == count


@QUICK
@given(st.lists(facts(), max_size=6))
def test_levels_and_groups_part_the_people(people: list[list[Fact]]) -> None:
    found = world(people)
    for key, of in found.items():
        assert of.people == of.level0 + of.level1 + of.level2 + of.level3
        if key.kind == ALL and not key.group:
            same = [one for one in found if (one.round, one.path, one.kind) == (*key[:2], ALL)]
            for units in (True, False):
                parts = [one for one in same if one.group and one.group.startswith(UNIT) == units]
                assert of.attempts == sum(found[one].attempts for one in parts)


@QUICK
@given(st.lists(facts(), min_size=1, max_size=4))
def test_what_was_counted_is_taken_away_when_all_of_it_is_annulled(
    people: list[list[Fact]],
) -> None:
    found: figures.Changes = {}
    for papers in people:
        figures.change((), papers, ROOT, found)
        figures.change(papers, [one._replace(void=3) for one in papers], ROOT, found)
    assert all(of == Figures(closed=of.closed) for of in told(found).values())


@QUICK
@given(facts())
def test_papers_one_by_one_come_to_the_same_as_all_at_once(papers: list[Fact]) -> None:
    found: figures.Changes = {}
    for count in range(len(papers)):
        figures.change(papers[:count], papers[: count + 1], ROOT, found)
    assert {key: of for key, of in told(found).items() if of != NOTHING} == figures.cells(
        papers, ROOT
    )
