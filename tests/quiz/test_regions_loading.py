from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quiz import loading
from quiz.models import Cohort, Region

HEAD = ",".join(loading.REGION_COLUMNS)
GOOD = "440000,,province,广东省,Guangdong,126012510,2020"


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "regions.csv"
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_whole_province_is_loaded_and_loading_again_changes_nothing() -> None:
    call_command("load_regions", verbosity=0)
    before = list(Region.objects.values_list())
    call_command("load_regions", verbosity=0)
    assert list(Region.objects.values_list()) == before
    assert Region.objects.filter(kind="city").count() == 21
    assert Region.objects.filter(kind="county").count() == 122
    assert set(Region.objects.filter(parent=None).values_list("pk", flat=True)) == {
        *("440000", "810000", "820000", "other"),
    }
    assert Region.objects.get(pk="441900003").path == "440000/441900/441900003"
    assert Cohort.objects.count() == 6


@pytest.mark.django_db
def test_a_changed_row_is_updated(tmp_path: Path) -> None:
    call_command("load_regions", write(tmp_path, GOOD), verbosity=0)
    call_command("load_regions", write(tmp_path, GOOD.replace("Guangdong", "Canton")), verbosity=0)
    assert Region.objects.get().name_en == "Canton"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("4401 00,440000,city,广州市,Guangzhou,1,2020", "regions.csv:3: region_code"),
        ("440000,,city,广州市,Guangzhou,1,2020", "440000 is there twice"),
        ("440100,440001,city,广州市,Guangzhou,1,2020", "440001 is no region above 440100"),
        ("440100,440100,city,广州市,Guangzhou,1,2020", "440100 is no region above 440100"),
        ("440100,440000,town hall,广州市,Guangzhou,1,2020", "level: 'town hall'"),
        ("440100,440000,city,,Guangzhou,1,2020", "name_zh"),
        ("440100,440000,city,广州市,Guangzhou,-1,2020", "population"),
        ("440100,440000,city,广州市,Guangzhou,1.5,2020", "population"),
        ("440100,440000,city,广州市,Guangzhou,1,20200", "year"),
        ("440100", "level"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_loaded(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("load_regions", write(tmp_path, GOOD, row), verbosity=0)
    assert not Region.objects.exists()


def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(loading.BadData, match="no column region_code"):
        loading.read_regions(write(tmp_path, head="a,b"))
    (tmp_path / "regions.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(loading.BadData, match="not UTF-8 at byte 0"):
        loading.read_regions(tmp_path / "regions.csv")
    with pytest.raises(loading.BadData, match="No such file"):
        loading.read_regions(tmp_path / "none.csv")


@pytest.mark.django_db
def test_a_merged_county_has_a_last_day(tmp_path: Path) -> None:
    head = HEAD + "," + ",".join(loading.DAYS)
    path = write(tmp_path, GOOD + ",,2026-07-01", head=head)
    call_command("load_regions", path, verbosity=0)
    region = Region.objects.get()
    assert (region.valid_from, str(region.valid_to)) == (None, "2026-07-01")


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["2026-13-01,", ",soon", "1,"])
def test_what_is_no_day_is_told_and_nothing_is_loaded(tmp_path: Path, days: str) -> None:
    head = HEAD + "," + ",".join(loading.DAYS)
    with pytest.raises(CommandError, match="wants a day"):
        call_command("load_regions", write(tmp_path, f"{GOOD},{days}", head=head), verbosity=0)
    assert not Region.objects.exists()
