"""Organisers set rounds up by checked settings; results and promises are for looking only."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quiz import plan
from quiz.models import Contest, Round
from quiz.rules import formats
from quiz.rules.formats import Format, Mode, Reveal
from tests.fakes import MORNING, FakeClock
from tests.quiz import world


@pytest.fixture
def organiser(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("organiser"))
    return client


def form(contest: Contest, settings: str) -> dict[str, Any]:
    return {
        "contest": contest.pk,
        "code": "spring",
        "title_zh": "春季赛",
        "title_en": "",
        "format": settings,
        "opens_at": MORNING,
        "closes_at": MORNING + world.HOUR,
    }


def test_a_round_is_stored_with_every_setting_filled_in(organiser: Client) -> None:
    contest = world.make_contest()
    answer = organiser.post("/admin/quiz/round/add/", form(contest, '{"questions": 5}'))
    assert answer.status_code == 302
    stored = Round.objects.get().format
    assert (stored["questions"], stored["question_ms"]) == (5, 20_000)


def test_hours_are_typed_as_pages_have_them_and_a_bare_day_is_told_what_it_lacks(
    organiser: Client,
) -> None:
    told = form(world.make_contest(), '{"questions": 5}')
    hours = {"opens_at": "2026-12-01", "closes_at": "2026-12-01 18:00"}
    page = organiser.post("/admin/quiz/round/add/", told | hours).content.decode()
    assert "“2026-12-01”没有写时刻，要写作 2026-12-01 09:00。" in page
    page = organiser.post("/admin/quiz/round/add/", told | {"opens_at": "soon"}).content.decode()
    assert "要写作 2026-12-01 09:00。" in page
    hours["opens_at"] = "2026-12-01 09:00"
    assert organiser.post("/admin/quiz/round/add/", told | hours).status_code == 302
    made = Round.objects.get()
    # Nine in the morning of the province.
    assert (made.opens_at, made.closes_at) == (1_796_086_800_000, 1_796_119_200_000)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('{"questions": 0}', "questions: 要在 1 到 100 之间"),
        ('{"shares": 1}', "shares: 没有这项设置"),
        ('{"total_ms": 5}', "total_ms: 要是 0，或至少 10 秒"),
        ('{"bands": {"high": 85, "high": 55}}', "“high”写了两次"),
        ('{"questions": 5, "questions": 6}', "“questions”写了两次"),
        (
            '{"blueprint": {"single": 5, "single+T99": 5}}',
            "blueprint: “single+T99”这一格：题库没有标签“T99”",
        ),
        ('{"pool": ["single", "T99"]}', "pool: “T99”这一项：题库没有标签“T99”"),
        ('{"ties": ["luck"]}', "ties: 没有 &#x27;luck&#x27;，可用：took, fewer_tries, finished"),
        ('{"cohorts": ["elder"]}', "cohorts: 没有人群 &#x27;elder&#x27;，可用："),
    ],
)
def test_a_bad_format_is_refused_by_the_name_of_its_setting(
    organiser: Client, settings: str, says: str
) -> None:
    answer = organiser.post("/admin/quiz/round/add/", form(world.make_contest(), settings))
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Round.objects.exists()


def test_no_page_shows_a_seed_and_nothing_contestants_did_can_be_changed(
    organiser: Client,
) -> None:
    world.make_bank(4, ["single"])
    contest = world.make_contest()
    round_ = world.make_round(Format(questions=3, blueprint={"single": 3}, books=1), contest)
    world.make_contestant(contest)
    for model in ("preparedround", "contestant", "attempt", "region", "cohort"):
        page = organiser.get(f"/admin/quiz/{model}/")
        assert page.status_code == 200
        assert organiser.get(f"/admin/quiz/{model}/add/").status_code == 403
    page = organiser.get(f"/admin/quiz/preparedround/{round_.prepared.pk}/change/")
    assert round_.prepared.seed_hash in page.content.decode()
    assert round_.prepared.seed not in page.content.decode()


FIVE = Format(questions=5, blueprint={"single": 5}, books=1)
OTHER = {"questions": 4, "blueprint": {"single": 4}}


@pytest.fixture
def running(organiser: Client, fake_clock: FakeClock) -> Round:
    """A prepared round that has just opened."""
    world.make_bank(kinds=["single"])
    return world.make_round(FIVE, world.make_contest())


def changed(organiser: Client, round_: Round, **fields: Any) -> str:
    """The page that the admin answers a change with; empty when the change was stored."""
    settings = json.dumps(round_.format)
    whole = {**form(round_.contest, settings), "code": round_.code, "title_zh": round_.title_zh}
    sent = {**whole, "opens_at": round_.opens_at, "closes_at": round_.closes_at or "", **fields}
    answer = organiser.post(f"/admin/quiz/round/{round_.pk}/change/", sent)
    return "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"format": json.dumps({**formats.plain(FIVE), **OTHER})},
        {"format": json.dumps({**formats.plain(FIVE), "right": 20})},
        {"code": "summer"},
    ],
)
@pytest.mark.parametrize("before", [0, world.HOUR])
def test_what_was_prepared_keeps_its_format_and_its_code(
    organiser: Client, running: Round, fake_clock: FakeClock, fields: dict[str, str], before: int
) -> None:
    fake_clock.tick(-before)
    assert "轮次已经准备" in changed(organiser, running, **fields)
    fresh = Round.objects.get()
    assert (fresh.code, fresh.format) == (running.code, running.format)


def test_what_was_prepared_keeps_its_contest(organiser: Client, running: Round) -> None:
    other = Contest.objects.create(code="2027", title_zh="赛", region=running.contest.region)
    assert "轮次已经准备" in changed(organiser, running, contest=other.pk)
    assert Round.objects.get().contest == running.contest


@pytest.mark.parametrize("fields", [{"opens_at": MORNING - 1}, {"closes_at": MORNING + 1}])
def test_an_open_round_keeps_its_hours(
    organiser: Client, running: Round, fake_clock: FakeClock, fields: dict[str, Any]
) -> None:
    said = changed(organiser, running, **fields)
    assert "轮次已经开始" in said
    assert ("这一轮的页上延长" in said) == ("closes_at" in fields)
    fake_clock.tick(-1)
    assert changed(organiser, running, **fields) == ""


def test_titles_may_always_be_mended(organiser: Client, running: Round) -> None:
    assert changed(organiser, running, title_zh="初赛（网上）") == ""
    assert Round.objects.get().title_zh == "初赛（网上）"


PLAY = Format(mode=Mode.PRACTICE, questions=5, blueprint={"single": 5}, books=1, boards=())
HALL = replace(PLAY, mode=Mode.LIVE, reveal=Reveal.EACH, shuffle_questions=False)


@pytest.mark.parametrize("settings", [PLAY, HALL])
@pytest.mark.parametrize("end", [MORNING + world.HOUR, ""])
def test_the_end_of_what_is_not_ranked_may_be_moved(
    organiser: Client, running: Round, settings: Format, end: int | str
) -> None:
    round_ = world.make_round(settings, running.contest, code="play")
    assert changed(organiser, round_, closes_at=MORNING + 1) == ""
    round_.refresh_from_db()
    assert changed(organiser, round_, closes_at=end) == ""
    assert Round.objects.get(code="play").closes_at == (end or None)
    assert "轮次已经开始" in changed(organiser, round_, opens_at=MORNING - 1)


def test_a_ranked_round_has_an_end(organiser: Client, running: Round) -> None:
    sent = form(running.contest, '{"questions": 5}') | {"closes_at": ""}
    answer = organiser.post("/admin/quiz/round/add/", sent)
    assert "排名赛须有结束时间" in answer.content.decode()
    Round.objects.update(closes_at=None)
    assert changed(organiser, running, closes_at=MORNING + world.HOUR) == ""


@pytest.mark.parametrize("stored", [{"speed_bonus": 1}, {"questions": 5}])
def test_settings_of_another_version_are_mended_or_filled_in(
    organiser: Client, running: Round, stored: dict[str, Any]
) -> None:
    """One that cannot be read, and one that lacks what has a default."""
    Round.objects.update(format=stored)
    assert changed(organiser, running, format='{"questions": 5}') == ""
    assert Round.objects.get().format["question_ms"] == 20_000


def test_settings_are_mended_to_the_length_of_the_promised_books_only(
    organiser: Client, running: Round
) -> None:
    Round.objects.update(format={"speed_bonus": 1})
    longer = '{"questions": 6, "blueprint": {"single": 6}}'
    assert "已经准备" in changed(organiser, running, format=longer)
    assert Round.objects.get().format == {"speed_bonus": 1}


def test_by_the_books_a_paper_keeps_its_length_whatever_a_row_says(running: Round) -> None:
    longer = {**formats.plain(FIVE), "questions": 6, "blueprint": {"single": 6}}
    Round.objects.update(format=longer)
    assert plan.load(running.code).length == 5


def test_a_page_from_before_takes_no_time_back(organiser: Client, running: Round) -> None:
    end = running.closes_at
    Round.objects.update(closes_at=MORNING + 2 * world.HOUR)
    assert "结束时间不能提前" in changed(organiser, running, closes_at=end)
    assert Round.objects.get().closes_at == MORNING + 2 * world.HOUR


def test_hours_are_read_as_hours_in_the_tables_and_sorted_by(organiser: Client) -> None:
    contest = world.make_contest()
    organiser.post("/admin/quiz/round/add/", form(contest, '{"questions": 5}'))
    page = organiser.get("/admin/quiz/round/?o=-4").content.decode()
    assert str(MORNING) not in page
    hours = datetime.fromtimestamp(MORNING // 1000, ZoneInfo("Asia/Shanghai"))
    assert f"{hours:%Y-%m-%d %H:%M}" in page
    assert "开始" in page
