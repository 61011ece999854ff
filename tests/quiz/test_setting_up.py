"""A contest and its rounds are made by two commands; what is wrong is one line, with what fits."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quiz import presets
from quiz.models import Cohort, Contest, Region, Round
from quiz.rules import formats
from quiz.rules.units import Millis
from tests.fakes import FakeClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions", "fake_clock")]
# 2026-12-01 09:00 in the province, which is eight hours before UTC.
NINE = 1_796_086_800_000
HOUR = 3_600_000
WINDOW = ("--opens", "2026-12-01 09:00", "--closes", "2026-12-01 10:00")


@pytest.fixture
def regions() -> None:
    names = {"name_zh": "广东省", "name_en": "Guangdong"}
    top = Region.objects.create(code="440000", path="440000", kind="province", **names)
    for code, name in (("440100", "广州市"), ("440300", "深圳市")):
        path = {"path": f"440000/{code}", "parent": top, "kind": "city"}
        Region.objects.create(code=code, name_zh=name, name_en=name, **path)


@pytest.fixture
def before(fake_clock: FakeClock) -> None:
    fake_clock.time = Millis(NINE - HOUR)


@pytest.fixture
def contest(before: None) -> Contest:
    run("load_taxonomy")
    run("make_contest", "GD2026", "科学素质大赛", "--region", "440000")
    return Contest.objects.get()


def run(command: str, *words: str) -> str:
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def refusal(command: str, *words: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(command, *words)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_contest_is_made_and_the_next_step_named() -> None:
    said = run("make_contest", "GD2026", "大赛", "--region", "440000/440100", "--title-en", "Quiz")
    made = Contest.objects.get()
    assert (made.code, made.title_zh, made.title_en) == ("GD2026", "大赛", "Quiz")
    assert made.region_id == "440100"
    assert "广州市" in said
    assert "manage.py make_round GD2026" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("GD2026", "又一个", "--region", "440000"), "已有大赛 GD2026：科学素质大赛"),
        (("gd2027", "大赛", "--region", "440000"), "大写字母或数字"),
        (("GD-2027", "大赛", "--region", "440000"), "大写字母或数字"),
        (("G" * 13, "大赛", "--region", "440000"), "大写字母或数字"),
        (("GD2027", "大赛", "--region", "449999"), "可用：440000 广东省, 440100 广州市, 440300"),
        (("GD2027", "大赛", "--region", "440300/440100"), "没有地区 440300/440100"),
        (("GD2027", "赛" * 81, "--region", "440000"), "title_zh: "),
        (("GD2027", "", "--region", "440000"), "title_zh: "),
    ],
)
def test_what_is_wrong_with_a_contest_is_one_line(
    contest: Contest, words: tuple[str, ...], why: str
) -> None:
    assert why in refusal("make_contest", *words)
    assert Contest.objects.count() == 1


def test_without_regions_it_is_said_how_to_get_them() -> None:
    Region.objects.filter(parent__isnull=False).delete()
    Region.objects.all().delete()
    assert "manage.py load_regions" in refusal("make_contest", "GD", "大赛", "--region", "440000")


def test_a_round_is_made_from_a_preset_in_local_time(contest: Contest) -> None:
    said = run("make_round", "GD2026", "demo10", "first", *WINDOW)
    made, preset = Round.objects.get(), presets.presets()["demo10"]
    assert (made.contest, made.code) == (contest, "first")
    assert (made.opens_at, made.closes_at) == (NINE, NINE + HOUR)
    assert (made.title_zh, made.title_en) == ("第 1 轮", "Round 1")
    assert formats.read(made.format) == preset.format
    assert "2026-12-01 09:00 – 2026-12-01 10:00" in said
    assert "manage.py preview_round first" in said
    assert made.history.count() == 1


def test_settings_and_titles_may_differ_from_the_preset(contest: Contest) -> None:
    changed = (
        *("--set", "questions=20", "--set", "blueprint={single: 12, multiple: 8}"),
        *("--set", "reveal=closed", "--set", "shuffle_options=false", "--set", "pool=[T4]"),
    )
    run("make_round", "GD2026", "demo10", "first", *WINDOW, *changed, "--title", "初赛")
    made = Round.objects.get()
    form = formats.read(made.format)
    assert (form.questions, dict(form.blueprint)) == (20, {"single": 12, "multiple": 8})
    assert (form.reveal, form.shuffle_options, form.pool) == ("closed", False, ("T4",))
    assert (made.title_zh, made.title_en) == ("初赛", "")


def test_a_round_without_a_title_is_called_by_its_mode_never_after_another_place(
    contest: Contest,
) -> None:
    for preset, code in (("nanjing2018", "a"), ("ningxia2018", "b"), ("practice10", "c")):
        run("make_round", "GD2026", preset, code, *WINDOW)
    run("make_round", "GD2026", "practice10", "d", *WINDOW)
    made = Round.objects.order_by("pk").values_list("title_zh", "title_en")
    assert list(made) == [
        ("第 1 轮", "Round 1"),
        ("第 2 轮", "Round 2"),
        ("练习", "Practice"),
        ("练习 2", "Practice 2"),
    ]


def test_practice_may_have_no_end_and_yes_is_a_word(contest: Contest) -> None:
    opens = WINDOW[:2]
    said = run("make_round", "GD2026", "practice10", "p", *opens)
    assert Round.objects.get().closes_at is None
    assert "2026-12-01 09:00 – …" in said
    run("make_round", "GD2026", "hall20", "hall", *opens, "--set", "late_join=yes")
    assert Round.objects.get(code="hall").format["late_join"] == "yes"


def wrong(*more: str, **changed: Any) -> list[str]:
    told = {"contest": "GD2026", "preset": "demo10", "code": "second", **changed}
    window = [changed.get("opens", WINDOW[1]), changed.get("closes", WINDOW[3])]
    codes = [told["contest"], told["preset"], told["code"]]
    return [*codes, "--opens", window[0], "--closes", window[1], *more]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (wrong(contest="GD2025"), "没有大赛 GD2025，可用：GD2026"),
        (wrong(preset="demo11"), "没有赛制 demo11，可用：nanjing2018"),
        (wrong(code="first"), "已有轮次 first，属于大赛 GD2026"),
        (wrong(code="zweite Runde"), "1 至 24 个字母、数字"),
        (wrong(code="x" * 25), "1 至 24 个字母、数字"),
        (wrong(opens="2026-12-01"), "要写作 2026-12-01 09:00（时区 Asia/Shanghai）"),
        (wrong(closes="tomorrow"), "要写作 2026-12-01 09:00"),
        (wrong(opens="2026-13-01 09:00"), "要写作 2026-12-01 09:00"),
        (wrong(opens="2026-12-01 08:00"), "开始时间已过"),
        (wrong(closes="2026-12-01 09:00"), "轮次要在开始之后结束"),
        (wrong(closes=""), "排名轮次要有结束时间"),
        (wrong("--set", "qestions=3"), "没有设置 qestions，可用：mode, questions,"),
        (wrong("--set", "questions"), "要写作 --set questions=20"),
        (wrong("--set", "questions=[3"), "写法不对"),
        (wrong("--set", "questions=2000"), "questions: 要在 1 到 100 之间"),
        (wrong("--set", "questions=ten"), "questions: "),
        (wrong("--set", "questions=20"), "blueprint: 各格合计 10 题，每卷 20 题"),
        (wrong("--set", "reveal=never"), "没有 reveal=never，可用：each, end, closed"),
        (wrong("--set", "mode=[paper]"), "可用：paper, practice, live"),
        (wrong("--set", "bands={high: 85, high: 55}"), "同一名称写了两次：'high' twice"),
        (wrong("--set", "blueprint={T99: 10}"), "“T99”这一格：题库没有标签“T99”"),
        (wrong("--set", "pool=[T4, T4+T99]"), "“T4+T99”这一项：题库没有标签“T99”"),
        (wrong("--set", "ties=[luck]"), "ties: 没有 'luck'，可用：took, fewer_tries, finished"),
        (wrong("--set", "cohorts=[elder]"), "cohorts: 没有人群 'elder'，可用：elders"),
        (wrong("--set", "cohorts=elders"), "cohorts: 要是一列词"),
        (wrong("--title", "赛" * 81), "title_zh: "),
    ],
)
def test_what_is_wrong_with_a_round_is_one_line(
    contest: Contest, words: list[str], why: str
) -> None:
    Cohort.objects.create(code="elders", name_zh="老年人", name_en="Older people")
    run("make_round", "GD2026", "demo10", "first", *WINDOW)
    assert why in refusal("make_round", *words)
    assert Round.objects.count() == 1


def test_before_any_contest_it_is_said_how_to_make_one() -> None:
    assert "manage.py make_contest" in refusal("make_round", *wrong())
