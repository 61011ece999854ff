"""The public board pages, over Django's own client."""

import re
from html import unescape

import pytest
from django.test import Client

from leaderboard.projector import Projector
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_api import get


def test_the_page_works_without_javascript(client: Client, projector: Projector) -> None:
    text = get(client, "/boards/GD26/").content.decode()
    assert "<bdi>竹</bdi>" in text
    assert "非正式" in text
    assert "按得分排列；相同时，用时少者在前；相同时，先完成者在前；再相同则名次并列。" in text
    assert re.search(r'id="people">\s*4\s*<', text)
    assert re.search(r'id="attempts">\s*5\s*<', text)
    assert "/boards/GD26/4401/" in text
    regions = get(client, "/boards/GD26/?tab=regions").content.decode()
    assert "200" in regions


def test_that_few_took_part_stands_where_others_have_how_many(
    client: Client, projector: Projector
) -> None:
    page = get(client, "/boards/GD26/?tab=regions").content.decode()
    head = re.findall(r"<th scope=\"col\".*?>(.*?)</th>", page)
    row = next(
        one for one in re.findall(r"<tr data-id.*?</tr>", page, re.DOTALL) if "不足 10" in one
    )
    cells = [
        re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<td.*?</td>", row, re.DOTALL)
    ]
    assert len(cells) == len(head)
    assert dict(zip(head, cells, strict=True))["人数"] == "不足 10"


def test_a_name_is_never_markup(client: Client, projector: Projector, stage: Scene) -> None:
    stage.close("<b>&\"'", 99)
    projector.catch_up(Millis(projector.as_of + 1))
    assert "<bdi>&lt;b&gt;&amp;&quot;&#x27;</bdi>" in get(client, "/boards/GD26/").content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/boards/GD26/44-4401/", 200), ("/boards/GD26/440106/?cohort=youth", 200)),
        *(("/boards/GD26/?page=x", 200), ("/boards/GD26/?page=9", 200)),
        *(("/boards/none/", 404), ("/boards/GD26/9999/", 404), ("/boards/GD26/?round=train", 404)),
        *(("/boards/GD26/?tab=teams", 404), ("/boards/GD26/?cohort=none", 404)),
    ],
)
def test_pages_that_are_there_and_pages_that_are_not(
    client: Client, projector: Projector, address: str, status: int
) -> None:
    assert get(client, address).status_code == status


def test_who_asks_for_more_pages_than_there_are_is_led_to_the_last(
    client: Client, projector: Projector
) -> None:
    text = get(client, "/boards/GD26/?cohort=youth&page=9").content.decode()
    assert "没有第 9 页。" in text
    assert "还没有成绩。</td>" not in re.sub(r"\s", "", text)
    last = re.search(r'class="pages".*?href="(.*?)">最后一页</a>', text, re.DOTALL)
    assert last
    shown = get(client, unescape(last[1])).content.decode()
    assert "<tr data-id" in shown
    assert "最后一页" not in shown


def test_a_page_in_english_names_regions_in_english(client: Client, projector: Projector) -> None:
    text = get(client, "/boards/GD26/", accept_language="en").content.decode()
    assert "Region 440305" in text
