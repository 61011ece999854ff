"""An earlier version of a question: nothing is done to the newest on it, and it can be taken up."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from questionbank import desk, workflow
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.rules.question import Text
from questionbank.standing import approve_newest
from tests.questionbank.test_grants import CITY, person
from tests.questionbank.test_question_page import (
    TAGS,
    WHALE,
    chen,
    client_of,
    page,
    question,
    revised,
)

pytestmark = pytest.mark.django_db
__all__ = ["chen", "question"]
NEW_TAGS = (TAGS - {("difficulty", "L2")}) | {("difficulty", "L3")}


@pytest.fixture
def twice(chen: User, question: Question) -> Question:
    """A question with a second version, and with other tags since."""
    other = Wanted(replace(WHALE, stem=Text("鲸鱼是鱼吗？"), key=(1,)), NEW_TAGS, {"note": "慎改"})
    desk.revise(question.pk, other, by=chen, revision=question.revision)
    question.refresh_from_db()
    return question


def form(user: User, question: Question, query: str) -> Any:
    answer = client_of(user).get(f"/bank/q/{question.pk}/edit/{query}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("status", ["draft", "review", "live"])
def test_what_is_done_to_the_newest_is_not_offered_on_an_earlier_one(
    chen: User, twice: Question, status: str
) -> None:
    if status == "review":
        workflow.act(twice.pk, "submit", by=chen, revision=twice.revision)
    if status == "live":
        approve_newest([twice.pk])
        Question.objects.update(status=Status.LIVE)
    boss = person("boss", ("author", CITY), ("approver", CITY))
    newest, earlier = page(boss, twice), page(boss, twice, "?version=1")
    assert 'class="act-row"' in newest
    assert "以这一版为新版本" not in newest
    for words in ('class="act-row"', 'name="act"', "data-edit", "送审前还缺"):
        assert words not in earlier
    assert "这是版本 1，最新的是版本 2。" in earlier
    assert f'href="/bank/q/{twice.pk}/edit/?version=1"' in earlier
    assert 'class="act-row"' in page(boss, twice, "?version=2")


def test_who_may_not_write_is_offered_no_new_version(twice: Question) -> None:
    lin = person("lin", ("reviewer", CITY))
    earlier = page(lin, twice, "?version=1")
    assert "这是版本 1" in earlier
    assert "/edit/" not in earlier


def test_the_form_has_the_earlier_words_and_the_tags_of_now(chen: User, twice: Question) -> None:
    answer = form(chen, twice, "?version=1")
    data = answer.context["data"]
    assert "鲸是哺乳动物吗？" in data["text"]
    assert (data["difficulty"], data["note"]) == ("L3", "慎改")
    assert data["revision"] == str(twice.revision)
    assert "表单里是版本 1 的文字" in answer.content.decode()


def test_saved_it_is_a_new_version_to_be_reviewed_again(chen: User, twice: Question) -> None:
    approve_newest([twice.pk])
    Question.objects.update(status=Status.LIVE)
    data: QueryDict = form(chen, twice, "?version=1").context["data"]
    sent = client_of(chen).post(f"/bank/q/{twice.pk}/edit/?version=1", dict(data.lists()))
    assert sent.status_code == 302
    twice.refresh_from_db()
    first = twice.versions.get(number=1)
    assert twice.newest is not None
    assert (twice.newest.number, twice.newest.content_hash) == (3, first.content_hash)
    assert (twice.status, twice.change) == (Status.LIVE, Status.DRAFT)
    assert twice.approved == twice.versions.get(number=2)
    assert set(twice.tags.values_list("facet", "code")) == NEW_TAGS


def test_somebody_who_was_quicker_is_told_of_as_ever(chen: User, twice: Question) -> None:
    data: QueryDict = form(chen, twice, "?version=1").context["data"]
    revised(twice, replace(WHALE, stem=Text("别人的改动")), chen)
    sent = client_of(chen).post(f"/bank/q/{twice.pk}/edit/?version=1", dict(data.lists()))
    assert sent.status_code == 409
    assert "别人的改动" in sent.content.decode()


@pytest.mark.parametrize("query", ["", "?version=2", "?version=9", "?version=x", "?version=²"])
def test_any_other_address_opens_the_newest(chen: User, twice: Question, query: str) -> None:
    answer = form(chen, twice, query)
    assert "鲸鱼是鱼吗？" in answer.context["data"]["text"]
    assert "表单里是版本" not in answer.content.decode()
