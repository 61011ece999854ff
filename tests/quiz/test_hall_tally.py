"""The count of a hall: what is kept of earlier questions never differs from counting all anew."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from quiz.plan import Asked
from quiz.rules.choices import Offer
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.hall import Given
from quiz.rules.marking import Key
from quiz.rules.stage import Asking, Stage, State, Stop, Verdict
from quiz.rules.units import Millis
from quiz.sittings.tally import Tally, Who

SLOTS = 4
FORM = Format(
    mode=Mode.LIVE,
    questions=SLOTS,
    blueprint={"single": SLOTS},
    question_ms=Millis(20_000),
    reveal=Reveal.EACH,
    shuffle_questions=False,
    boards=(),
    books=1,
    tries_per_day=0,
)
KEY = Key("single", (2,))
OFFER = SimpleNamespace(public=(0, 1, 2, 3))
PAPER = cast(
    "tuple[Asked, ...]",
    tuple(SimpleNamespace(key=KEY, version=n, kind="single", offer=OFFER) for n in range(SLOTS)),
)
ASKINGS = tuple(Asking(n, Millis(n * 50_000), Millis(n * 50_000 + 20_000)) for n in range(SLOTS))
STOP = Stop(1, Millis(50_100), Millis(50_900))
VERDICT = Verdict(0, "new_key", ((1,),))

pytestmark = pytest.mark.django_db


def who(attempt: int, *, removed: bool = False) -> Who:
    return Who(attempt, attempt, f"n{attempt}", "440000", None, 0, removed, bot=False)


def stage(slot: int, skipped: tuple[int, ...], *, stopped: bool, ruled: bool) -> Stage:
    return Stage(
        of=SLOTS,
        state=State.REVEALED,
        slot=slot,
        askings=ASKINGS[: slot + 1],
        skipped=skipped,
        stops=(STOP,) if stopped else (),
        verdicts=(VERDICT,) if ruled else (),
    )


STAGES = st.builds(
    stage,
    st.integers(0, SLOTS - 1),
    st.sampled_from([(), (0,), (1, 2)]),
    stopped=st.booleans(),
    ruled=st.booleans(),
)
ANSWERS = st.dictionaries(
    st.integers(1, 5),
    st.dictionaries(
        st.integers(0, SLOTS - 1),
        st.builds(
            lambda choice, took: Given((choice,), Millis(took), Millis(took), sure=False),
            st.integers(0, 3),
            st.integers(1, 9_000),
        ),
        max_size=SLOTS,
    ),
    max_size=5,
)
PEOPLE = st.sets(st.integers(1, 5)).map(lambda some: [who(one, removed=one == 3) for one in some])


def seen(tally: Tally) -> tuple[Any, ...]:
    return tally.marks, tally.standings, tally.ranks, tally.before, tally.was


@pytest.mark.slow
@drawn(st.lists(st.tuples(STAGES, PEOPLE, ANSWERS), min_size=1, max_size=6))
def test_a_count_after_others_is_as_good_as_the_first(
    turns: list[tuple[Stage, list[Who], dict[int, dict[int, Given]]]],
) -> None:
    kept = Tally(FORM, PAPER)
    given: dict[int, dict[int, Given]] = {}
    for at, people, answers in turns:
        for attempt, slots in answers.items():
            given.setdefault(attempt, {}).update(slots)
        kept.take_in(people, answers)
        kept.count(at)
        fresh = Tally(FORM, PAPER)
        fresh.take_in(people, given)
        fresh.count(at)
        assert seen(kept) == seen(fresh)


LIVES = st.integers(0, 2)
SAME = PEOPLE.map(lambda some: [some] * SLOTS)
ARRIVALS = SAME | st.lists(PEOPLE, min_size=SLOTS, max_size=SLOTS)


@drawn(ANSWERS, ARRIVALS, STAGES, LIVES)
def test_a_sitting_counted_question_by_question_is_as_if_counted_at_once(
    answers: dict[int, dict[int, Given]], arrivals: list[list[Who]], at_last: Stage, lives: int
) -> None:
    form = replace(FORM, lives=lives)
    going = Tally(form, PAPER)
    for slot in range(at_last.slot + 1):
        at = stage(slot, at_last.skipped, stopped=bool(at_last.stops), ruled=slot == 2)
        going.take_in(
            arrivals[slot], {n: {slot: some[slot]} for n, some in answers.items() if slot in some}
        )
        going.count(at)
        anew = Tally(form, PAPER)
        earlier = {
            n: {k: one for k, one in some.items() if k <= slot} for n, some in answers.items()
        }
        anew.take_in(arrivals[slot], earlier)
        anew.count(at)
        assert seen(going) == seen(anew)


def test_a_blank_a_late_answer_and_who_was_shown_out_are_in_no_figure_of_the_reveal() -> None:
    tally, at = Tally(FORM, PAPER), stage(0, (), stopped=False, ruled=False)
    moments = {1: 1_000, 2: 20_000 + FORM.grace_ms, 3: 2_000, 4: 20_001 + FORM.grace_ms, 5: 3_000}
    chosen = {1: (2,), 2: (1,), 3: (2,), 4: (2,), 5: ()}
    answers = {
        n: {0: Given(choice, Millis(900), Millis(moments[n]), sure=False)}
        for n, choice in chosen.items()
    }
    tally.take_in([who(n, removed=n == 3) for n in range(1, 7)], answers)
    tally.count(at)
    assert tally.figures(0) == ([0, 1, 1, 0], 1, 2, 0, [])


def test_who_earned_a_part_of_the_points_is_counted_and_guesses_are_spread() -> None:
    key = Key("estimate", value=50, near=0, far=100)
    offer = Offer("estimate", least=0, most=100)
    asked = SimpleNamespace(key=key, version=9, kind="estimate", offer=offer)
    paper = (cast("Asked", asked), *PAPER[1:])
    tally, at = Tally(FORM, paper), stage(0, (), stopped=False, ruled=False)
    answers = {
        n: {0: Given((value,), Millis(900), Millis(1_000), sure=False)}
        for n, value in {1: 50, 2: 60, 3: 0, 4: 100, 5: 55}.items()
    }
    tally.take_in([who(n, removed=n == 5) for n in range(1, 7)], answers)
    tally.count(at)
    *others, spread = tally.figures(0)
    assert others == [[], 1, 4, 3]
    assert (sum(spread), spread[0], spread[-1]) == (4, 1, 1)


@pytest.mark.slow
@drawn(PEOPLE, ANSWERS, STAGES)
def test_the_options_of_a_reveal_add_up_to_who_answered(
    people: list[Who], answers: dict[int, dict[int, Given]], at: Stage
) -> None:
    tally = Tally(FORM, PAPER)
    tally.take_in(people, answers)
    tally.count(at)
    for slot in tally.marks:
        chosen, right, of, partly, _ = tally.figures(slot)
        assert sum(chosen) == of
        assert right + partly <= of
