"""Teams are chosen exactly: held against trying out every team."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.rules import selecting
from leaderboard.rules.selecting import Best, Candidate, Impossible, Quota, Task


def tried_out(task: Task) -> tuple[int, int, set[tuple[int, ...]]] | None:
    """Points, time and all best teams, from looking at each team there is."""
    by_id = {one.id: one for one in task.candidates}
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    for team in combinations(sorted(by_id), task.size):
        inside = all(q.least <= len(q.members.intersection(team)) <= q.most for q in task.quotas)
        if inside and task.fixed.issubset(team):
            members = [by_id[one] for one in team]
            found[team] = (sum(m.score for m in members), -sum(m.took_ms for m in members))
    if not found:
        return None
    top = max(found.values())
    return top[0], -top[1], {team for team, worth in found.items() if worth == top}


def tasks() -> st.SearchStrategy[Task]:
    """Up to nine candidates with many ties, and up to four conditions."""
    number = st.integers(1, 9)
    people = st.lists(
        st.builds(Candidate, number, st.integers(0, 3), st.integers(0, 1)),
        unique_by=lambda one: one.id,
        max_size=9,
    )
    quota = st.builds(
        lambda name, members, least, more: Quota(name, members, least, least + more),
        st.sampled_from("abcd"),
        st.frozensets(number, max_size=6),
        st.integers(0, 2),
        st.integers(0, 2),
    )
    quotas = st.lists(quota, max_size=4, unique_by=lambda one: one.name)
    return st.builds(Task, people, st.integers(1, 4), quotas, st.frozensets(number, max_size=1))


@settings(max_examples=150)
@given(tasks())
def test_the_best_teams_are_those_of_trying_out_all(task: Task) -> None:
    known = {one.id for one in task.candidates}
    task = Task(task.candidates, task.size, task.quotas, task.fixed & known)
    found, expected = selecting.best(task), tried_out(task)
    if expected is None:
        assert isinstance(found, Impossible)
        return
    assert isinstance(found, Best)
    assert (found.score, found.took_ms) == expected[:2]
    assert found.ways == len(expected[2])
    assert set(found.teams) <= expected[2]
    assert len(found.teams) == min(found.ways, selecting.MOST_TEAMS)


@settings(max_examples=150)
@given(tasks())
def test_what_makes_it_impossible_is_enough_and_needed(task: Task) -> None:
    task = Task(task.candidates, task.size, task.quotas)
    found = selecting.best(task)
    if isinstance(found, Best) or len(task.candidates) < task.size:
        return
    named = [quota for quota in task.quotas if quota.name in found.quotas]
    assert named
    assert tried_out(Task(task.candidates, task.size, named)) is None
    for quota in named:
        fewer = [one for one in named if one is not quota]
        assert tried_out(Task(task.candidates, task.size, fewer)) is not None


def quota(name: str, *members: int, least: int = 1, most: int = 9) -> Quota:
    return Quota(name, frozenset(members), least, most)


PEOPLE = [Candidate(1, 90, 5), Candidate(2, 80, 5), Candidate(3, 70, 5), Candidate(4, 70, 5)]


def test_a_woman_is_chosen_before_a_better_man_where_one_is_asked_for() -> None:
    found = selecting.best(Task(PEOPLE, 2, [quota("women", 3, 4)]))
    assert found == Best(((1, 3), (1, 4)), 2, 160, 10)


def test_the_condition_that_nobody_can_meet_is_named() -> None:
    conditions = [quota("women", 3, 4), quota("farmers")]
    assert selecting.best(Task(PEOPLE, 2, conditions)) == Impossible(("farmers",))


def test_conditions_that_contradict_each_other_are_named_together() -> None:
    conditions = [quota("women", 3, least=1), quota("youth", 1, 2, least=2), quota("any", 1)]
    assert selecting.best(Task(PEOPLE, 2, conditions)) == Impossible(("women", "youth"))


def test_too_few_candidates_are_not_blamed_on_a_condition() -> None:
    assert selecting.best(Task(PEOPLE[:1], 2, [quota("women", 3)])) == Impossible(())


def test_the_best_who_keeps_the_conditions_steps_up() -> None:
    task = Task(PEOPLE, 2, [quota("women", 3, 4)])
    found = selecting.instead(task, (1, 3), gone=3)
    assert isinstance(found, Best)
    assert found.teams == ((1, 4),)


@pytest.mark.parametrize(("who", "points"), [(2, 10), (4, 0)])
def test_it_is_told_what_having_somebody_would_cost(who: int, points: int) -> None:
    task = Task(PEOPLE, 2, [quota("women", 3, 4)])
    found = selecting.best(task)
    assert isinstance(found, Best)
    assert selecting.cost(task, found, who).points == points


def test_it_is_told_which_condition_forbids_somebody() -> None:
    task = Task(PEOPLE, 1, [quota("women", 3, 4)])
    found = selecting.best(task)
    assert isinstance(found, Best)
    assert selecting.cost(task, found, 1).forbids == ("women",)


def test_sixty_candidates_of_five_cohorts_are_no_work() -> None:
    people = [Candidate(n, 100 - n % 37, 1_000 * n) for n in range(1, 61)]
    cohorts = [
        Quota(f"c{at}", frozenset(one.id for one in people if one.id % 5 == at), 1, 2)
        for at in range(5)
    ]
    women = Quota("women", frozenset(one.id for one in people if one.id % 2), 3, 7)
    assert isinstance(selecting.best(Task(people, 10, [*cohorts, women])), Best)
