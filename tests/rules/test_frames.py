import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.frames import Board, RegionRow, apply, difference, renumbered


def row(name: str, score: int, *, same: bool = False, ranked: bool = True) -> RegionRow:
    return RegionRow(id=name, name=name, score_x100=score, same=same, ranked=ranked)


def board(v: int, *rows: RegionRow) -> Board[RegionRow]:
    return Board(v, len(rows), v, None, renumbered(rows))


@st.composite
def boards(draw: st.DrawFn) -> Board[RegionRow]:
    names = draw(st.lists(st.sampled_from("abcdefghijkl"), unique=True))
    ranked = draw(st.integers(0, len(names)))
    rows = [
        row(
            name,
            draw(st.integers(0, 3)),
            same=0 < n < ranked and draw(st.booleans()),
            ranked=n < ranked,
        )
        for n, name in enumerate(names)
    ]
    return board(draw(st.integers(0, 99)), *rows)


@pytest.mark.slow
@given(boards(), boards())
def test_a_frame_applied_is_the_newer_board(old: Board[RegionRow], new: Board[RegionRow]) -> None:
    assert apply(difference(old, new), old) == new


@given(boards())
def test_between_equal_boards_no_row_travels(one: Board[RegionRow]) -> None:
    frame = difference(one, one)
    assert frame.rows == ()
    assert frame.gone == ()


def test_a_new_leader_sends_one_row() -> None:
    old = board(3, row("a", 9), row("b", 8), row("c", 7))
    new = board(4, row("x", 10), row("a", 9), row("b", 8), row("c", 7))
    frame = difference(old, new)
    assert [(n, r.id) for n, r in frame.rows] == [(0, "x")]
    assert [r.rank for r in apply(frame, old).rows] == [1, 2, 3, 4]


def test_an_overtake_sends_one_row() -> None:
    old = board(3, row("a", 9), row("b", 8), row("c", 7))
    new = board(4, row("c", 10), row("a", 9), row("b", 8))
    assert [r.id for _, r in difference(old, new).rows] == ["c"]


def test_ranks_are_one_more_than_the_number_strictly_better() -> None:
    rows = renumbered([row("a", 9), row("b", 9, same=True), row("c", 8), row("d", 1, ranked=False)])
    assert [r.rank for r in rows] == [1, 1, 3, None]


def test_a_frame_from_another_version_is_refused() -> None:
    frame = difference(board(3), board(4))
    with pytest.raises(ValueError, match="version 3"):
        apply(frame, board(2))
