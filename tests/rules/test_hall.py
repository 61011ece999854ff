"""What answers of a hall come to: windows, stopped times, stakes, lives, teams, ranks."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from quiz.rules import hall, hall_regions
from quiz.rules.formats import BadFormat, Bonus, Format, LateJoin, Mode, Reveal, Team
from quiz.rules.hall import Given, Marked, Standing
from quiz.rules.marking import Key
from quiz.rules.stage import Asking, Stage, State, Stop, Verdict
from quiz.rules.units import Millis, Points

OPENS = Millis(1_000_000)
KEY = Key("single", (2,))
LIVE: dict[str, Any] = {
    "mode": Mode.LIVE,
    "questions": 4,
    "reveal": Reveal.EACH,
    "shuffle_questions": False,
    "boards": (),
}
PLAIN = Format(**LIVE)
QUICK = Format(**LIVE, right=Points(100), bonus=Bonus.LINEAR, bonus_points=Points(20))
STAKES = Format(**LIVE, stake_win=Points(3), stake_lose=Points(5), penalty=Points(1))
ONE_LIFE = Format(**LIVE, lives=1)


def at(slot: int = 3, **more: Any) -> Stage:
    """A stage at which all questions up to `slot` are out, each open for 20 s."""
    askings = tuple(
        Asking(n, Millis(OPENS + n * 60_000), Millis(OPENS + n * 60_000 + 20_000))
        for n in range(slot + 1)
    )
    return Stage(of=4, state=State.REVEALED, slot=slot, askings=askings, **more)


def answer(took: int = 5_000, place: int = 2, *, sure: bool = False, late: int = 0) -> Given:
    received = Millis(OPENS + took + late)
    return Given((place,), Millis(took), received, sure)


@pytest.mark.parametrize(
    ("given_", "points", "right"),
    [
        (answer(), 10, True),
        (answer(place=1), 0, False),
        (None, 0, False),
        (Given((), Millis(5), OPENS, sure=False), 0, False),
        (answer(20_000, late=500), 10, True),
        (answer(20_000, late=501), 0, False),
    ],
)
def test_an_answer_counts_in_its_window_and_the_grace(
    given_: Given | None, points: int, *, right: bool
) -> None:
    marked = hall.mark(PLAIN, KEY, None, given_, at(), 0)
    assert (marked.points, marked.right) == (points, right)


@pytest.mark.parametrize(
    ("place", "sure", "points"), [(2, True, 13), (2, False, 10), (1, True, -6), (1, False, -1)]
)
def test_a_stake_pays_and_costs_as_the_format_says(place: int, points: int, *, sure: bool) -> None:
    assert hall.mark(STAKES, KEY, None, answer(place=place, sure=sure), at(), 0).points == points


@pytest.mark.parametrize(
    ("kind", "keys", "place", "points"),
    [
        ("new_key", ((1,),), 1, 10),
        ("new_key", ((1,),), 2, 0),
        ("accept", ((1,), (2,)), 1, 10),
        ("accept", ((1,), (2,)), 2, 10),
        ("void_all", (), 0, 10),
        ("void_none", (), 2, 0),
    ],
)
def test_a_verdict_counts_for_everybody_and_a_stake_only_where_there_is_a_key(
    kind: str, keys: tuple[tuple[int, ...], ...], place: int, points: int
) -> None:
    stage = at(verdicts=(Verdict(0, kind, keys),))
    ruling = hall.ruling_of(stage, 0, KEY)
    assert hall.mark(PLAIN, KEY, ruling, answer(place=place), stage, 0).points == points
    staked = hall.mark(STAKES, KEY, ruling, answer(place=place, sure=True), stage, 0).points
    if kind.startswith("void"):
        assert staked == points


def test_who_did_not_answer_has_the_points_of_a_question_void_for_all() -> None:
    stage = at(verdicts=(Verdict(0, "void_all"),))
    marked = hall.mark(PLAIN, KEY, hall.ruling_of(stage, 0, KEY), None, stage, 0)
    assert (marked.points, marked.right) == (10, True)


@given(st.integers(0, 20_500), st.integers(0, 20_500))
def test_a_later_answer_never_earns_more(one: int, other: int) -> None:
    early, late = sorted((one, other))
    first = hall.mark(QUICK, KEY, None, answer(early), at(), 0)
    second = hall.mark(QUICK, KEY, None, answer(late), at(), 0)
    assert first.points >= second.points


@given(st.integers(0, 20_000), st.integers(1, 50_000), st.integers(0, 20_000))
def test_a_stopped_time_counts_for_nobody_and_taken_back_counts_again(
    took: int, stood: int, since: int
) -> None:
    """Who answers after the stop is paid as if it had not been."""
    begun = Millis(OPENS + min(since, took))
    stop = Stop(0, begun, Millis(begun + stood))
    stage = at(stops=(stop,))
    asked = Asking(0, OPENS, Millis(OPENS + 20_000 + stood))
    stage = changed(stage, askings=(asked, *stage.askings[1:]))
    plain = hall.mark(QUICK, KEY, None, answer(took), at(), 0)
    assert hall.mark(QUICK, KEY, None, answer(took + stood), stage, 0) == plain
    again = changed(stage, stops=(changed(stop, counts=False),))
    assert hall.mark(QUICK, KEY, None, answer(took + stood), again, 0).took == took + stood


def marks(*right: int | None) -> dict[int, Marked]:
    """One person's marks by slot: 1 right, 0 wrong, None blank."""
    return {
        slot: Marked(Points(10 if one else 0), bool(one), Millis(1_000), blank=one is None)
        for slot, one in enumerate(right)
    }


