"""Two editors change one question: each one's changes stay, and only what both changed is asked."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.pages import form as forms
from questionbank.rules.question import Draft, Text
from tests.questionbank.test_editing import OTHER, chen, client, question, stored
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
__all__ = ["chen", "client", "question"]


SOURCE, STEM = replace(SINGLE.source, zh="甲的来源"), replace(SINGLE.stem, zh="甲的")


@pytest.fixture
def opened(question: Question) -> QueryDict:
    """The form as it was before the other saved."""
    return forms.initial(question)


def other_saves(question: Question, words: Draft, **noted: str) -> None:
    desk.revise(question.pk, Wanted(words, frozenset(), dict(noted)), by=None, revision=0)


def send(client: Client, question: Question, form: QueryDict, **mine: str) -> Any:
    form["name"] = OTHER
    for name, value in mine.items():
        form[name] = value
    return client.post(f"/bank/q/{question.pk}/edit/", dict(form.lists()))


def with_stem(form: QueryDict, words: str) -> str:
    return str(form["text"]).replace("题干", words)


def test_a_question_that_was_submitted_meanwhile_is_not_withdrawn_unasked(
    client: Client, question: Question, opened: QueryDict
) -> None:
    Question.objects.filter(pk=question.pk).update(change=Status.REVIEW, revision=1)
    asked = send(client, question, opened, text=with_stem(opened, "乙的题干"))
    assert asked.status_code == 409
    question.refresh_from_db()
    assert (question.change, question.revision) == (Status.REVIEW, 1)


def test_a_form_that_was_read_while_somebody_saved_is_asked_about_all(question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(revision=1)
    assert forms.initial(question)["base"] == ""


def test_what_only_the_other_changed_is_taken_over_and_told(
    client: Client, question: Question, opened: QueryDict
) -> None:
    other_saves(question, replace(SINGLE, source=SOURCE), note="甲的备注")
    saved = send(client, question, opened, text=with_stem(opened, "乙的题干"), licence="CC0")
    assert saved.status_code == 302
    question.refresh_from_db()
    now = stored(question.ref)
    assert (now.stem.zh, now.source.zh) == ("乙的题干", "甲的来源")
    assert (question.note, question.licence, question.revision) == ("甲的备注", "CC0", 2)
    told = client.get(saved.headers["Location"]).content.decode()
    assert "别人刚改的来源、编辑备注也在里面" in told


def test_only_what_both_changed_is_asked_and_saved_with_open_eyes(
    client: Client, question: Question, opened: QueryDict
) -> None:
    other_saves(question, replace(SINGLE, stem=STEM, source=SOURCE))
    mine = with_stem(opened, "乙的")
    told = send(client, question, opened, text=mine, note="乙的备注")
    page = told.content.decode()
    box = page.partition("两个人都改了的")[2].partition("</section>")[0]
    assert (told.status_code, stored(question.ref).stem.zh) == (409, "甲的")
    assert "<del>甲</del><ins>乙</ins>" in box
    assert not any(words in box for words in ("来源", "备注", "你"))
    assert "只有别人改过的，已经收进下面：来源" in page
    assert all(
        words in page for words in ("乙的备注", "来源：甲的来源", 'name="revision" value="1"')
    )


@pytest.mark.parametrize("base", ["", "x", "1.x", "999999.999999", "9" * 30 + ".1"])
def test_a_form_that_does_not_say_what_it_began_with_is_asked_about_all(
    client: Client, question: Question, opened: QueryDict, base: str
) -> None:
    other_saves(question, replace(SINGLE, source=SOURCE))
    told = send(client, question, opened, text=with_stem(opened, "乙的题干"), base=base)
    assert (told.status_code, stored(question.ref).source.zh) == (409, "甲的来源")


def test_what_another_question_was_is_no_beginning(
    client: Client, question: Question, opened: QueryDict, chen: User
) -> None:
    words = replace(SINGLE, stem=Text("另一题"))
    foreign = desk.create(Wanted(words), by=chen, scope=question.scope)
    other_saves(question, replace(SINGLE, source=SOURCE))
    base = str(forms.initial(foreign)["base"])
    told = send(client, question, opened, text=with_stem(opened, "乙的题干"), base=base)
    assert told.status_code == 409
