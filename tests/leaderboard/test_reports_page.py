"""Reports on the desk: what an organiser sees, takes home, and does not see."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.desk import reports as desk_reports
from questionbank import grants
from quiz.models import Region
from tests.leaderboard import crowd
from tests.leaderboard.cast import Scene
from tests.leaderboard.crowd import fresh

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh"), pytest.mark.slow]


def organiser(scope: str = "44") -> Client:
    user = User.objects.create_user(f"of-{scope.replace('/', '-')}")
    grants.give(user, "organiser", scope, by=None)
    client = Client()
    client.force_login(user)
    return client


def sheet(client: Client, query: str = "") -> dict[str, dict[str, str]]:
    """The report's rows by name, as the CSV has them."""
    body = client.get(f"/desk/reports/?as=csv&{query}").content.decode().lstrip("\ufeff")
    return {row[next(iter(row))]: row for row in csv.DictReader(io.StringIO(body))}


def test_a_region_adds_up_to_its_total(stage: Scene) -> None:
    crowd.small_world(stage.ranked)
    rows = sheet(organiser())
    assert rows["广东省"]["参赛人数"] == "99"
    assert rows["广州市"]["参赛人次"] == "74"
    assert rows["深圳市"]["参赛人次"] == "25"
    assert rows["港澳与省外"]["参赛人数"] == "10"


def test_four_people_are_not_shown_and_cannot_be_worked_out(stage: Scene) -> None:
    crowd.small_world(stage.ranked)
    rows = sheet(organiser(), "region=4401")
    assert rows["广州市"]["参赛人数"] == "74"
    assert {rows[name]["参赛人数"] for name in ("越秀区", "天河区")} == {"*"}
    deep = sheet(organiser("44/4401"), "deep=1")
    assert deep["越秀区"]["参赛人数"] == deep["天河区"]["参赛人数"] == "*"


def test_few_people_of_a_level_and_few_newcomers_are_not_shown(stage: Scene) -> None:
    crowd.tell(crowd.papers(stage.ranked, 40))
    crowd.tell(crowd.papers(stage.ranked, 4, first=101, day=1, score=100))
    rows = sheet(organiser())
    assert rows["广东省"]["参赛人数"] == "44"
    assert rows["广东省"]["85 % 以上"] == rows["广东省"]["70–85 %"] == "*"
    days = sheet(organiser("44/4401"), "by=day")
    assert {row["新增人数"] for name, row in days.items() if name.startswith("20")} == {"*"}


def test_cohorts_units_and_days_are_told(stage: Scene) -> None:
    crowd.tell(crowd.papers(stage.ranked, 40, unit="一中"))
    crowd.tell(crowd.papers(stage.ranked, 30, cohort="farmers", first=101, day=1, score=50))
    client = organiser()
    assert sheet(client, "by=cohort")["农民"]["参赛人数"] == "30"
    assert sheet(client, "by=unit")["一中"]["参赛人数"] == "40"
    days = sheet(client, "by=day")
    assert [row["新增人数"] for name, row in days.items() if name.startswith("20")] == ["40", "30"]
    assert sheet(client, "by=cohort")["农民"]["55 % 及以下"] == "30"


def test_an_unknown_population_gives_no_rate(stage: Scene) -> None:
    Region.objects.filter(pk="4401").update(population=1_000, population_year=2020)
    Region.objects.filter(pk="4403").update(population=20, population_year=2020)
    crowd.small_world(stage.ranked)
    rows = sheet(organiser())
    assert rows["广州市"]["每万人参赛人数"] == "740.00"
    assert rows["深圳市"]["每万人参赛人数"] == "待核查"
    assert rows["广东省"]["每万人参赛人数"] == ""


def test_an_organiser_sees_their_own_subtree_only(stage: Scene) -> None:
    crowd.small_world(stage.ranked)
    client = organiser("44/4401")
    assert client.get("/desk/reports/?region=4403").status_code == 404
    assert client.get("/desk/reports/?region=44").status_code == 404
    assert client.get("/desk/reports/?contest=nothing").status_code == 404
    page = client.get("/desk/reports/").content.decode()
    assert "天河区" in page
    assert "深圳市" not in page
    assert "港澳" not in page


def test_no_cell_of_a_file_is_a_formula(stage: Scene) -> None:
    crowd.tell(crowd.papers(stage.ranked, 20, unit="=HYPERLINK(1)"))
    client = organiser()
    assert "'=HYPERLINK(1)" in sheet(client, "by=unit")
    book = client.get("/desk/reports/?as=xlsx&by=unit").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        cells = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in cells
        assert 'state="frozen"' in cells
        assert "说明" in parts.read("xl/workbook.xml").decode()


@pytest.mark.parametrize(
    "query",
    ["by=nothing", "week=2026-99-99", "cohort=x", "round=", "deep=1&by=day", "week=0001-01-01"],
)
def test_what_is_not_understood_shows_the_plain_report(stage: Scene, query: str) -> None:
    crowd.small_world(stage.ranked)
    assert organiser().get(f"/desk/reports/?{query}").status_code == 200


@pytest.mark.parametrize("by", ["region", "cohort", "unit", "day"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_report_has_a_page(stage: Scene, by: str, language: str) -> None:
    crowd.small_world(stage.ranked)
    answer = organiser().get(f"/desk/reports/?by={by}", headers={"Accept-Language": language})
    assert answer.status_code == 200


def test_a_report_costs_the_same_few_queries_however_many_papers(
    stage: Scene, django_assert_max_num_queries: object
) -> None:
    crowd.small_world(stage.ranked)
    client = organiser()
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get("/desk/reports/")


def test_without_a_contest_the_page_says_so() -> None:
    assert "还没有大赛" in organiser("44/4401").get("/desk/reports/").content.decode()


def test_the_page_lists_the_largest_units_and_the_file_all(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_reports, "MOST_UNITS", 2)
    crowd.tell(crowd.papers(stage.ranked, 40, unit="一中"))
    crowd.tell(crowd.papers(stage.ranked, 30, first=101, unit="二中"))
    crowd.tell(crowd.papers(stage.ranked, 20, first=201, unit="三中"))
    client = organiser()
    text = client.get("/desk/reports/?by=unit").content.decode()
    _, table = text.split("<tbody")
    assert "一中" in table
    assert "二中" in table
    assert "三中" not in table
    assert "只列出人数最多的 2 个单位；全部 3 个在下载的文件里。" in text
    assert {"一中", "二中", "三中"} <= {*sheet(client, "by=unit")}
