"""Marking: regulations, section 6, as a table and as laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.question import Area
from quiz.rules.formats import Bonus, Format, Partial
from quiz.rules.marking import Key, bonus, mark, right, right_among
from quiz.rules.units import Millis, Points

PLAIN = Format(penalty=Points(3), blank=Points(-1))
HALF = Format(penalty=Points(3), partial=Partial.HALF)
SHARE = Format(penalty=Points(3), partial=Partial.PER_OPTION)
SINGLE = Key("single", (2,))
SEVERAL = Key("multiple", (0, 1, 3))
ORDER = Key("ordering", (0, 1, 2, 3))
GUESS = Key("estimate", (), value=100, near=5, far=25)
PAIRS = Key("matching", (1, 0, 3, 2))
SPOT = Key("hotspot", areas=(Area("rect", (100, 100, 200, 300)), Area("circle", (800, 500, 50))))
WORD = Key("text", accepted=("光合作用", "photosynthesis"))


@pytest.mark.parametrize(
    ("form", "key", "choice", "points"),
    [
        (PLAIN, SINGLE, (2,), 10),
        (PLAIN, SINGLE, (1,), -3),
        (PLAIN, SINGLE, (), -1),
        (PLAIN, Key("truefalse", (0,)), (0,), 10),
        (PLAIN, Key("truefalse", (0,)), (1,), -3),
        (PLAIN, SEVERAL, (0, 1, 3), 10),
        (PLAIN, SEVERAL, (3, 1, 0), 10),
        (PLAIN, SEVERAL, (0, 1), -3),
        (PLAIN, SEVERAL, (0, 1, 2, 3), -3),
        (HALF, SEVERAL, (0, 1), 5),
        (HALF, SEVERAL, (0,), 5),
        (HALF, SEVERAL, (0, 2), -3),
        (HALF, SEVERAL, (0, 1, 2, 3), -3),
        (SHARE, SEVERAL, (0,), 3),
        (SHARE, SEVERAL, (0, 1), 6),
        (SHARE, SEVERAL, (0, 1, 3), 10),
        (SHARE, SEVERAL, (2,), -3),
        (HALF, SINGLE, (1,), -3),
        (PLAIN, ORDER, (0, 1, 2, 3), 10),
        (PLAIN, ORDER, (1, 0, 2, 3), -3),
        (PLAIN, GUESS, (100,), 10),
        (PLAIN, GUESS, (105,), 10),
        (PLAIN, GUESS, (95,), 10),
        (PLAIN, GUESS, (106,), 9),
        (PLAIN, GUESS, (115,), 5),
        (PLAIN, GUESS, (85,), 5),
        (PLAIN, GUESS, (125,), -3),
        (PLAIN, GUESS, (-(10**9),), -3),
        (PLAIN, PAIRS, (1, 0, 3, 2), 10),
        (PLAIN, PAIRS, (1, 0, 2, 3), -3),
        (PLAIN, PAIRS, (), -1),
        (HALF, PAIRS, (1, 0, 2, 3), 5),
        (HALF, PAIRS, (1, 1, 2, 3), -3),
        (HALF, PAIRS, (1, 0, 3, 2), 10),
        (SHARE, PAIRS, (1, 0, 3, 3), 7),
        (SHARE, PAIRS, (1, 1, 1, 1), 2),
        (SHARE, PAIRS, (0, 1, 2, 3), -3),
        (PLAIN, SPOT, (150, 200), 10),
        (PLAIN, SPOT, (830, 530), 10),
        (PLAIN, SPOT, (500, 500), -3),
        (PLAIN, SPOT, (), -1),
        (PLAIN, WORD, tuple(map(ord, "光合作用")), 10),
        (PLAIN, WORD, tuple(map(ord, "呼吸作用")), -3),
        (PLAIN, WORD, (), -1),
    ],
)
def test_an_answer_earns_what_the_table_says(
    form: Format, key: Key, choice: tuple[int, ...], points: int
) -> None:
    assert mark(form, key, choice, Millis(1_000)) == points


LINE = Format(bonus=Bonus.LINEAR, bonus_points=Points(9), questions=1, question_ms=Millis(20_000))
STEPS = Format(
    bonus=Bonus.STEPS,
    bonus_points=Points(8),
    bonus_steps=4,
    questions=1,
    question_ms=Millis(20_000),
)


@pytest.mark.parametrize(
    ("form", "took", "points"),
    [
        (PLAIN, 0, 0),
        (LINE, -50, 9),
        (LINE, 0, 9),
        (LINE, 1, 8),
        (LINE, 10_000, 4),
        (LINE, 19_999, 0),
        (LINE, 20_000, 0),
        (LINE, 90_000, 0),
        (STEPS, 0, 8),
        (STEPS, 4_999, 8),
        (STEPS, 5_000, 6),
        (STEPS, 10_000, 4),
        (STEPS, 15_000, 2),
        (STEPS, 19_999, 2),
        (STEPS, 20_000, 0),
    ],
)
def test_the_speed_bonus_falls_to_nothing_at_the_limit(
    form: Format, took: int, points: int
) -> None:
    assert bonus(form, Millis(took)) == points


def test_only_an_answer_right_in_full_is_paid_for_speed() -> None:
    assert mark(LINE, SINGLE, (2,), Millis(0)) == 19
    assert mark(LINE, GUESS, (106,), Millis(0)) == 9
    assert mark(LINE, SINGLE, (1,), Millis(0)) == 0
    assert mark(LINE, SINGLE, (), Millis(0)) == 0


TIMES = st.integers(-1_000, 30_000).map(Millis)


@given(st.sampled_from([LINE, STEPS]), TIMES, TIMES)
def test_being_slower_never_pays_more(form: Format, one: Millis, other: Millis) -> None:
    quick, slow = sorted((one, other))
    assert 0 <= bonus(form, slow) <= bonus(form, quick) <= form.bonus_points


@given(st.integers(-200, 400), st.integers(0, 300))
def test_a_closer_guess_never_earns_less(guess: int, further: int) -> None:
    farther = guess - further if guess < GUESS.value else guess + further
    earned = mark(Format(), GUESS, (guess,), Millis(0))
    assert 0 <= mark(Format(), GUESS, (farther,), Millis(0)) <= earned <= 10


@given(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5), min_size=1), st.sampled_from(Partial))
def test_a_part_never_earns_as_much_as_the_whole(
    choice: set[int], places: set[int], partial: Partial
) -> None:
    form, key = Format(partial=partial), Key("multiple", tuple(sorted(places)))
    points = mark(form, key, tuple(choice), Millis(0))
    assert (points == form.right) == (choice == places) == right(form, key, tuple(choice))
    if choice - places:
        assert points == 0


@given(st.permutations(range(4)), st.sampled_from(["multiple", "ordering"]))
def test_order_matters_for_orderings_only(choice: list[int], kind: str) -> None:
    key = Key(kind, (0, 1, 2, 3))
    assert right(Format(), key, choice) == (kind == "multiple" or choice == [0, 1, 2, 3])


def choices_of(key: Key) -> st.SearchStrategy[tuple[Key, tuple[int, ...]]]:
    """Choices that a phone may send for a question with this key, a blank among them."""
    if key.kind == "text":
        words = st.sampled_from([*WORD.accepted, "光合", "Photosynthesis "])
        some = words.map(lambda word: tuple(map(ord, word)))
    elif key.kind == "estimate":
        some = st.tuples(st.integers(0, 200))
    elif key.kind == "hotspot":
        some = st.tuples(st.integers(0, 1_000), st.integers(0, 1_000))
    elif key.kind == "multiple":
        some = st.sets(st.integers(0, 4), min_size=1).map(tuple)
    else:
        some = st.tuples(*[st.integers(0, 3)] * len(key.places))
    return st.tuples(st.just(key), st.just(()) | some)


KEYS = [SINGLE, SEVERAL, ORDER, GUESS, PAIRS, SPOT, WORD]
ANSWERS = st.one_of(*map(choices_of, KEYS))


@given(st.sampled_from([PLAIN, HALF, SHARE, LINE, STEPS]), ANSWERS, TIMES)
def test_only_what_is_right_earns_the_points_of_it(
    form: Format, answer: tuple[Key, tuple[int, ...]], took: Millis
) -> None:
    key, choice = answer
    earned = mark(form, key, choice, took)
    assert right_among(form, [earned, earned]) == 2 * right(form, key, choice)
