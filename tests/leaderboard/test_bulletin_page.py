"""Bulletins: what is on them, who may read them, and what stays hidden."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import catalogue
from leaderboard import projector as projectors
from leaderboard.bulletin import facts, mapping, page, views
from leaderboard.desk import bulletin as desk
from leaderboard.models import BulletinChoice, ReportContest, ReportSheet
from leaderboard.projector import Projector
from leaderboard.publish import official
from leaderboard.publish.official import Official
from leaderboard.reports import keeping
from leaderboard.rules.figures import WEEK as WEEKLY
from leaderboard.rules.figures import monday
from leaderboard.rules.scopes import Scope
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from quiz import tiles
from quiz.models import Contest, Region
from quiz.tiles import Tile
from tests.fakes import FakeClock
from tests.leaderboard import crowd
from tests.leaderboard.cast import OPENS_AT, Scene
from tests.leaderboard.crowd import fresh

__all__ = ["fresh"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
WEEK = date.fromordinal(monday(keeping.day_of(OPENS_AT))).isoformat()


@pytest.fixture(autouse=True)
def followed(
    stage: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock, fresh: None
) -> Projector:
    """A process that has counted a small world."""
    crowd.small_world(stage.ranked)
    made = Projector(MemoryShelf())
    made.catch_up(fake_clock.now())
    made.following = True
    store = made.store(made.catalogue.rounds[stage.ranked.pk])
    store.apply(crowd.papers(stage.ranked, 40))
    for module in (views, desk):
        monkeypatch.setattr(module, "projector", made)
    return made


def organiser(scope: str = "44") -> Client:
    user = User.objects.create_user(f"of-{scope.replace('/', '-')}")
    grants.give(user, "organiser", scope, by=None)
    client = Client()
    client.force_login(user)
    return client


def read(client: Client, region: str = "4401") -> str:
    answer = client.get(f"/desk/bulletins/GD26/{region}/{WEEK}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_city_s_week_is_told_with_its_top_ten() -> None:
    text = read(organiser())
    assert "广州市" in text
    assert "本周 74 人参加，交卷 74 份" in text
    assert "前十名" in text
    assert "选手1<" in text


def test_before_the_first_sheet_a_week_s_page_says_that_it_is_being_counted(
    client: Client, stage: Scene
) -> None:
    """As after an upgrade: people hold its address."""
    BulletinChoice.objects.create(contest=stage.contest, public=True, at=0)
    ReportContest.objects.update(made=0)
    ReportSheet.objects.all().delete()
    for text in (read(organiser()), client.get(f"/bulletins/GD26/4401/{WEEK}/").content.decode()):
        assert "正在统计，几秒钟后刷新本页就有数字。" in text
        assert "本周" not in text
    for never in ("2026-11-25", "9999-01-04", "week"):
        assert client.get(f"/bulletins/GD26/4401/{never}/").status_code == 404


@pytest.fixture
def honeycomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map of a province of two cities."""
    cells = (Tile("4401", 8, 2), Tile("4403", 9, 3))
    monkeypatch.setattr(tiles, "tiles_of", lambda region: cells if region == "44" else ())


@pytest.mark.usefixtures("honeycomb")
def test_the_province_s_map_is_shaded_and_its_top_ten_say_where_they_live() -> None:
    client = organiser()
    text = read(client, "44")
    assert "本周各市参加人数" in text
    assert '<text y="28" class="figure">74</text>' in text
    assert 'class="legend small"' in text
    assert "广州市天河区</span>" in text
    city = read(client)
    assert "本地区在全省的位置" in city
    assert 'class="figure"' not in city


