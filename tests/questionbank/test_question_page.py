"""A question's page: what it shows to whom, and what may be done there."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from questionbank import desk, grants, workflow
from questionbank.desk import Wanted
from questionbank.models import Comment, Question, Status
from questionbank.rules.question import Draft, Text
from questionbank.standing import approve_newest
from tests.questionbank.test_grants import COUNTY, OTHER, PROVINCE, person
from tests.questionbank.test_search import CITY
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
TAGS = frozenset(
    {("topic", "T1"), ("dimension", "method"), ("audience", "youth"), ("difficulty", "L2")}
)
WHALE = replace(SINGLE, stem=Text("鲸是哺乳动物吗？", "Is it?"))


@pytest.fixture
def chen() -> User:
    """An author of Guangzhou."""
    load()
    return person("chen", ("author", CITY))


@pytest.fixture
def question(chen: User) -> Question:
    return desk.create(Wanted(WHALE, TAGS), by=chen, scope=CITY)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, question: Question, query: str = "") -> str:
    answer = client_of(user).get(f"/bank/q/{question.pk}/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(user: User, question: Question, what: str, **sent: Any) -> HttpResponse:
    question.refresh_from_db()
    data = {"revision": str(question.revision)} | sent
    answer = client_of(user).post(f"/bank/q/{question.pk}/{what}", data)
    assert isinstance(answer, HttpResponse)
    return answer


def revised(question: Question, draft: Draft, by: User) -> None:
    question.refresh_from_db()
    desk.revise(question.pk, Wanted(draft, TAGS), by=by, revision=question.revision)


def test_the_page_shows_words_key_reason_source_and_tags(chen: User, question: Question) -> None:
    shown = page(chen, question)
    for words in ("鲸是哺乳动物吗？", "解析", "来源", "T1 科技前沿", "L2 基础", "440100-00001"):
        assert words in shown
    assert shown.count('class="right"') == 1


def test_a_formula_is_shown_as_a_formula_and_markup_as_text(chen: User, question: Question) -> None:
    revised(question, replace(WHALE, stem=Text("$x^2$ <script>alert(1)</script>")), chen)
    shown = page(chen, question)
    assert "<msup>" in shown
    assert "&lt;script&gt;" in shown


def test_an_act_offered_is_an_act_taken(chen: User, question: Question) -> None:
    assert 'value="submit"' in page(chen, question)
    assert post(chen, question, "act", act="submit").status_code == 302
    assert 'value="withdraw"' in page(chen, question)
    question.refresh_from_db()
    assert question.status == Status.REVIEW


def test_nobody_is_offered_what_is_not_theirs(chen: User, question: Question) -> None:
    lin = person("lin", ("reviewer", CITY))
    shown = page(lin, question)
    assert 'name="act"' not in shown
    assert "/edit/" not in shown
    workflow.act(question.pk, "submit", by=chen, revision=0)
    assert 'value="approve"' in page(lin, question)
    assert 'value="approve"' not in page(chen, question)


def test_what_is_missing_is_told_before_it_is_sent_for_review(chen: User) -> None:
    bare = desk.create(Wanted(replace(SINGLE, source=Text(""))), by=chen, scope=CITY)
    assert "送审前还缺 5 项" in page(chen, bare)
    told = post(chen, bare, "act", act="submit")
    assert (told.status_code, "缺少标签" in told.content.decode()) == (400, True)
    bare.refresh_from_db()
    assert bare.status == Status.DRAFT


def test_an_act_without_its_reason_is_refused(chen: User, question: Question) -> None:
    assert post(chen, question, "act", act="retire").status_code == 400
    assert post(chen, question, "act", act="retire", reason="重复").status_code == 302


@pytest.mark.parametrize("act", ["", "explode", "approve", "adopt", "\0"])
def test_an_act_that_is_none_here_is_refused(chen: User, question: Question, act: str) -> None:
    answer = post(chen, question, "act", act=act)
    assert answer.status_code in (400, 403)
    assert not question.steps.exists()


@pytest.mark.parametrize("revision", ["", "x", "7", "9" * 30])
def test_an_act_on_what_was_not_looked_at_is_told(
    chen: User, question: Question, revision: str
) -> None:
    answer = post(chen, question, "act", act="submit", revision=revision)
    assert (answer.status_code, "别人动了这道题" in answer.content.decode()) == (409, True)


def test_a_question_in_use_is_offered_to_a_bank_above(chen: User, question: Question) -> None:
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE)
    boss = person("boss", ("organiser", CITY))
    assert '<option value="440000">' in page(boss, question)
    assert post(boss, question, "act", act="offer", to=PROVINCE).status_code == 302
    assert post(boss, question, "act", act="offer", to=COUNTY).status_code == 400
    question.refresh_from_db()
    assert question.offered_to == PROVINCE
    above = person("above", ("organiser", PROVINCE))
    assert 'value="adopt"' in page(above, question)
    assert "推荐给上级" in page(chen, question)


def test_a_fresh_draft_is_dropped_and_a_reviewed_one_is_not(chen: User, question: Question) -> None:
    fresh = desk.create(Wanted(SINGLE), by=chen, scope=CITY)
    assert post(chen, fresh, "drop").headers["Location"] == "/bank/"
    workflow.act(question.pk, "submit", by=chen, revision=0)
    assert post(chen, question, "drop").status_code == 400
    assert list(Question.objects.all()) == [question]


def test_versions_are_compared_word_by_word(chen: User, question: Question) -> None:
    revised(question, replace(WHALE, stem=Text("鲸鱼是哺乳动物吗？", "Is it?"), key=(1,)), chen)
    shown = page(chen, question)
    assert "鲸<ins>鱼</ins>是哺乳动物吗？" in shown
    assert "<del>C</del><ins>B</ins>" in shown
    assert "<ins>C</ins>" in page(chen, question, "?from=2&to=1")
    assert "鲸是哺乳动物吗？" in page(chen, question, "?version=1")
    assert "版本比较" in page(chen, question, "?from=x&to=99&version=-1")


@pytest.mark.slow
def test_who_did_what_when_and_why_is_told(chen: User, question: Question) -> None:
    lin = person("lin", ("reviewer", CITY))
    workflow.act(question.pk, "submit", by=chen, revision=0)
    workflow.act(question.pk, "send_back", by=lin, revision=1, reason="出处不明")
    shown = page(chen, question)
    assert shown.index("退回修改") < shown.index("送审：") < shown.index("写下版本 1")
    assert "出处不明" in shown


def test_comments_are_said_and_seen_to(chen: User, question: Question) -> None:
    lin = person("lin", ("reviewer", CITY))
    assert post(lin, question, "comment", text="出处过时", field="source").status_code == 302
    assert "出处过时" in page(chen, question)
    said = Comment.objects.get()
    assert post(chen, question, "comment", done=str(said.pk)).status_code == 302
    said.refresh_from_db()
    assert said.done


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": " "}, 400),
        ({"text": "长" * 1001}, 400),
        ({"done": "99"}, 404),
        ({"done": "²"}, 404),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_comment_that_is_none_is_refused(
    chen: User, question: Question, sent: dict[str, str], status: int
) -> None:
    assert post(chen, question, "comment", **sent).status_code == status


def test_who_only_inherits_a_question_sees_neither_its_changes_nor_its_history(
    chen: User, question: Question
) -> None:
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE, note="只给自己人")
    revised(question, replace(WHALE, stem=Text("还没审的改动")), chen)
    heir = person("heir", ("author", COUNTY))
    shown = page(heir, question, "?version=2")
    assert "鲸是哺乳动物吗？" in shown
    for words in ("还没审的改动", "写下版本", "只给自己人", "提意见", "/edit/"):
        assert words not in shown


def test_a_draft_of_another_region_is_not_shown(question: Question) -> None:
    foreign = person("foreign", ("author", OTHER))
    assert client_of(foreign).get(f"/bank/q/{question.pk}/").status_code == 404


def test_the_page_asks_as_much_of_the_database_however_long_the_history(
    chen: User, question: Question, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        revised(question, replace(WHALE, stem=Text(f"第 {number} 稿")), chen)
        workflow.comment(question.pk, "再改", by=chen)
        question.refresh_from_db()
        workflow.act(question.pk, "submit", by=chen, revision=question.revision)
        question.refresh_from_db()
        workflow.act(question.pk, "withdraw", by=chen, revision=question.revision)
    assert grants.may(chen, "read", question)
    with django_assert_max_num_queries(32):
        page(chen, question)
