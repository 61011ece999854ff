"""Why a region stands where it stands, and the regulations that the answer leads to."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from leaderboard import board
from leaderboard.projector import Projector
from leaderboard.public import pull
from leaderboard.public.regions import Reason
from leaderboard.public.rules_page import TEXT
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.rollup import Policy
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy under which the few people of these tests are enough."""
    monkeypatch.setattr(board, "policy", lambda: Policy(shrink=2, least=2, few=1))


def test_a_region_says_why_it_stands_where_it_stands(
    client: Client, projector: Projector, small: None
) -> None:
    shown = text(client, "/boards/GD26/4401/why/")
    assert "(3 × 83.33 + 2 × 87.50) ÷ (3 + 2) = 85.00" in shown
    assert "广州市在广东省的地区榜上排第 1 名" in shown
    assert "参加的人数还不够参加排名" in text(client, "/boards/GD26/4403/why/")


def test_a_region_is_told_what_mean_would_draw_level(
    client: Client, projector: Projector, stage: Scene, small: None
) -> None:
    stage.join("菊", region="440305")
    stage.close("菊", 0)
    projector.catch_up(Millis(projector.as_of + 1))
    shown = text(client, "/boards/GD26/4403/why/")
    assert "广州市，得分 78.00，比本地区高 18.00：平均分高 33.33，靠拢使差距减少 15.33。" in shown
    assert "平均分达到 86.00 才能追平" in shown


def test_a_region_answers_on_its_own_page_what_its_score_is_made_of(
    client: Client, projector: Projector, small: None
) -> None:
    for tab in ("persons", "regions"):
        shown = text(client, f"/boards/GD26/4401/?tab={tab}")
        assert "广州市在广东省的地区榜上排第 1 名。 为什么？" in shown
        assert "(3 × 83.33 + 2 × 87.50) ÷ (3 + 2) = 85.00" in shown
        assert "另按 2 人计入广东省的平均分 87.50，得分因此比本地区平均分高 1.67。" in shown
        assert "没有排在前面的地区；参加排名的地区共 1 个。" in shown
        assert "竞赛规则 8.1" in shown
    assert "满 2 人的地区参加排名，还差 1 人。" in text(client, "/boards/GD26/4403/")
    assert "为什么？" not in text(client, "/boards/GD26/44/")


def test_a_region_of_few_people_gives_no_figure_as_a_reason(
    client: Client, projector: Projector
) -> None:
    shown = text(client, "/boards/GD26/4401/?tab=regions")
    assert "不足 10 人的地区不显示数据" in shown
    assert "83.33" not in shown


def test_each_section_of_the_regulations_has_an_address(
    client: Client, projector: Projector
) -> None:
    page = client.get("/boards/GD26/rules/").content.decode()
    assert page.count('id="8.1"') == 1
    assert "地区得分 =（人数 × 平均分 + 200 × 上级地区平均分）÷（人数 + 200）" in page
    for section in re.findall(r"^###? ([0-9.]+) ", TEXT.read_text("utf-8"), re.MULTILINE):
        assert f'id="{section}"' in page


@pytest.mark.parametrize(
    ("language", "words", "others"),
    [
        ("zh-hans", "填写昵称、所在地区", "Anybody, with a nickname"),
        ("zh-hant", "填寫暱稱、所在地區", "填写昵称、所在地区"),
        ("en", "Anybody, with a nickname", "填寫暱稱、所在地區"),
    ],
)
def test_the_regulations_are_read_in_the_reader_s_own_characters(
    client: Client, projector: Projector, language: str, words: str, others: str
) -> None:
    page = client.get("/boards/GD26/rules/", headers={"accept-language": language})
    shown = page.content.decode()
    assert words in shown
    assert others not in shown
    assert "Code:" not in shown


def test_a_picture_shows_how_the_region_above_draws_a_mean_to_the_score(
    client: Client, projector: Projector, small: None
) -> None:
    page = client.get("/boards/GD26/4401/why/").content.decode()
    # The mean 83.33 lies at the left end, what it is drawn to, 87.50, at the right one.
    assert 'class="parent" d="M960 0V40"' in page
    assert 'class="drawn" d="M40 20H408"' in page
    assert "○ 平均分　● 地区得分　┊ 广东省的平均分 87.50" in page


def test_a_figure_that_is_not_shown_has_no_place_on_the_line() -> None:
    row = RegionRow(id="1/2", rank=1, name="甲", people=3, mean_x100=9_000, score_x100=8_800)
    assert pull.line(Reason(row, None, 8_500, 2)) is not None
    assert pull.line(Reason(row, None, None, 2)) is None
    assert pull.line(Reason(replace(row, mean_x100=8_800), None, 8_800, 2)) is None
