"""Rows over HTTP call places by the language of the request; frames have one for everybody."""

from typing import Any

import pytest
from django.test import Client

from leaderboard import board as boards
from leaderboard.projector import Projector
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import BoardId, Scope
from quiz.models import Cohort, Region
from tests.leaderboard.cast import Scene, token
from tests.leaderboard.test_defined import define

URL = "/api/boards/first"
PLACES = {"zh-hans": "深圳市南山区", "zh-hant": "深圳市南山區", "en": "Region 440305, Region 4403"}
REGIONS = {"zh-hans": "广州市", "zh-hant": "廣州市", "en": "Region 4401"}
COHORTS = {"zh-hans": "农民", "zh-hant": "農民", "en": "farmers"}
LANGUAGES = list(PLACES)


@pytest.fixture(autouse=True)
def named(stage: Scene) -> None:
    """Before the projector reads them."""
    Region.objects.filter(pk="4401").update(name_hant="廣州市")
    Region.objects.filter(pk="440305").update(name_hant="南山區")
    Cohort.objects.filter(pk="farmers").update(name_hant="農民")
    define(stage, code="groups", who="cohorts", formula="best", public_from=1)


def get(lang: str, address: str, **headers: str) -> Any:
    return Client(headers={"accept-language": lang, **headers}).get(address).json()


def named_of(rows: list[dict[str, Any]], key: object) -> str:
    return next(str(row["name"]) for row in rows if row["id"] == key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_people_live_is_said_in_the_language_of_the_request(
    projector: Projector, lang: str
) -> None:
    first = get(lang, f"{URL}/persons")["rows"][0]
    assert first["place"] == PLACES[lang]
    for address in (f"near?id={first['id']}", f"names?q={first['name']}"):
        assert get(lang, f"{URL}/{address}")["rows"][0]["place"] == PLACES[lang]
    mine = get(lang, f"{URL}/me", authorization=f"Bearer {token('竹')}")
    assert mine["places"][0]["rows"][0]["place"] == PLACES[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_are_called_by_the_language_of_the_request(projector: Projector, lang: str) -> None:
    rows = get(lang, f"{URL}/regions")["rows"]
    assert named_of(rows, "44/4401") == REGIONS[lang]
    assert get(lang, f"{URL}/why?region=4401")["row"]["name"] == REGIONS[lang]
    defined = get(lang, "/api/defined/GD26/groups")["rows"]
    assert named_of(defined, "farmers") == COHORTS[lang]


def test_the_answers_of_two_languages_are_told_apart(projector: Projector) -> None:
    found = [Client(headers={"accept-language": lang}).get(f"{URL}/regions") for lang in LANGUAGES]
    assert len({answer["ETag"] for answer in found}) == len(LANGUAGES)
    assert all("Accept-Language" in answer["Vary"] for answer in found)


def test_the_census_and_the_cohorts_have_all_names(projector: Projector) -> None:
    rows = {row["code"]: row for row in get("en", f"{URL}/census")["rows"]}
    assert (rows["4401"]["name"], rows["4401"]["name_hant"]) == ("广州市", "廣州市")
    assert rows["4403"]["name_hant"] == "深圳市"
    cohorts = {one["code"]: one for one in get("en", "/api/defined/GD26")["cohorts"]}
    assert (cohorts["farmers"]["name"], cohorts["farmers"]["name_hant"]) == ("农民", "農民")


def test_frames_keep_their_one_language(projector: Projector) -> None:
    for kind in ("persons", "regions"):
        for row in boards.look(projector, BoardId("first", kind, Scope("44"))).rows:
            said = row.place if isinstance(row, PersonRow) else ""
            said += row.name if isinstance(row, RegionRow) else ""
            assert not set("區廣") & set(said)