@pytest.mark.usefixtures("honeycomb")
def test_a_map_tells_no_city_of_few_people() -> None:
    contest = Contest.objects.select_related("region").get()
    known = catalogue.load()
    of = page.source(known, contest, 0)
    day = monday(keeping.day_of(OPENS_AT))
    cell = ("44/4401", "", WEEKLY, day)
    told = crowd.cells(of.snapshot)
    told[cell] = told[cell]._replace(hidden=True)
    hidden = replace(of, snapshot=crowd.snapshot_of(told))
    found = {one.name: one for one in mapping.told(hidden, known.places["44"], day)["tiles"]}
    assert (found["广州"].people, found["广州"].shade) == ("*", None)


def test_the_top_ten_is_called_official_once_it_is_published(
    monkeypatch: pytest.MonkeyPatch, stage: Scene, followed: Projector
) -> None:
    client = organiser()
    assert "非正式成绩" in read(client)
    monkeypatch.setattr(projectors, "projector", followed)
    ranked = followed.catalogue.rounds[stage.ranked.pk]
    version = followed.store(ranked).totals([Scope("44")])[0].version
    published = Official("GD26", 1, 0, corrects=False, version=version)
    monkeypatch.setattr(official, "of", lambda _round: published)
    text = read(client)
    assert "正式成绩" in text
    assert "非正式成绩" not in text


def test_a_county_of_four_people_tells_no_number_of_them() -> None:
    text = read(organiser(), "440104")
    assert "不足 10 人" in text
    assert "前十名" not in text


def test_what_could_be_worked_out_from_the_city_is_not_told_either() -> None:
    assert "不公布具体数字" in read(organiser(), "440106")


def test_bulletins_are_for_the_desk_until_they_are_opened(stage: Scene) -> None:
    address = f"/bulletins/GD26/4401/{WEEK}/"
    assert Client().get(address).status_code == 404
    organiser().post("/desk/bulletins/GD26/public/", {"public": "1"})
    assert "广州市" in Client().get(address).content.decode()
    assert Client().get(f"/bulletins/GD26/4401/{WEEK}x/").status_code == 404
    assert Client().get(f"/bulletins/GD26/810000/{WEEK}/").status_code == 404


def test_a_city_does_not_open_the_province_s_bulletins() -> None:
    answer = organiser("44/4401").post("/desk/bulletins/GD26/public/", {"public": "1"})
    assert answer.status_code == 404
    assert not BulletinChoice.objects.exists()


def test_another_city_s_bulletin_is_not_there() -> None:
    client = organiser("44/4403")
    assert client.get(f"/desk/bulletins/GD26/4401/{WEEK}/").status_code == 404
    assert client.get("/desk/bulletins/?region=4401").status_code == 404


def test_the_list_names_the_region_and_its_parts() -> None:
    text = organiser("44/4401").get("/desk/bulletins/").content.decode()
    assert "天河区" in text
    assert "南山区" not in text


def test_a_week_without_anything_has_no_bulletin() -> None:
    assert organiser().get("/desk/bulletins/GD26/4401/2001-01-01/").status_code == 404
    assert organiser("44/4401").get("/desk/bulletins/?week=never").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_bulletin_is_there_in_each_language(language: str) -> None:
    answer = organiser().get(
        f"/desk/bulletins/GD26/4401/{WEEK}/", headers={"Accept-Language": language}
    )
    assert answer.status_code == 200


def test_regions_are_compared_in_their_size_band_only(
    fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code, people in (("4401", 2_000_000), ("4403", 2_500_000), ("44", 9_000_000)):
        Region.objects.filter(pk=code).update(population=people, population_year=2020)
    monkeypatch.setattr(facts, "LEAST_COMPARED", 2)
    contest = Contest.objects.select_related("region").get()
    known = catalogue.load()
    source = page.source(known, contest, fake_clock.now())
    easy = facts.Source(source.snapshot, known, "44", least=10)
    day = monday(keeping.day_of(OPENS_AT))
    assert facts.facts(easy, "44/4403", day, today=day).standing == facts.Standing(2, 2, "large")
    strict = facts.Source(source.snapshot, known, "44", least=100)
    assert facts.facts(strict, "44/4403", day, today=day).standing is None
