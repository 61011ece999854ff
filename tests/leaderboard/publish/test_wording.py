"""A published result names places in the language of its page; what was signed stays as it is."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from leaderboard.models import BoardDefinition, PublishedResult
from leaderboard.publish import wording
from quiz.models import Cohort, Contest, Region, Round
from tests.leaderboard.publish import award_cast, season_cast
from tests.leaderboard.publish.cast import Scene

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _least(settings: Any) -> None:
    settings.BOARD_LEAST_PEOPLE = 10
    cache.clear()


@pytest.fixture
def scene(played: Scene) -> Scene:
    """The same places with names that can be told apart."""
    award_cast.award(played)
    award_cast.mixed(played)
    for region in Region.objects.exclude(pk="440000"):
        own = {"name_en": f"Place {region.code}", "name_hant": f"地區{region.code}"}
        Region.objects.filter(pk=region.pk).update(**own)
    Cohort.objects.filter(pk="youth").update(name_zh="青少年", name_en="Young people")
    Cohort.objects.filter(pk="farmers").update(name_zh="农民", name_hant="農民", name_en="Farmers")
    return played


def page(path: str, language: str) -> str:
    return Client(headers={"Accept-Language": language}).get(path).content.decode()


def test_a_result_is_read_in_the_language_of_its_page(scene: Scene) -> None:
    scene.published()
    english, chinese = (page("/results/2026/1/", language) for language in ("en", "zh-hans"))
    assert "Place 440100" in english
    assert "地区440" not in english
    assert "Young people" in english
    assert "地区440300地区440305" in chinese
    assert "Place" not in chinese


def test_titles_are_read_in_english_too(scene: Scene) -> None:
    Contest.objects.update(title_en="Science Contest")
    Round.objects.update(title_en="First round")
    BoardDefinition.objects.update(title_en="Award for organisation")
    scene.published()
    award_cast.published(scene)
    for path in ("/results/2026/", "/results/2026/1/"):
        english, chinese = page(path, "en"), page(path, "zh-hans")
        assert "Science Contest" in english
        assert "First round" in english
        assert scene.contest.title_zh not in english
        assert scene.round.title_zh not in english
        assert "Science Contest" not in chinese
    for path in ("/results/2026/", "/results/2026/2/"):
        assert "Award for organisation" in page(path, "en")
        assert "优秀组织奖" in page(path, "zh-hans")
    Contest.objects.update(title_zh="改了名的大赛")
    cache.clear()
    assert scene.contest.title_zh in page("/results/2026/1/", "en")


def test_in_english_a_person_stands_under_the_place_before_its_city(scene: Scene) -> None:
    scene.published()
    english = page("/results/2026/1/", "en")
    assert "Place 440300Place 440305" not in english
    assert "Place 440305, Place 440300" in english


def test_a_result_and_an_award_are_read_in_traditional_characters(scene: Scene) -> None:
    scene.published()
    award = award_cast.published(scene)
    result = page("/results/2026/1/", "zh-hant")
    assert "地區440300地區440305" in result
    assert "農民" in result
    assert "地区440" not in result
    shown = page("/results/2026/2/why/440106/", "zh-hant")
    assert "地區440100地區440106" in shown
    assert "地区440" not in shown
    with translation.override("zh-hant"):
        assert "農民" in wording.read(award)["cohort_names"]


def test_what_was_signed_is_given_out_as_it_is_in_every_language(scene: Scene) -> None:
    result = scene.published()
    for language in ("en", "zh-hans", "zh-hant"):
        assert page("/results/2026/1/body.json", language) == result.body
    with translation.override("en"):
        wording.read(result)
    assert PublishedResult.objects.get().body == result.body


def test_an_award_and_why_a_region_stands_there_are_read_in_english(scene: Scene) -> None:
    scene.published()
    award = award_cast.published(scene)
    for path in ("/results/2026/2/", "/results/2026/2/why/440106/"):
        english = page(path, "en")
        assert "Place 440106" in english
        assert "地区440" not in english
    assert "地区440106" in page("/results/2026/2/", "zh-hans")
    with translation.override("en"):
        assert set(wording.read(award)["cohort_names"]) == {"General", "Young people", "Farmers"}


def test_a_correction_names_what_it_moved_in_english(scene: Scene) -> None:
    scene.published()
    award_cast.annul(scene, 2)
    moved = scene.published("答卷作废后更正")
    assert json.loads(moved.body)["difference"]["regions"]
    assert "地区440" not in page("/results/2026/2/", "en")


def test_a_season_names_places_in_english(played: Scene) -> None:
    second = season_cast.second(played)
    season_cast.season(played)
    played.published()
    second.published()
    number = season_cast.published(played).number
    Region.objects.filter(pk="440106").update(name_en="Place 440106")
    assert "Place 440106" in page(f"/results/2026/{number}/", "en")


@pytest.mark.parametrize("changes", [{"name_zh": "新区"}, {"name_en": ""}])
def test_a_place_that_is_called_otherwise_since_keeps_the_signed_name(
    scene: Scene, changes: dict[str, str]
) -> None:
    scene.published()
    Region.objects.filter(pk="440300").update(**changes)
    assert "地区440300" in page("/results/2026/1/", "en")


def test_a_place_that_was_renamed_keeps_the_signed_name_in_traditional_characters(
    scene: Scene,
) -> None:
    scene.published()
    Region.objects.filter(pk="440300").update(name_zh="新区", name_hant="新區")
    assert "地区440300" in page("/results/2026/1/", "zh-hant")
