"""What a certificate says of points is never more than the full score that stands beside them."""

from collections.abc import Callable

import pytest

from leaderboard.catalogue import RankedRound
from leaderboard.pictures import words
from leaderboard.pictures.words import Reached
from quiz.rules.formats import Count


@pytest.mark.parametrize(
    ("settings", "score", "said"),
    [
        ({}, 90, "取得 90 分（满分 100 分），"),
        ({"count": Count.SUM, "tries_total": 3}, 240, "取得 240 分（满分 300 分），"),
        ({"count": Count.SUM}, 240, "取得 240 分，"),
        ({"count": Count.MEAN_BEST, "best_n": 2}, 185, "取得 92.50 分（满分 100 分），"),
    ],
)
def test_the_full_score_is_that_of_the_papers_that_count(
    ranked: Callable[..., RankedRound], settings: dict[str, object], score: int, said: str
) -> None:
    reached = Reached(score, 61_230, rank=3, people=4)
    assert words.sentence(reached, ranked(**settings)) == f"在“决赛”中{said}用时 61.23 秒。"
