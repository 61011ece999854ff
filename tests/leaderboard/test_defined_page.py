"""The public page of a defined board says whose and of what it is."""

import re

import pytest
from django.test import Client
from django.utils import translation

from leaderboard import board
from leaderboard.board_words import counted
from leaderboard.projector import Projector
from leaderboard.rules.definitions import Definition
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_defined import crowd, define, second_round


def test_a_board_is_headed_by_its_own_name_and_says_what_it_counts(
    stage: Scene, projector: Projector, client: Client, fake_clock: FakeClock
) -> None:
    second_round(stage)
    window = {"starts_at": 1_785_000_000_000, "ends_at": 1_786_000_000_000}
    define(stage, public_from=0, best_n=1, **window)
    projector._loaded_at = Millis(0)
    projector.catch_up(fake_clock.now())
    page = client.get("/boards/GD26/b/top/").content.decode()
    head = page[page.index("<h1>") : page.index("</h1>")]
    assert "初赛" not in head
    assert "复赛" not in head
    assert "每人取最好的 1 轮之和。" in page
    assert '只计 <span class="date">2026-07-26</span> 01:20:00 起交卷的成绩。' in page
    assert '只计 <span class="date">2026-08-06</span> 15:06:40 之前交卷的成绩。' in page


def test_its_pages_lead_to_each_other_and_who_asks_for_more_to_the_last(
    stage: Scene, projector: Projector, client: Client, fake_clock: FakeClock
) -> None:
    crowd(stage, "440106", board.SIZE + 1, 60)
    define(stage, public_from=0)
    projector._loaded_at = Millis(0)
    projector.catch_up(fake_clock.now())
    here = "/boards/GD26/b/top/"
    for asked, link in ((1, ("2", "下一页")), (2, ("1", "上一页")), (9, ("2", "最后一页"))):
        page = client.get(f"{here}?page={asked}").content.decode()
        assert re.findall(rf'href="{here}[?]page=(\d+)">([^<]*)</a>', page) == [link]
        assert ("没有第 9 页。" in page) is (asked == 9)


@pytest.mark.parametrize(
    ("best_n", "said"),
    [
        (0, "Rounds counted: a, b, c."),
        (1, "Rounds counted: a, b, c. Each person's best round."),
        (2, "Rounds counted: a, b, c. The sum of each person's best 2 rounds."),
        (3, "Rounds counted: a, b, c."),
    ],
)
def test_one_round_is_no_sum(best_n: int, said: str) -> None:
    with translation.override("en"):
        assert counted(Definition("GD26", "top", "榜", "44", best_n=best_n), "abc") == said
