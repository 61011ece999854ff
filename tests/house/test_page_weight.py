"""The phone page is one response of at most 14,000 bytes, so that it opens on a weak line."""

import re

import brotli
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

from quiz import presets
from quiz.models import Contest, PreparedRound
from quiz.rules.units import Millis

HEAVIEST = 14_000
ADDRESS = "/p/2026/"
OPENS, CLOSES = Millis(1_790_000_000_000), Millis(2_000_000_000_000)
# What would make the browser ask for something more before the page works.
ASKS = re.compile(rb"<link[^>]+stylesheet|<script[^>]+src=|<img[^>]+src=.?http|@import|url\(.?http")


def phone_page(language: str) -> bytes:
    """The page of a contest with two rounds and every region and cohort; skips while there is no
    such page."""
    try:
        resolve(ADDRESS)
    except Resolver404:
        pytest.skip("THE PHONE PAGE IS NOT THERE YET")
    call_command("load_regions", verbosity=0)
    contest = Contest.objects.create(
        code="2026", title_zh="广东省公民科学素质大赛（演示）", region_id="440000"
    )
    for name in ("demo10", "practice10"):
        made = presets.make_round(contest, name, code=name, opens_at=OPENS, closes_at=CLOSES)
        PreparedRound.objects.create(round=made, books={}, prepared_at=OPENS)
    answer = Client(headers={"accept-language": language}).get(ADDRESS)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_phone_page_is_light_and_asks_for_nothing_more(language: str) -> None:
    page = phone_page(language)
    assert len(brotli.compress(page)) <= HEAVIEST
    assert ASKS.findall(page) == []
