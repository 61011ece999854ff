"""The key by what choices earn, held against trying every choice there is."""

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats.found import Note
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.keys import Choice, one_of, some_of, truth

RELAXED = settings(deadline=None)
NAMES = ["A", "B", "C", "D", "E"]
EVERY = [frozenset(c) for n in range(len(NAMES) + 1) for c in combinations(NAMES, n)]
POINTS = st.lists(st.integers(-2, 3), min_size=len(NAMES), max_size=len(NAMES))
SETS = st.sets(st.sampled_from(NAMES)).map(frozenset)
NOBODY: Choice = frozenset()


def outcome(ask: Callable[[], tuple[Choice, list[Note]]]) -> tuple[Choice, str]:
    """The key, or the code of the refusal."""
    try:
        return ask()[0], ""
    except Refusal as refusal:
        return NOBODY, refusal.note.code


@RELAXED
@given(POINTS)
def test_the_best_single_choice_is_the_key_or_there_is_none(points: list[int]) -> None:
    worth = dict(zip(NAMES, points, strict=True))
    best = [name for name in NAMES if worth[name] == max(points) > 0]
    key, code = outcome(lambda: one_of(NAMES, lambda c: float(sum(worth[n] for n in c))))
    assert (len(best) == 1) == (code == "")
    assert key == (NOBODY if code else set(best))
    assert code in ("", "several_right" if best else "no_key")


@RELAXED
@given(POINTS, st.integers(1, 6))
def test_a_key_of_several_is_never_beaten_by_another_choice(points: list[int], top: int) -> None:
    worth = dict(zip(NAMES, points, strict=True))

    def score(chosen: Choice) -> float:
        return float(min(sum(worth[name] for name in chosen), top))

    most = max(score(chosen) for chosen in EVERY)
    smallest = [c for c in EVERY if score(c) == most and all(score(c - {n}) < most for n in c)]
    key, code = outcome(lambda: some_of(NAMES, score, [], NOBODY))
    if code:
        assert most <= 0 or len(smallest) > 1
    else:
        assert key in smallest


@RELAXED
@given(SETS, st.lists(SETS, max_size=3))
def test_a_rule_for_one_exact_set_makes_that_set_the_key(
    right: Choice, hints: list[Choice]
) -> None:
    def score(chosen: Choice) -> float:
        return float(chosen == right)

    if right:
        assert some_of(NAMES, score, [*hints, right], NOBODY)[0] == right
        assert some_of(NAMES, score, hints, right)[0] == right


@RELAXED
@given(SETS, SETS)
def test_either_of_two_sets_is_no_key(one: Choice, other: Choice) -> None:
    if len(one) != len(other) or len(one & other) != len(one) - 1:
        return
    with pytest.raises(Refusal):
        some_of(NAMES, lambda chosen: float(chosen in (one, other)), [one, other], NOBODY)


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["True", "False"], (0, 1)),
        (["错误", "正确"], (1, 0)),
        ([" false. ", "TRUE"], (1, 0)),
        (["对", "不对"], None),
        (["Yes", "No"], None),
        (["True"], None),
        (["True", "False", "Maybe"], None),
    ],
)
def test_true_and_false_are_known_by_their_words(
    labels: list[str], found: tuple[int, int] | None
) -> None:
    assert truth(labels) == found
