"""A question in review whose words a file changes leaves the review by a step, as by the form."""

import pytest
from django.contrib.auth.models import User

from questionbank import importing, workflow
from questionbank.models import Batch, Question, Status, Step
from tests.questionbank.import_files import lines
from tests.questionbank.test_grants import COUNTY, person
from tests.questionbank.test_importing import NOW, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


@pytest.fixture
def waiting(chen: User) -> Question:
    """A question that waits for its review."""
    accepted(chen, lines(1))
    Question.objects.update(status=Status.REVIEW)
    return Question.objects.get()


def changed(chen: User, question: Question) -> Batch:
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    return accepted(chen, rows)


def steps() -> list[tuple[str, str, str, str | None, int]]:
    names = ("act", "before", "after", "by__username", "version__number")
    return list(Step.objects.values_list(*names))


def test_new_words_from_a_file_leave_the_review_by_a_step(chen: User, waiting: Question) -> None:
    changed(chen, waiting)
    assert Question.objects.get().status == Status.DRAFT
    assert steps() == [("revise", "review", "draft", "chen", 1)]


def test_newer_words_in_review_leave_it_by_a_step_and_those_in_use_stay(
    chen: User, waiting: Question
) -> None:
    Question.objects.update(status=Status.LIVE, approved=waiting.newest_id, change="review")
    changed(chen, waiting)
    now = Question.objects.get()
    assert (now.status, now.change, now.approved_id) == ("live", "draft", waiting.newest_id)
    assert steps() == [("revise", "review", "draft", "chen", 1)]


def test_a_draft_has_left_no_review(chen: User, waiting: Question) -> None:
    Question.objects.update(status=Status.DRAFT)
    changed(chen, waiting)
    assert steps() == []


def test_an_undo_brings_the_words_back_into_review_by_a_step(chen: User, waiting: Question) -> None:
    batch = changed(chen, waiting)
    assert importing.undo(batch, by=chen, now=NOW) == []
    now = Question.objects.get()
    assert (now.status, now.newest_id) == (Status.REVIEW, waiting.newest_id)
    assert now.versions.count() == 1
    assert steps() == [
        ("revise", "review", "draft", "chen", 1),
        ("undo", "draft", "review", "chen", 1),
    ]


def test_an_undo_leaves_what_was_sent_there_again(chen: User, waiting: Question) -> None:
    batch = changed(chen, waiting)
    Step.objects.create(question=waiting, act="submit", before="draft", after="review")
    Question.objects.update(status=Status.REVIEW, revision=9)
    assert importing.undo(batch, by=chen, now=NOW) == [waiting.ref]
    assert workflow.place_of(Question.objects.get()).words == "review"
