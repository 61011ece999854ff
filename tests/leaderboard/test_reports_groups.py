"""Reports by groups of cities: every city in one group, and groups that add up."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.reports.groups import FILE, added, groups, sorted_into
from leaderboard.rules.figures import NOTHING, Figures
from questionbank import grants
from quiz.models import Region
from tests.leaderboard import crowd
from tests.leaderboard.cast import Scene
from tests.leaderboard.crowd import fresh

__all__ = ["fresh"]
REGIONS = FILE.with_name("regions.csv")
PEOPLE = {"prd": 77_948_672, "east": 16_386_714, "west": 15_758_245, "north": 15_918_879}
COUNTS = ("参赛人数", "参赛人次", "55 % 及以下", "55–70 %", "70–85 %", "85 % 以上")


def test_each_city_is_in_one_group_and_the_groups_add_up_to_the_province() -> None:
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "city"]
    people = {row["region_code"]: int(row["population"]) for row in rows}
    named = [code for group in groups() for code in group.regions]
    assert sorted(named) == sorted(people)
    sums = {group.code: sum(people[code] for code in group.regions) for group in groups()}
    assert sums == PEOPLE
    assert sum(sums.values()) == 126_012_510


def test_what_is_in_no_group_comes_last_and_nothing_is_lost() -> None:
    found = sorted_into(["44/440100", "44/=", "44/440500"])
    assert [(group.code if group else "", paths) for group, paths in found] == [
        ("prd", ["44/440100"]),
        ("east", ["44/440500"]),
        ("", ["44/="]),
    ]


def test_a_group_with_a_city_that_is_not_shown_is_not_shown() -> None:
    assert added([Figures(people=20), Figures(people=30, attempts=2)]) == Figures(
        people=50, attempts=2
    )
    assert added([Figures(people=20), None]) is None
    assert added([]) == NOTHING


@pytest.fixture
def cities(stage: Scene) -> Scene:
    """The cities of the tests under the codes of the data."""
    for old, new in (("4401", "440100"), ("4403", "440500"), ("4404", "440300")):
        Region.objects.create(
            code=new,
            parent_id="44",
            path=f"44/{new}",
            kind="city",
            name_zh=f"市{new}",
            population=1_000 * int(old),
            population_year=2020,
        )
    return stage


def organiser() -> Client:
    user = User.objects.create_user("of-44")
    grants.give(user, "organiser", "44", by=None)
    client = Client()
    client.force_login(user)
    return client


def sheet(client: Client, query: str = "") -> dict[str, dict[str, str]]:
    body = client.get(f"/desk/reports/?as=csv&by=group{query}").content.decode().lstrip("\ufeff")
    return {row["城市群"]: row for row in csv.DictReader(io.StringIO(body))}


def tell(stage: Scene) -> None:
    for n, (code, count) in enumerate({"440100": 40, "440300": 30, "440500": 20}.items()):
        crowd.tell(
            crowd.papers(
                stage.ranked, count, path=f"44/{code}", first=1 + 100 * n, score=60 + 10 * n
            )
        )


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("fresh")
def test_cities_add_up_to_their_group_and_groups_to_the_total(cities: Scene) -> None:
    tell(cities)
    crowd.tell(crowd.papers(cities.ranked, 15, first=901))  # of a city in no group
    client = organiser()
    for query in ("", "&round=first", "&cohort=youth"):
        rows = sheet(client, query)
        for name in COUNTS:
            number = {one: int(row[name]) for one, row in rows.items()}
            assert number["珠三角"] == number["市440100"] + number["市440300"]
            assert number["粤东"] == number["市440500"]
            parts = number["珠三角"] + number["粤东"] + number["未归入城市群"]
            assert parts == number["广东省"]
    assert rows["珠三角"]["参赛人数"] == "70"
    assert sheet(client)["珠三角"]["每万人参赛人数"] == f"{700_000 / 8_805_000:.2f}"


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("fresh")
def test_the_page_the_spreadsheet_and_the_tab_are_there_and_few_people_are_not(
    cities: Scene,
) -> None:
    tell(cities)
    crowd.tell(crowd.papers(cities.ranked, 4, path="44/440300", first=701, cohort="farmers"))
    client = organiser()
    page = client.get("/desk/reports/?by=group").content.decode()
    assert "按城市群" in page
    assert "在同一群的两个市都参赛的人计两次" in page
    book = client.get("/desk/reports/?as=xlsx&by=group").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = b"".join(parts.read(one) for one in parts.namelist() if "sheet1" in one)
        assert "珠三角" in sheets.decode()
    assert sheet(client, "&cohort=farmers")["珠三角"]["参赛人数"] == "*"
    assert "按城市群" not in client.get("/desk/reports/?region=4401").content.decode()
