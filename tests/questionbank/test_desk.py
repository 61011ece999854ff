"""An editor at a question: what saving does, and what it never does."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from questionbank import desk, papers
from questionbank.desk import Stale, Wanted
from questionbank.messages import Refused
from questionbank.models import Question, Status
from questionbank.rules.question import Draft, Text
from questionbank.standing import approve_newest
from tests.rules.test_question import ALL_KINDS, SINGLE

pytestmark = pytest.mark.django_db
CITY = "440000/440100"


@pytest.fixture
def chen() -> User:
    return User.objects.create_user("chen")


@pytest.fixture
def question(chen: User) -> Question:
    return desk.create(Wanted(SINGLE), by=chen, scope=CITY)


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.kind)
def test_what_is_written_is_read_back(chen: User, draft: Draft) -> None:
    stored = desk.create(Wanted(draft), by=chen, scope=CITY)
    assert desk.current(Question.objects.get(pk=stored.pk)) == draft


def test_a_new_question_is_a_draft_with_an_id_of_its_region(chen: User, question: Question) -> None:
    other = desk.create(Wanted(replace(SINGLE, stem=Text("另一题"))), by=chen, scope=CITY)
    assert (question.ref, other.ref) == ("440100-00001", "440100-00002")
    assert (question.status, question.home, question.owner) == (Status.DRAFT, CITY, chen)


def test_ids_go_on_past_five_digits() -> None:
    for ref in ("440100-99999", "440100-100000"):
        desk.create(Wanted(replace(SINGLE, stem=Text(ref))), by=None, scope=CITY, ref=ref)
    assert desk.next_ref(CITY) == "440100-100001"


def test_an_id_that_somebody_took_at_the_same_moment_is_passed_over(
    chen: User, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen = iter([question.ref, "440100-00002"])
    monkeypatch.setattr(desk, "next_ref", lambda _scope: next(unseen))
    other = desk.create(Wanted(replace(SINGLE, stem=Text("另一题"))), by=chen, scope=CITY)
    assert other.ref == "440100-00002"
    assert other.history.count() == question.history.count()


def test_the_id_of_a_deleted_draft_is_not_given_again(chen: User, question: Question) -> None:
    desk.drop(question.pk)
    other = desk.create(Wanted(SINGLE), by=chen, scope=CITY)
    assert other.ref == "440100-00002"
    assert desk.next_ref(f"{CITY}/440106") == "440106-00001"


def test_a_draft_with_a_fault_is_refused_and_nothing_is_stored(chen: User) -> None:
    with pytest.raises(Refused):
        desk.create(Wanted(replace(SINGLE, key=())), by=chen, scope=CITY)
    assert not Question.objects.exists()


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(question: Question) -> None:
    first, second = (Wanted(replace(SINGLE, stem=Text(stem))) for stem in ("甲的", "乙的"))
    desk.revise(question.pk, first, by=None, revision=question.revision)
    with pytest.raises(Stale):
        desk.revise(question.pk, second, by=None, revision=question.revision)
    stored = Question.objects.get(pk=question.pk)
    assert stored.newest is not None
    assert stored.newest.stem_zh == "甲的"


def test_the_same_words_make_no_new_version(question: Question) -> None:
    wanted = Wanted(SINGLE, fields={"note": "记一笔"})
    desk.revise(question.pk, wanted, by=None, revision=question.revision)
    stored = Question.objects.get(pk=question.pk)
    assert (stored.note, stored.versions.count()) == ("记一笔", 1)


def test_new_words_of_a_live_question_are_not_asked_before_they_are_approved(
    question: Question,
) -> None:
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE)
    live = Question.objects.get()
    desk.revise(
        live.pk, Wanted(replace(SINGLE, stem=Text("改了"))), by=None, revision=live.revision
    )
    (item,) = papers.pool(CITY)
    assert papers.texts([item.version])[item.version].stem.zh == SINGLE.stem.zh
    stored = Question.objects.get()
    assert (stored.status, stored.change) == (Status.LIVE, Status.DRAFT)


@pytest.mark.parametrize(
    ("used", "waits"),
    [(False, {"status": Status.REVIEW}), (True, {"status": Status.LIVE, "change": Status.REVIEW})],
)
def test_new_words_of_what_waits_for_review_are_a_step_of_its_way(
    chen: User, question: Question, used: object, waits: dict[str, Status]
) -> None:
    approved = question.newest_id if used else None
    Question.objects.filter(pk=question.pk).update(approved=approved, **waits)
    words = Wanted(replace(SINGLE, stem=Text("新的题干")))
    changed = desk.revise(question.pk, words, by=chen, revision=question.revision)
    step = question.steps.get()
    assert (step.act, step.before, step.after, step.by) == ("revise", "review", "draft", chen)
    assert step.version == changed.newest
    desk.revise(question.pk, words, by=chen, revision=changed.revision)
    assert question.steps.count() == 1