@pytest.mark.parametrize(
    ("came_in", "right", "score", "out_at"),
    [
        (0, (1, 1, 1, 1), 40, None),
        (0, (1, 0, 1, 1), 10, 1),
        (0, (1, None, 1, 1), 10, 1),
        (0, (0, 0, 0, 0), 0, 0),
        (2, (None, None, 1, 0), 10, 3),
    ],
)
def test_with_one_life_the_first_wrong_answer_ends_it(
    came_in: int, right: tuple[int | None, ...], score: int, out_at: int | None
) -> None:
    found = hall.follow(ONE_LIFE, at(), marks(*right), came_in, range(4))
    assert (found.score, found.out_at) == (score, out_at)


def test_questions_for_the_audience_count_for_nobody() -> None:
    form = replace(ONE_LIFE, audience=(1,))
    found = hall.follow(form, at(), marks(1, 0, 1, 1), 0, range(4))
    assert (found.score, found.out_at) == (30, None)


def test_who_is_let_in_again_by_a_verdict_does_not_pay_for_the_time_outside() -> None:
    stage = at(verdicts=(Verdict(0, "accept", ((1,), (2,)), given_at=2),))
    let_in = hall.follow(ONE_LIFE, stage, marks(1, None, None, 1), 0, range(4))
    assert (let_in.score, let_in.out_at) == (20, None)
    idle = hall.follow(ONE_LIFE, stage, marks(1, None, None, None), 0, range(4))
    assert idle.out_at == 3


STANDING = Standing(0, 0, 0, 1, None, ranked=True)


@pytest.mark.parametrize(
    ("slot", "change", "code"),
    [
        (0, {}, ""),
        (1, {}, "audience_only"),
        (0, {"out_at": 0}, "out"),
        (1, {"out_at": 0}, ""),
        (0, {"ranked": False}, "watching"),
        (1, {"ranked": False}, ""),
    ],
)
def test_who_may_answer(slot: int, change: dict[str, Any], code: str) -> None:
    form = replace(ONE_LIFE, audience=(1,))
    assert hall.may_answer(form, at(), slot, STANDING._replace(**change)) == code


STANDINGS = st.lists(
    st.builds(
        Standing,
        st.integers(-20, 60),
        st.integers(0, 4),
        st.integers(0, 80_000),
        st.integers(0, 2),
        st.none() | st.integers(0, 3),
        ranked=st.booleans(),
    ),
    max_size=30,
)


