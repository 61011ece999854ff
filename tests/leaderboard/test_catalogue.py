"""Which boards there are, by round, kind, region and cohort."""

import pytest

from leaderboard.rules.scopes import BoardId, Scope
from tests.leaderboard.cast import TIANHE
from tests.leaderboard.hall import catalogue


@pytest.mark.parametrize(
    ("board", "there"),
    [
        (BoardId("final", "persons", Scope("44")), True),
        (BoardId("final", "persons", Scope(TIANHE)), True),
        (BoardId("final", "regions", Scope("44/4401")), True),
        (BoardId("final", "persons", Scope("44", "youth")), True),
        (BoardId("final", "units", Scope("44")), False),
        (BoardId("final", "", Scope("44")), False),
        (BoardId("first", "persons", Scope("44")), False),
        (BoardId("final", "persons", Scope("44/4499")), False),
        (BoardId("final", "persons", Scope("44", "farmers")), False),
    ],
    ids=str,
)
def test_a_board_is_there_when_all_of_its_name_is_known(board: BoardId, *, there: bool) -> None:
    assert catalogue().exists(board) is there
    assert (catalogue().find(str(board)) == board) is there
