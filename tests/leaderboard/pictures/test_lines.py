"""Where lines are broken: no sign stands where Chinese does not let it, no number alone."""

from itertools import pairwise

import pytest

from leaderboard.pictures import fonts, lines
from leaderboard.pictures.lines import CLOSING, OPENING

SENTENCE = "在“速答赛”中取得 20 分（满分 100 分），用时 9.10 秒，在 59 人中名列第 3。"
SIZE = 46


@pytest.mark.parametrize("room", range(260, 1_500, 35))
@pytest.mark.parametrize("most", [3, 99])
def test_no_line_begins_or_ends_with_a_sign_that_may_not(room: int, most: int) -> None:
    found = lines.broken(SENTENCE, "serif", SIZE, room, lines=most)
    assert "".join(found).replace(" ", "") == SENTENCE.replace(" ", "")
    assert not [line for line in found if line[0] in CLOSING or line[-1] in OPENING]
    assert max(fonts.width("serif", SIZE, line) for line in found) <= room


@pytest.mark.parametrize("room", range(260, 1_500, 35))
def test_a_number_stays_with_its_word(room: int) -> None:
    whole = "\n".join(lines.wrapped(SENTENCE, "serif", SIZE, room))
    for together in ("20 分", "100 分）", "9.10 秒，", "59 人", "第 3。"):
        assert together in whole


@pytest.mark.parametrize("room", [820, 1_494])  # a phone's screen; a sheet on its side
def test_lines_are_broken_between_clauses_where_there_is_room_for_that(room: int) -> None:
    found = lines.broken(SENTENCE, "serif", SIZE, room, lines=4)
    assert found[-1] == "在 59 人中名列第 3。"
    assert all(after[0] == "（" or line[-1] in "，。" for line, after in pairwise(found))


def test_english_is_broken_between_words() -> None:
    said = "20 of 100 points in the round, 9.10 seconds, rank 3 of 59."
    found = lines.broken(said, "serif", SIZE, 400, lines=9)
    assert " ".join(found) == said
