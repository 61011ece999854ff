"""Places and cohorts on pages in traditional characters, and the names that stand in the files."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from questionbank import places
from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL
from quiz import loading, pages
from quiz.models import Cohort, Contest, Region
from tests.fakes import FakeClock
from tests.quiz import world

FILES = ("regions.csv", "cohorts.csv", "city_groups.csv")
# Each stands for another one in other words, and in these names for itself: 佛山, 曲江, 斗門, 台山,
# 沙溪, 麻涌, 松山湖, 板芙.
THEMSELVES = set("佛曲斗台溪涌松板")
HEAD = ",".join((*loading.REGION_COLUMNS, "name_hant"))
PROVINCE = "440000,,province,广东省,Guangdong,126012510,2020,"


def rows(name: str) -> list[dict[str, str]]:
    with (loading.DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FILES)
def test_no_simplified_character_is_left_in_a_traditional_name(name: str) -> None:
    wrong = set(SIMPLIFIED) - set(TRADITIONAL) - THEMSELVES
    for row in rows(name):
        assert row["name_hant"]
        assert not wrong & set(row["name_hant"]), row


@pytest.mark.parametrize("name", FILES)
def test_a_traditional_name_is_the_same_name(name: str) -> None:
    simplified = str.maketrans(TRADITIONAL, SIMPLIFIED)
    for row in rows(name):
        assert row["name_hant"].translate(simplified) == row["name_zh"]


def test_names_that_a_table_of_characters_gets_wrong() -> None:
    names = {row["name_zh"]: row["name_hant"] for row in rows("regions.csv")}
    for name in ("雲浮市", "雲城區", "鬱南縣", "台山市", "斗門區", "豐順縣", "麻涌鎮", "民眾街道"):
        assert name in names.values()


@pytest.mark.django_db
def test_the_names_are_loaded() -> None:
    call_command("load_regions", verbosity=0)
    assert Region.objects.get(pk="440200").name_hant == "韶關市"
    assert Cohort.objects.get(pk="officials").name_hant == "領導幹部和公務員"


@pytest.mark.django_db
def test_a_file_without_the_column_is_loaded_and_one_with_too_long_a_name_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(f"{','.join(loading.REGION_COLUMNS)}\n{PROVINCE[:-1]}\n", encoding="utf-8")
    call_command("load_regions", path, verbosity=0)
    assert Region.objects.get().name_hant == ""
    path.write_text(f"{HEAD}\n{PROVINCE}{'廣' * 41}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"regions\.csv:2: name_hant"):
        call_command("load_regions", path, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_phone_in_traditional_characters_chooses_among_traditional_names(
    fake_clock: FakeClock,
) -> None:
    world.make_contest()
    call_command("load_regions", verbosity=0)
    contest = Contest.objects.get()
    homes = pages.homes(contest, "zh-hant")
    assert "韶關市" in homes["regions"]
    assert "韶关市" not in homes["regions"]
    assert ["farmers", "農民"] in homes["cohorts"]
    assert "韶关市" in pages.homes(contest, "zh-hans")["regions"]


@pytest.mark.django_db
def test_the_bank_names_places_in_traditional_characters(fake_clock: FakeClock) -> None:
    fake_clock.tick(9 * 3_600_000)  # names are kept for a minute
    call_command("load_regions", verbosity=0)
    with translation.override("zh-hant"):
        assert places.name("440000/440200/440229") == "韶關市翁源縣"
