"""The phone page is one response of at most 14,000 bytes, so that it opens on a weak line."""

import re

import brotli
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

from quiz import pages, presets
from quiz.models import Contest, PreparedRound, Round
from quiz.rules.units import Millis

HEAVIEST = 14_000
ADDRESS = "/p/2026/"
PRESETS = ("demo10", "practice10")
OPENS, CLOSES = Millis(1_790_000_000_000), Millis(2_000_000_000_000)
# What would make the browser ask for something more before the page works.
ASKS = re.compile(rb"<link[^>]+stylesheet|<script[^>]+src=|<img[^>]+src=.?http|@import|url\(.?http")


# A contest of a whole season, with titles as long as its organisers like them.
MOST_ROUNDS = 12
TITLE = "第{}场：2026 年广东省公民科学素质大赛网络初赛地市选拔专场（珠三角片区）"


def phone_page(language: str, rounds: int = 2) -> bytes:
    """The page of a contest with so many rounds and every region and cohort; skips while there is
    no such page."""
    try:
        resolve(ADDRESS)
    except Resolver404:
        pytest.skip("THE PHONE PAGE IS NOT THERE YET")
    call_command("load_regions", verbosity=0)
    contest = Contest.objects.create(
        code="2026", title_zh="广东省公民科学素质大赛（演示）", region_id="440000"
    )
    for n in range(rounds):
        opens = Millis(OPENS + n * 86_400_123)
        made = presets.make_round(
            contest, PRESETS[n % 2], code=f"r{n}", opens_at=opens, closes_at=CLOSES
        )
        if rounds > 2:
            Round.objects.filter(pk=made.pk).update(title_zh=TITLE.format(n), title_en="")
        PreparedRound.objects.create(round=made, books={}, prepared_at=OPENS)
    pages.forget()
    answer = Client(headers={"accept-language": language}).get(ADDRESS)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_phone_page_is_light_and_asks_for_nothing_more(language: str) -> None:
    page = phone_page(language)
    assert len(brotli.compress(page)) <= HEAVIEST
    assert ASKS.findall(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_whole_season_with_long_titles_is_no_heavier(language: str) -> None:
    page = phone_page(language, MOST_ROUNDS)
    assert page.count("专场".encode()) == MOST_ROUNDS
    assert len(brotli.compress(page)) <= HEAVIEST
