"""What the tests of the boards' rules share: formats, and sets of attempts to draw from."""

from hypothesis import strategies as st

from leaderboard.rules.results import Result
from quiz.rules.formats import Count, Format, Tie

OPENS_AT = 1_789_776_000_000
FORMATS = [
    Format(),
    Format(ties=()),
    Format(ties=(Tie.FEWER_TRIES, Tie.FINISHED)),
    Format(count=Count.SUM),
    Format(count=Count.LAST),
    Format(count=Count.MEAN_BEST, best_n=3),
]


# Of one of those tries by its place: a score in tens by a ruling of this number, and a step.
Further = list[tuple[int, int, int, int]]


def further() -> st.SearchStrategy[Further]:
    """What becomes known of tries later: rulings and steps of annulment, also of none (0)."""
    one = st.tuples(st.integers(0, 7), st.integers(0, 12), st.integers(0, 4), st.integers(0, 5))
    return st.lists(one, max_size=12)


def results() -> st.SearchStrategy[list[Result]]:
    """Different tries of one contestant, in any order; many share a score or a time."""
    one = st.builds(
        Result,
        st.integers(0, 40),
        st.integers(0, 10).map(lambda n: n * 10),
        st.integers(0, 5).map(lambda n: n * 1_000),
        st.integers(0, 5).map(lambda n: OPENS_AT + n * 1_000),
        st.just(0),
        st.just(0),
    )
    return st.lists(one, max_size=8, unique_by=lambda result: result.try_no)
