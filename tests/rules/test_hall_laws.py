"""Laws of a hall's scores: what verdicts, stakes, late comers, teams and steps never change."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from quiz.rules import hall, hall_regions
from quiz.rules.formats import Format, LateJoin, Team
from quiz.rules.hall import Given, Marked, Standing
from quiz.rules.stage import Stage, Verdict
from quiz.rules.units import Millis
from tests.rules.test_hall import KEY, LIVE, ONE_LIFE, OPENS, PLAIN, QUICK, STAKES, answer, at

CHOICES = st.none() | st.integers(0, 3)
SHEETS = st.lists(CHOICES, min_size=4, max_size=4)
VERDICTS = st.sampled_from(
    [("void_all", ()), ("void_none", ()), ("new_key", ((1,),)), ("accept", ((2,), (3,)))]
)


def sheet(form: Format, stage: Stage, choices: list[int | None]) -> dict[int, Marked]:
    """What somebody's choices of four questions come to, each given after five seconds."""
    found = {}
    for slot, choice in enumerate(choices):
        came = Millis(OPENS + slot * 60_000 + 5_000)
        said = None if choice is None else Given((choice,), Millis(5_000), came, sure=False)
        ruling = hall.ruling_of(stage, slot, KEY)
        found[slot] = hall.mark(form, KEY, ruling, said, stage, slot)
    return found


def follow(form: Format, stage: Stage, choices: list[int | None], came_in: int = 0) -> Standing:
    return hall.follow(form, stage, sheet(form, stage, choices), came_in, range(4))


@given(st.integers(0, 3), st.integers(0, 25_000))
def test_being_sure_never_changes_who_is_right(place: int, took: int) -> None:
    sure = hall.mark(STAKES, KEY, None, answer(took, place, sure=True), at(), 0)
    guess = hall.mark(STAKES, KEY, None, answer(took, place), at(), 0)
    assert (sure.right, sure.took, sure.blank) == (guess.right, guess.took, guess.blank)


@given(st.integers(0, 20_000), st.integers(0, 600))
def test_the_networks_noise_within_a_step_changes_no_points(took: int, noise: int) -> None:
    form = replace(QUICK, bonus_quantum_ms=Millis(1_000))
    same = -(-took // 1_000) == -(-(took + noise) // 1_000) and took + noise > 500 < took
    one = hall.mark(form, KEY, None, answer(took), at(), 0)
    other = hall.mark(form, KEY, None, answer(took + noise), at(), 0)
    assert not same or one.points == other.points


@pytest.mark.slow
@given(SHEETS, VERDICTS, st.integers(0, 3), st.integers(0, 3))
def test_a_verdict_taken_back_restores_everybody(
    choices: list[int | None], verdict: tuple[str, Any], slot: int, given_at: int
) -> None:
    ruled = at(verdicts=(Verdict(slot, *verdict, given_at=max(slot, given_at)),))
    follow(ONE_LIFE, ruled, choices)
    again = changed(ruled, verdicts=())
    assert follow(ONE_LIFE, again, choices) == follow(ONE_LIFE, at(), choices)


@given(SHEETS, st.integers(0, 3), st.integers(0, 3), st.integers(1, 3))
def test_a_question_void_for_all_takes_nobodys_life(
    choices: list[int | None], slot: int, given_at: int, lives: int
) -> None:
    form = Format(**LIVE, lives=lives)
    ruled = at(verdicts=(Verdict(slot, "void_all", given_at=max(slot, given_at)),))
    assert follow(form, ruled, choices).lives >= follow(form, at(), choices).lives


@pytest.mark.parametrize(
    ("lives", "choices", "given_at", "out_at"),
    [
        # Out by the printed key at 0, let in again while the hall was at 2.
        (1, (1, None, None, 2), 2, None),
        (1, (1, None, None, None), 2, 3),
        # Right by the printed key, too: never out, so a blank is a blank.
        (1, (2, None, 2, 2), 2, 1),
        # Had a life left after 0: the blank at 1 was their own, only 2 was shut to them.
        (2, (1, None, None, None), 2, 3),
        (2, (1, 0, None, 2), 2, None),
        # Ruled on at once: everybody knew before the next question.
        (1, (1, None, 2, 2), 0, 1),
    ],
)
def test_only_who_was_out_is_spared_the_questions_they_could_not_answer(
    lives: int, choices: tuple[int | None, ...], given_at: int, out_at: int | None
) -> None:
    stage = at(verdicts=(Verdict(0, "accept", ((1,), (2,)), given_at),))
    assert follow(Format(**LIVE, lives=lives), stage, list(choices)).out_at == out_at


def test_a_question_void_for_all_pays_only_who_was_there() -> None:
    stage = at(verdicts=(Verdict(0, "void_all", given_at=3),))
    there = follow(PLAIN, stage, [None, None, 2, 2])
    late = follow(PLAIN, stage, [None, None, 2, 2], came_in=2)
    assert (there.score, there.right) == (30, 3)
    assert (late.score, late.right) == (20, 2)


def test_a_blank_takes_the_whole_time_its_question_was_open() -> None:
    stage = at()
    shorter = changed(stage.askings[0], closes_at=Millis(OPENS + 7_000))
    early = changed(stage, askings=(shorter, *stage.askings[1:]))
    assert hall.mark(PLAIN, KEY, None, None, stage, 0).took == 20_000
    assert hall.mark(PLAIN, KEY, None, None, early, 0).took == 7_000


@pytest.mark.parametrize(
    ("late_join", "came_in", "ranked"),
    [
        (LateJoin.YES, 0, True),
        (LateJoin.YES, 3, True),
        (LateJoin.WATCH, 0, True),
        (LateJoin.WATCH, 1, False),
    ],
)
def test_who_comes_late_plays_or_watches_from_their_first_moment(
    late_join: LateJoin, came_in: int, *, ranked: bool
) -> None:
    form = replace(PLAIN, late_join=late_join)
    assert hall.newcomer(form, came_in).ranked is ranked
    assert follow(form, at(), [2, 2, 2, 2], came_in).ranked is ranked


@given(st.integers(-50, 500))
def test_a_team_of_one_is_its_member(score: int) -> None:
    alone = [hall.newcomer(PLAIN)._replace(score=score)]
    for team in (Team.AVERAGE, Team.BEST_N):
        form = replace(PLAIN, team=team)
        assert hall.team_scores(form, {7: alone}) == {7: 100 * score}


@given(st.dictionaries(st.integers(0, 9), st.integers(-500, 500)))
def test_teams_share_a_rank_where_they_share_a_score(scores: dict[int, int]) -> None:
    ranks = hall.team_ranks(scores)
    order = sorted(scores.values(), reverse=True)
    assert ranks == {team: 1 + order.index(score) for team, score in scores.items()}


REGIONS = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.integers(0, 9), min_size=1, max_size=4)
)