@given(STANDINGS, st.randoms())
def test_ranks_are_one_and_the_number_better_in_whatever_order_people_came(
    found: list[Standing], chance: Any
) -> None:
    people = dict(enumerate(found))
    ranks = hall.ranks(people)
    shuffled = list(people.items())
    chance.shuffle(shuffled)
    assert hall.ranks(dict(shuffled)) == ranks
    assert set(ranks) == {who for who, one in people.items() if one.ranked}
    for who, rank in ranks.items():
        better = [other for other in ranks if _better(people[other], people[who])]
        assert rank == 1 + len(better)


def _better(one: Standing, other: Standing) -> bool:
    """A second opinion, said in words: still in; else longer in; then points; then time."""
    if (one.out_at is None) != (other.out_at is None):
        return one.out_at is None
    if one.out_at != other.out_at:
        return (one.out_at or 0) > (other.out_at or 0)
    return one.took < other.took if one.score == other.score else one.score > other.score


@pytest.mark.parametrize(
    ("team", "best", "scores", "expected"),
    [
        (Team.AVERAGE, 1, (10, 20, 30), 2_000),
        (Team.AVERAGE, 1, (10,), 1_000),
        (Team.AVERAGE, 1, (), 0),
        (Team.BEST_N, 2, (10, 20, 30), 5_000),
        (Team.BEST_N, 5, (10, 20, 30), 6_000),
    ],
)
def test_teams_are_the_mean_of_their_members_or_their_best(
    team: Team, best: int, scores: tuple[int, ...], expected: int
) -> None:
    form = replace(PLAIN, team=team, team_best=best)
    members = [STANDING._replace(score=score) for score in scores]
    assert hall.team_scores(form, {7: members}) == {7: expected}


def test_regions_with_too_few_people_have_no_mean_and_no_rank() -> None:
    people = [STANDING._replace(score=score) for score in (10, 20, 30)]
    table = hall_regions.table({"a": people[:2], "b": people, "c": [*people, *people]}, 3)
    assert [(row.path, row.mean_x100, row.rank) for row in table] == [
        ("b", 2_000, 1),
        ("c", 2_000, 1),
        ("a", None, None),
    ]
    assert hall_regions.unfreezing(table, table) == ["a", "c", "b"]


def test_regions_that_stay_without_a_rank_are_opened_in_one_step() -> None:
    few, many = [STANDING] * 2, [STANDING] * 3
    frozen = {"a": many, "b": few, "c": few, "d": many}
    now = frozen | {"c": many, "new": few}
    tables = [hall_regions.table(of, 3) for of in (frozen, now)]
    assert hall_regions.steps(tables[0], tables[1]) == [["new", "b"], ["c"], ["d"], ["a"]]
    left = [hall_regions.opened(frozen, now, made, 3).left for made in range(6)]
    assert left == [5, 3, 2, 1, 0, 0]
    assert hall_regions.opened(frozen, now, 1, 3).last == "b"


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"reveal": Reveal.END}, "reveal"),
        ({"shuffle_questions": True}, "shuffle_questions"),
        ({"boards": ("province",)}, "boards"),
        ({"total_ms": 60_000}, "total_ms"),
        ({"audience": (4,)}, "audience"),
        ({"audience": (1, 1)}, "audience"),
        ({"stake_lose": 11}, "stake_lose"),
        ({"stake_win": 11}, "stake_win"),
        ({"audience": (1,)}, "audience"),
        ({"audience": (0, 1, 2, 3), "lives": 1}, "audience"),
        ({"team_best": 2}, "team_best"),
        ({"lives": 21}, "lives"),
        ({"lead_ms": 10_001}, "lead_ms"),
        ({"bonus_quantum_ms": 0}, "bonus_quantum_ms"),
    ],
)
def test_a_live_format_names_the_setting_that_is_wrong(settings: dict[str, Any], name: str) -> None:
    with pytest.raises(BadFormat, match=f"^{name}: "):
        Format(**{**LIVE, **settings})


@pytest.mark.parametrize(
    "settings",
    [
        {"lives": 1},
        {"stake_win": 1},
        {"team": Team.AVERAGE},
        {"audience": (0,)},
        {"late_join": LateJoin.NO},
    ],
)
def test_what_is_for_halls_is_refused_in_a_paper(settings: dict[str, Any]) -> None:
    with pytest.raises(BadFormat, match="only with mode live"):
        Format(**settings)
