"""Saving a question and sending it for review in one go."""

import re

import pytest
from django.test import Client

from questionbank.models import Question, Status
from questionbank.standing import approve_newest
from tests.questionbank.test_editing import chen, client, edit, new

pytestmark = pytest.mark.django_db
__all__ = ["chen", "client"]


COMPLETE = {"topic": "T4.2", "dimension": "knowledge", "audience": "elders", "difficulty": "L2"}


def test_a_question_is_saved_and_sent_for_review_in_one_go_and_so_is_the_next(
    client: Client,
) -> None:
    sent = new(client, next="1", send="on", **COMPLETE)
    assert sent.headers["Location"] == "/bank/new/"
    assert Question.objects.get().status == Status.REVIEW
    page = client.get("/bank/new/").content.decode()
    assert "已保存并送审" in page
    assert re.search(r'name="send"\s+checked', page)


def test_what_lacks_something_is_saved_all_the_same_and_stays_open(client: Client) -> None:
    sent = new(client, next="1", send="on", topic="T4.2")
    question = Question.objects.get()
    assert question.status == Status.DRAFT
    assert sent.headers["Location"] == f"/bank/q/{question.pk}/edit/?send=on"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "还不能送审" in page
    assert "适用人群" in page.partition('class="said"')[2].partition("</ul>")[0]
    assert re.search(r'name="send"\s+checked', page)


def test_the_same_form_sent_twice_is_sent_for_review_once(client: Client) -> None:
    first, second = new(client, send="on", **COMPLETE), new(client, send="on", **COMPLETE)
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.get().steps.count() == 1


def test_nothing_is_sent_for_review_unasked(client: Client) -> None:
    new(client, **COMPLETE)
    assert Question.objects.get().status == Status.DRAFT


def test_where_only_tags_of_approved_words_have_changed_there_is_nothing_to_send(
    client: Client,
) -> None:
    new(client, **COMPLETE)
    question = Question.objects.get()
    approve_newest([question.pk])
    question.refresh_from_db()
    saved = edit(client, question, send="on", audience="farmers")
    page = client.get(saved.headers["Location"]).content.decode()
    said = page.partition('class="said"')[2].partition("</ul>")[0]
    assert "已保存" in said
    assert "送审" not in said
    question.refresh_from_db()
    assert "review" not in (question.status, question.change)