@given(REGIONS, REGIONS)
def test_steps_open_each_region_once_from_the_last_place_up(
    before: dict[str, list[int]], now: dict[str, list[int]]
) -> None:
    everywhere = {**{path: [0] for path in before}, **now}
    frozen, whole = table(before), table(everywhere)
    order = hall_regions.unfreezing(frozen, whole)
    assert sorted(order) == sorted(everywhere)
    known = [row.path for row in frozen]
    assert [path for path in order if path in known] == known[::-1]
    assert set(order[: len(order) - len(known)]).isdisjoint(known)


@pytest.mark.slow
@given(REGIONS, REGIONS, st.integers(0, 8))
def test_a_step_opens_one_ranked_region_and_the_last_step_shows_the_whole_table(
    before: dict[str, list[int]], now: dict[str, list[int]], steps: int
) -> None:
    everywhere = {**{path: [0, 0] for path in before}, **now}
    frozen, whole = people(before), people(everywhere)
    found = hall_regions.opened(frozen, whole, steps, least=2)
    less = hall_regions.opened(frozen, whole, max(0, steps - 1), least=2)
    means = [{row.path: (row.people, row.mean_x100) for row in one.rows} for one in (less, found)]
    ranked = {row.path for row in (*table(before), *table(everywhere)) if row.rank}
    changed = {path for path, mean in means[1].items() if means[0].get(path) != mean}
    assert not changed & ranked or changed == {found.last}
    # All that never get a rank are opened by the first step, together.
    together = len(everywhere) - len(ranked)
    needed = len(ranked) + bool(together)
    assert found.left == (max(0, needed - steps) if steps else len(everywhere))
    if steps <= needed:
        assert found.before == less.rows
    assert found.left or found.rows == table(everywhere)
    assert hall_regions.opened(frozen, whole, 0, least=2).rows == table(before)


def people(of: dict[str, list[int]]) -> dict[str, list[Standing]]:
    somebody = hall.newcomer(PLAIN)
    return {path: [somebody._replace(score=n) for n in scores] for path, scores in of.items()}


def table(of: dict[str, list[int]]) -> list[hall_regions.RegionStanding]:
    return hall_regions.table(people(of), least=2)
