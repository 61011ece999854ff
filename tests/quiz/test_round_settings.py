"""Settings that nobody could play by are told before a promise is made about them."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quiz import presets, rounds
from quiz.models import Cohort, Contest, PreparedRound, Region, Round
from quiz.rules.formats import BadFormat
from quiz.rules.units import Millis

pytestmark = pytest.mark.django_db
COMMANDS = [["preview_round", "r1"], ["prepare_round", "r1"], ["prepare_round", "r1", "--again"]]


@pytest.fixture
def contest() -> Contest:
    names = {"kind": "province", "name_zh": "广东", "name_en": "Guangdong"}
    region = Region.objects.create(code="440000", path="440000", **names)
    return Contest.objects.create(code="gd", title_zh="大赛", region=region)


def stored(contest: Contest, **settings: Any) -> Round:
    window = {"opens_at": 2**52, "closes_at": 2**53 - 1}
    return Round.objects.create(contest=contest, code="r1", format=settings, **window)


def refusal(command: list[str]) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*command, stdout=io.StringIO())
    return str(refused.value)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_cohort_that_is_none_is_named_with_those_that_are(
    contest: Contest, command: list[str]
) -> None:
    Cohort.objects.create(code="general", name_zh="公众", name_en="Public", place=2)
    Cohort.objects.create(code="elders", name_zh="老年人", name_en="Older people", place=1)
    round_ = stored(contest, cohorts=["elders", "elder"])
    said = "r1: cohorts: 没有人群 'elder'，可用：elders, general"
    assert refusal(command) == said
    round_.format = {"cohorts": ["elders"]}
    round_.save(update_fields=["format"])
    assert "cohort" not in refusal(command), "the bank is empty, which is said now"


def test_a_round_that_was_promised_with_one_is_told_so_too(contest: Contest) -> None:
    made = stored(contest, cohorts=["elder"])
    PreparedRound.objects.create(round=made, seed="0" * 64, books={}, prepared_at=1)
    for command in (*COMMANDS, ["prepare_round", "r1", "--beacon", "7"]):
        assert "没有人群 'elder'，请先运行 manage.py load_regions" in refusal(command)
    assert PreparedRound.objects.get().beacon == ""


def test_no_round_is_prepared_for_a_cohort_that_is_none(contest: Contest) -> None:
    made = stored(contest, cohorts=["elder"])
    with pytest.raises(BadFormat, match="elder"):
        rounds.prepare(made, seed=bytes(32), now=Millis(1))


def test_no_round_is_made_from_a_preset_for_a_cohort_that_is_none(contest: Contest) -> None:
    with pytest.raises(BadFormat, match="no cohort 'elders'"):
        presets.make_round(contest, "jsElders", code="e", opens_at=Millis(1), closes_at=Millis(2))
    assert not Round.objects.exists()


def test_a_setting_that_is_none_is_one_line(contest: Contest) -> None:
    stored(contest, qestions=3)
    for command in COMMANDS:
        assert refusal(command) == "r1: qestions: 没有这项设置"
