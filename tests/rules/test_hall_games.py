"""Each preset for halls played to its podium by six people: commands, answers, lives, teams, ranks.

No server: the rules alone, as a host's commands and the answers drive them.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz import presets
from quiz.rules import hall, hosting
from quiz.rules.formats import Format, Mode
from quiz.rules.hall import Given, Standing
from quiz.rules.hosting import Command, Pace
from quiz.rules.marking import Key
from quiz.rules.stage import Stage, State, natural
from quiz.rules.units import Millis

FORMS = {one.name: one.format for one in presets.presets().values() if one.format.mode is Mode.LIVE}
KEY = Key("single", (0,))
NOW = Millis(1_000_000)


@dataclass
class Person:
    """`wrong` and `blank` hold slots; all else is answered right after `took`."""

    took: int = 2_000
    wrong: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()
    sure: frozenset[int] = frozenset()
    came_in: int = 0
    given: dict[int, Given] = field(default_factory=dict)

    def answer(self, slot: int, opens_at: Millis) -> None:
        if slot not in self.blank:
            came = Millis(opens_at + self.took)
            choice = (1,) if slot in self.wrong else (0,)
            self.given[slot] = Given(choice, Millis(self.took), came, slot in self.sure)


@dataclass
class Game:
    """A hall of `people` that is played by the natural way."""

    form: Format
    people: list[Person]
    stage: Stage = field(init=False)
    now: Millis = NOW
    refused: set[tuple[int, int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.stage = Stage(of=self.form.questions)

    def do(self, what: str, **more: int) -> None:
        pace = Pace(self.form.lead_ms, self.form.question_ms)
        command = Command(what, sure=True, **more)  # type: ignore[arg-type]
        self.stage = hosting.apply(self.stage, command, self.now, pace)

    def step(self) -> None:
        """The next command; after a question was shown everybody answers who may."""
        self.do(natural(self.stage))
        asked = self.stage.open
        if asked is None:
            return
        for number, one in enumerate(self.people):
            if one.came_in <= asked.slot:
                code = hall.may_answer(self.form, self.stage, asked.slot, self.standing(one))
                if code:
                    self.refused.add((number, asked.slot, code))
                else:
                    one.answer(asked.slot, asked.opens_at)
        self.now = Millis(asked.opens_at + self.form.question_ms + 1)

    def play(self) -> None:
        while natural(self.stage):
            self.step()

    def standing(self, one: Person) -> Standing:
        out = [slot for slot in range(self.stage.seen + 1) if slot not in self.stage.skipped]
        marks = {
            slot: hall.mark(
                self.form,
                KEY,
                hall.ruling_of(self.stage, slot, KEY),
                one.given.get(slot),
                self.stage,
                slot,
            )
            for slot in out
        }
        return hall.follow(self.form, self.stage, marks, one.came_in, out)

    def ranks(self) -> list[int | None]:
        ranks = hall.ranks({n: self.standing(one) for n, one in enumerate(self.people)})
        return [ranks.get(n) for n in range(len(self.people))]


def slots(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def test_there_are_three_presets_for_halls() -> None:
    assert set(FORMS) == {"hq12", "hall20", "class_team"}


def test_hq12_ends_with_whoever_made_no_mistake() -> None:
    people = [
        Person(took=4_000),
        Person(took=3_000),
        Person(wrong=slots(5)),
        Person(blank=slots(5)),
        Person(wrong=slots(0)),
        Person(came_in=3),
    ]
    game = Game(FORMS["hq12"], people)
    game.play()
    assert game.stage.state is State.CLOSED
    assert game.ranks() == [2, 1, 3, 4, 5, None]
    assert [game.standing(one).score for one in people] == [110, 110, 50, 50, 0, 0]
    outs = [game.standing(one).out_at for one in people]
    assert outs == [None, None, 5, 5, 0, None]
    assert (0, 10, "audience_only") in game.refused
    assert {(n, s) for n, s, code in game.refused if code == "out"} == {
        *((2, s) for s in range(6, 12) if s != 10),
        *((3, s) for s in range(6, 12) if s != 10),
        *((4, s) for s in range(1, 12) if s != 10),
    }
    assert {s for n, s, code in game.refused if code == "watching"} == set(range(3, 12)) - {10}
    assert [10 in one.given for one in people] == [False, False, True, True, True, True]


def test_a_game_of_lives_is_over_when_all_are_out_and_no_question_is_for_the_audience() -> None:
    people = [Person(wrong=slots(2)), Person(blank=slots(3)), Person(came_in=3)]
    game = Game(FORMS["hq12"], people)
    found: dict[int, bool] = {}
    while natural(game.stage):
        game.step()
        if game.stage.state is State.REVEALED:
            standings = [game.standing(one) for one in people]
            found[game.stage.slot] = hall.over(game.form, game.stage, standings)
    # Slot 10 is the audience's; after it there is nothing more to play.
    assert found == {slot: slot in (10, 11) for slot in range(12)}
    assert not hall.over(game.form, game.stage, [])


def test_hall20_is_won_by_knowing_more_and_only_then_by_being_quick() -> None:
    quick, slow = 500, 19_900
    people = [
        Person(took=slow),
        Person(took=quick, wrong=slots(7)),
        Person(took=quick, wrong=slots(7)),
        Person(took=quick, blank=slots(7)),
        Person(took=slow, wrong=slots(1, 2)),
        Person(took=quick, came_in=10),
    ]
    game = Game(FORMS["hall20"], people)
    game.play()
    # Bonus 4 of 100: the whole at once, nothing near the end.
    scores = [game.standing(one).score for one in people]
    assert scores == [2_000, 1_976, 1_976, 1_976, 1_800, 1_040]
    assert game.ranks() == [1, 2, 2, 4, 5, 6]


def test_class_team_pays_for_being_sure_and_ranks_teams_by_their_mean() -> None:
    people = [
        Person(sure=slots(*range(10))),
        Person(sure=slots(*range(10)), wrong=slots(0, 1)),
        Person(),
        Person(wrong=slots(0, 1)),
        Person(blank=slots(0), sure=slots(0)),
        Person(wrong=slots(*range(10)), sure=slots(*range(10))),
    ]
    game = Game(FORMS["class_team"], people)
    game.play()
    found = [game.standing(one) for one in people]
    assert [one.score for one in found] == [130, 94, 100, 80, 90, -50]
    teams = {1: found[:2], 2: found[2:5], 3: found[5:], 4: []}
    scores = hall.team_scores(game.form, teams)
    assert scores == {1: 11_200, 2: 9_000, 3: -5_000, 4: 0}
    assert hall.team_ranks(scores) == {1: 1, 2: 2, 4: 3, 3: 4}


@pytest.mark.parametrize("name", FORMS)
def test_a_question_that_is_skipped_counts_for_nobody(name: str) -> None:
    people = [Person(), Person(wrong=slots(0), sure=slots(0))]
    game = Game(FORMS[name], people)
    while game.stage.state is not State.SHOWN:
        game.step()
    game.do("skip")
    game.play()
    one, other = (game.standing(one) for one in people)
    assert one == other
    assert game.ranks() == [1, 1]


def test_who_fell_over_a_wrong_key_is_back_for_the_next_question() -> None:
    people = [Person(), Person(wrong=slots(2))]
    game = Game(FORMS["hq12"], people)
    while game.stage.seen < 4:
        game.step()
    assert game.ranks() == [1, 2]
    rule = Command("rule", slot=2, kind="void_all")
    game.stage = hosting.apply(game.stage, rule, game.now, Pace(Millis(0), Millis(0)))
    assert game.standing(people[1]).out_at is None
    game.play()
    fallen = game.standing(people[1])
    assert (fallen.out_at, fallen.score) == (None, 90)
    assert {slot for number, slot, code in game.refused if code == "out"} == {3, 4}


PEOPLE = st.builds(
    Person,
    took=st.integers(300, 9_000),
    wrong=st.frozensets(st.integers(0, 19), max_size=4),
    blank=st.frozensets(st.integers(0, 19), max_size=2),
    sure=st.frozensets(st.integers(0, 19), max_size=20),
    came_in=st.integers(0, 3),
)


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(sorted(FORMS)), people=st.lists(PEOPLE, min_size=1, max_size=6))
def test_whoever_plays_the_podium_is_of_the_best_and_nobody_is_past_the_full_score(
    name: str, people: list[Person]
) -> None:
    game = Game(FORMS[name], people)
    game.play()
    found = [game.standing(one) for one in people]
    assert all(one.score <= game.form.full_score for one in found)
    ranked = [rank for rank in game.ranks() if rank is not None]
    assert bool(ranked) is any(one.ranked for one in found)
    assert all(ranked.count(rank) and rank == 1 + sum(r < rank for r in ranked) for rank in ranked)
