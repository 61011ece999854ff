"""Boards and the desk in traditional characters call places and cohorts by their names there."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from leaderboard.projector import Projector
from leaderboard.public import names
from leaderboard.reports.groups import groups
from leaderboard.rules.frames import RegionRow
from questionbank import grants
from quiz import naming
from quiz.models import Cohort, Region
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene
from tests.leaderboard.test_defined import define

NAMES = {"44": "廣東省", "4401": "廣州市", "440104": "越秀區", "440106": "天河區"}
SETUP = re.compile(r'<script id="setup" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def named(stage: Scene) -> None:
    """Before the projector reads them."""
    for code, name in NAMES.items():
        Region.objects.filter(pk=code).update(name_hant=name)
    Cohort.objects.filter(pk="farmers").update(name_hant="農民")
    define(stage, code="groups", who="cohorts", formula="best", public_from=1)


@pytest.fixture
def hant() -> Iterator[None]:
    with translation.override("zh-hant"):
        yield


@pytest.fixture
def reader(projector: Projector) -> Client:
    return Client(headers={"accept-language": "zh-hant"})


def setup(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SETUP.findall(page)[0])
    return found


def test_the_boards_name_places_and_cohorts(reader: Client) -> None:
    page = reader.get("/boards/GD26/4401/?cohort=farmers").content.decode()
    assert "廣州市" in page
    assert "廣東省" in page
    assert "農民" in page
    assert "广州市" not in page
    assert "农民" not in page


def test_rows_that_come_later_name_places_as_the_page_does(reader: Client) -> None:
    page = reader.get("/boards/GD26/").content.decode()
    assert setup(page)["names"]["44/4401/440104"] == "廣州市越秀區"
    regions = reader.get("/boards/GD26/?tab=regions").content.decode()
    assert setup(regions)["names"]["44/4401"] == "廣州市"
    simplified = Client(headers={"accept-language": "zh-hans"}).get("/boards/GD26/")
    assert setup(simplified.content.decode())["names"] == {}


def test_a_board_of_cohorts_names_them(reader: Client, fake_clock: FakeClock) -> None:
    page = reader.get("/boards/GD26/b/groups/").content.decode()
    assert setup(page)["names"]["farmers"] == "農民"


def test_a_unit_with_the_name_of_a_code_keeps_its_own(projector: Projector, hant: None) -> None:
    row = RegionRow(id="farmers", rank=1, same=False, name="farmers")
    assert names.group(projector.catalogue, row) == "farmers"


def test_the_screen_names_cities_and_where_people_live(reader: Client) -> None:
    told = setup(reader.get("/screen/GD26/").content.decode())
    assert told["names"]["44/4401"] == "廣州"
    assert told["homes"]["44/4401/440104"] == "廣州市越秀區"


def test_the_desk_names_places(reader: Client) -> None:
    user = User.objects.create_user("lin")
    grants.give(user, "organiser", "44/4401", by=None)
    reader.force_login(user)
    for address in ("/desk/", "/desk/reports/", "/desk/boards/new/", "/desk/tokens/"):
        page = reader.get(address).content.decode()
        assert "廣州市" in page, address
        assert "广州市" not in page, address


def test_groups_of_cities_have_names(hant: None) -> None:
    assert [naming.name(one) for one in groups()] == ["珠三角", "粵東", "粵西", "粵北"]
