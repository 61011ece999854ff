"""Keys leave the bank when they are due (S78): not before a ranked round that asks them is over."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.models import Question, Status
from questionbank.rules.books import VERSION
from questionbank.rules.question import Text
from questionbank.rules.roles import ROLES
from quiz import undue
from quiz.models import Contest, PreparedRound, Region, Round, Sitting
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from tests.fakes import MORNING, FakeClock
from tests.questionbank.test_grants import CITY, COUNTY, PROVINCE, person, stored

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FILES = {one.name: one for one in registry.writers()}
FORMATS = list(FILES)
HOUR = 3_600_000


@dataclass
class Stage:
    asked: Question
    free: Question
    round: Round


def prepared(question: Question, code: str = "r", **form: Any) -> Round:
    province = Region.objects.get_or_create(
        code=PROVINCE, defaults={"path": PROVINCE, "name_zh": "广东", "kind": "province"}
    )[0]
    contest = Contest.objects.create(code=code, title_zh="赛", region=province)
    round_ = Round.objects.create(
        contest=contest,
        code=code,
        title_zh="轮",
        format={"mode": "paper", **form},
        opens_at=MORNING,
        closes_at=MORNING + HOUR,
    )
    items = [[question.approved_id, ["single"], [500_000], "x"]]
    PreparedRound.objects.create(
        round=round_, seed="0" * 64, books={"items": items}, digest=code, prepared_at=MORNING - 9
    )
    return round_


@pytest.fixture
def stage(fake_clock: FakeClock) -> Stage:
    asked, free = stored(COUNTY, Status.LIVE), stored(COUNTY, Status.APPROVED)
    return Stage(asked, free, prepared(asked))


def taken(user: User, form: str, address: str = "bank-export-file", name: str = "format") -> bytes:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(address) + f"?{name}={form}&sort=ref")
    assert answer.status_code == 200
    return b"".join(answer)


def refs(stage: Stage, user: User) -> set[str]:
    data = taken(user, "jsonl").decode()
    return {question.ref for question in (stage.asked, stage.free) if question.ref in data}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", [COUNTY, CITY, PROVINCE])
def test_s78_below_the_province_no_role_takes_out_what_an_open_round_asks(
    stage: Stage, role: str, scope: str
) -> None:
    all_of_them = {stage.asked.ref, stage.free.ref}
    wanted = all_of_them if scope == PROVINCE else {stage.free.ref}
    assert refs(stage, person("li", (role, scope))) == wanted


@pytest.mark.parametrize("form", FORMATS)
def test_s78_no_format_holds_a_question_whose_key_is_not_due(stage: Stage, form: str) -> None:
    below = taken(person("li", ("reviewer", COUNTY)), form)
    above = taken(person("top", ("reviewer", PROVINCE)), form)
    extension = FILES[form].extension
    counts = [len(registry.read(d, Options(f"a.{extension}"))[1].rows) for d in (below, above)]
    assert counts == [1, 2]


def test_s78_the_page_names_what_is_held_back(stage: Stage, client: Client) -> None:
    client.force_login(person("li", ("author", COUNTY)))
    shown = client.get(reverse("bank-export") + "?format=csv").content.decode()
    assert "1 题不能写入：正用于未结束的排名轮次" in shown
    assert stage.asked.ref in shown
    assert "下载 1 题" in shown


def test_s78_a_tool_gets_no_more_than_its_owner(stage: Stage) -> None:
    data = taken(person("li", ("author", COUNTY)), "jsonl", "api-bank-export", "as")
    assert stage.free.ref in data.decode()
    assert stage.asked.ref not in data.decode()


def test_s78_new_words_of_a_question_that_is_asked_are_held_back_too(stage: Stage) -> None:
    li = person("li", ("author", COUNTY))
    draft = desk.current(stage.asked)
    assert draft is not None
    wanted = Wanted(replace(draft, explanation=Text("另一种解析。")))
    desk.revise(stage.asked.pk, wanted, by=li, revision=stage.asked.revision)
    assert refs(stage, li) == {stage.free.ref}


def test_before_the_opening_keys_are_not_due_and_after_the_close_they_are(
    stage: Stage, fake_clock: FakeClock
) -> None:
    li = person("li", ("author", COUNTY))
    fake_clock.tick(-HOUR)
    assert refs(stage, li) == {stage.free.ref}
    fake_clock.tick(2 * HOUR)
    for _ in ("the round's end", "the end of every grace"):
        assert refs(stage, li) == {stage.free.ref}
        fake_clock.time = Millis(MORNING + HOUR + LONGEST_GRACE)
    fake_clock.tick(1)
    assert refs(stage, li) == {stage.asked.ref, stage.free.ref}


@pytest.mark.parametrize("closes_at", [MORNING + HOUR, None])
@pytest.mark.parametrize("settings", [{"boards": []}, {"speed_bonus": 1}, {"mode": "later"}])
def test_every_ranked_round_holds_back_with_or_without_boards_and_an_end(
    stage: Stage, settings: dict[str, Any], closes_at: int | None
) -> None:
    whole = {"mode": "paper", **settings}
    Round.objects.filter(pk=stage.round.pk).update(format=whole, closes_at=closes_at)
    assert undue.versions() == {stage.asked.approved_id}


@pytest.mark.parametrize("closes_at", [MORNING + HOUR, None])
@pytest.mark.parametrize("settings", [{}, {"speed_bonus": 1}])
def test_practice_holds_nothing_back(
    stage: Stage, settings: dict[str, Any], closes_at: int | None
) -> None:
    whole = {"mode": "practice", "boards": [], **settings}
    Round.objects.filter(pk=stage.round.pk).update(format=whole, closes_at=closes_at)
    assert undue.versions() == frozenset()


def test_books_prepared_anew_are_read_anew(stage: Stage) -> None:
    assert undue.versions() == {stage.asked.approved_id}
    items = [[stage.free.approved_id, ["single"], [500_000], "x"]]
    PreparedRound.objects.filter(round=stage.round).update(books={"items": items}, digest="new")
    assert undue.versions() == {stage.free.approved_id}


def test_the_paper_of_a_hall_is_held_back_until_its_sitting_is_closed(stage: Stage) -> None:
    live = prepared(stage.free, "h", mode="live", boards=[])
    other = stored(CITY, Status.LIVE)
    papers = [[[stage.free.approved_id], [other.approved_id]]]
    items = [[one.approved_id, ["single"], [500_000], "x"] for one in (stage.free, other)]
    books = {
        "items": items,
        "set": {"version": VERSION, "cells": ["any"], "books": papers, "bench": [[]]},
    }
    PreparedRound.objects.filter(round=live).update(books=books)
    Round.objects.filter(pk=live.pk).update(closes_at=None)
    every = {stage.asked.approved_id, stage.free.approved_id, other.approved_id}
    assert undue.versions() == every, "which paper it will be is not known before a sitting"
    assert refs(stage, person("li", ("author", COUNTY))) == set()
    common = {"round": live, "title": "场", "seal": "", "stage": {}, "made_at": MORNING, "book": 0}
    for state in ("draft", "closed"):
        Sitting.objects.create(
            code=f"11111{len(state)}",
            screen_code=state,
            form=1,
            rehearsal=True,
            state=state,
            **common,
        )
        assert undue.versions() == every, "a rehearsal has another paper"
    Sitting.objects.update(state="closed")
    sitting = Sitting.objects.create(code="123456", screen_code="s", form=0, **common)
    assert undue.versions() == {stage.asked.approved_id, stage.free.approved_id}
    assert refs(stage, person("mo", ("author", COUNTY))) == set()
    Sitting.objects.filter(pk=sitting.pk).update(state="closed")
    assert undue.versions() == {stage.asked.approved_id}
    assert refs(stage, person("wu", ("author", COUNTY))) == {stage.free.ref}


def test_all_books_are_held_back_under_a_hall_whose_paper_is_not_in_them(stage: Stage) -> None:
    live = prepared(stage.free, "h", mode="live", boards=[])
    items = [[stage.free.approved_id, ["single"], [500_000], "x"]]
    papers = {"cells": ["any"], "books": [[[stage.free.approved_id]]], "bench": [[]]}
    books = {"items": items, "set": {"version": VERSION, **papers}}
    PreparedRound.objects.filter(round=live).update(books=books, digest="of one form")
    Sitting.objects.create(
        round=live,
        code="123456",
        seal="",
        stage={},
        book=0,
        form=1,
        rehearsal=False,
        made_at=MORNING,
    )
    assert stage.free.approved_id in undue.versions()


def test_a_live_round_that_is_over_without_a_sitting_holds_nothing_back(
    stage: Stage, fake_clock: FakeClock
) -> None:
    prepared(stage.free, "h", mode="live", boards=[])
    assert stage.free.approved_id in undue.versions()
    fake_clock.tick(HOUR + LONGEST_GRACE + 1)
    assert undue.versions() == frozenset()
