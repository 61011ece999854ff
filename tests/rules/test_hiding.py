"""Small groups stay hidden, and cannot be worked out from what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.hiding import hidden

FEW = 10


def kept(*parts: int) -> set[int]:
    """The places of the hidden parts of one total; -1 is the total."""
    people = {-1: sum(parts), **dict(enumerate(parts))}
    return hidden(people, [[-1, *range(len(parts))]], FEW)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((50, 60), set()),
        ((9, 60, 40), {0, 2}),  # one alone could be worked out
        ((9, 8, 40), {0, 1}),
        ((1, 2, 40, 50), {0, 1, 2}),  # two, but of three people together
        ((0, 60, 40), set()),  # nobody is hidden in nothing
        ((9, 0, 40), {0, 2}),
        ((3, 4), {-1, 0, 1}),
        ((9,), {-1, 0}),
        ((0, 0), set()),
    ],
)
def test_a_small_part_takes_others_with_it(parts: tuple[int, ...], expected: set[int]) -> None:
    assert kept(*parts) == expected


@pytest.mark.parametrize(
    ("total", "rounds", "expected"),
    [
        (100, (100, 50), set()),  # half of them went on
        (60, (60, 6, 50), {1, 2}),
        (60, (60, 6, 7), {0, 1, 2}),  # both may be the same seven people
        (61, (54, 6, 7), {0, 1, 2}),
        (67, (54, 6, 7), {1, 2}),  # thirteen are in no other round
        (12, (6, 6), {0, 1}),
    ],
)
def test_who_is_in_several_parts_is_hidden_once(
    total: int, rounds: tuple[int, ...], expected: set[int]
) -> None:
    people = {-1: total, **dict(enumerate(rounds))}
    assert hidden(people, [[-1, *range(len(rounds))]], FEW) == expected


def table() -> st.SearchStrategy[list[list[int]]]:
    """Rows of regions, columns of cohorts."""
    count = st.one_of(st.integers(0, 12), st.integers(0, 200))
    return st.lists(st.lists(count, min_size=3, max_size=3), min_size=1, max_size=5)


@pytest.mark.slow
@given(table())
def test_no_line_of_a_table_gives_a_small_part_away(rows: list[list[int]]) -> None:
    people = {(y, x): n for y, row in enumerate(rows) for x, n in enumerate(row)}
    high, wide = range(len(rows)), range(3)
    people |= {(y, -1): sum(row) for y, row in enumerate(rows)}
    people |= {(-1, x): sum(row[x] for row in rows) for x in wide}
    people[(-1, -1)] = sum(map(sum, rows))
    lines = [[(y, -1), *((y, x) for x in wide)] for y in (*high, -1)]
    lines += [[(-1, x), *((y, x) for y in high)] for x in (*wide, -1)]
    found = hidden(people, lines, FEW)
    assert {key for key, n in people.items() if 0 < n < FEW} <= found
    for total, *parts in lines:
        inside = [key for key in (total, *parts) if key in found]
        assert len(inside) != 1
        if inside and total not in found:
            assert sum(people[key] for key in inside) >= FEW
