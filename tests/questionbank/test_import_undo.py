"""Taking an import back: what goes, what comes back, and what stays because somebody needs it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from questionbank import desk, grants, importing, workflow
from questionbank.desk import Wanted
from questionbank.messages import Refused
from questionbank.models import Batch, Question, QuestionVersion, Report, Ruling, Status, Step, Tag
from questionbank.standing import approve_newest
from tests.questionbank.import_files import HEADER, lines, named, table
from tests.questionbank.test_grants import COUNTY, PROVINCE, person
from tests.questionbank.test_importing import NOW, accepted, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


def test_undo_deletes_what_was_new(chen: User) -> None:
    batch = accepted(chen, lines())
    assert importing.undo(batch, by=chen, now=NOW + timedelta(hours=24)) == []
    assert not Question.objects.exists()
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE
    assert outcomes(batch) == ["new"] * 3
    assert importing.undo(batch, by=chen, now=NOW) == []


def test_undo_leaves_what_somebody_worked_on_and_names_it(chen: User) -> None:
    batch = accepted(chen, lines())
    question = Question.objects.order_by("ref")[1]
    draft = desk.current(question)
    assert draft is not None
    desk.revise(question.pk, Wanted(draft, fields={"note": "我要用"}), by=chen, revision=0)
    assert importing.undo(batch, by=chen, now=NOW) == [question.ref]
    assert list(Question.objects.all()) == [question]


def test_undo_gives_changed_questions_their_old_words_back(chen: User) -> None:
    accepted(chen, lines(1))
    question = Question.objects.get()
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE)
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    batch = accepted(chen, rows)
    assert importing.undo(batch, by=chen, now=NOW) == []
    question.refresh_from_db()
    assert question.newest is not None
    assert question.newest == question.approved
    assert (question.status, question.change) == ("live", "")
    assert "换了一种" not in question.sought
    assert question.versions.count() == 1


def test_undo_is_refused_after_a_day(chen: User) -> None:
    batch = accepted(chen, lines(1))
    with pytest.raises(Refused, match="24"):
        importing.undo(batch, by=chen, now=NOW + timedelta(hours=24, seconds=1))


def sensitive(code: str) -> Tag:
    return Tag.objects.create(facet="sensitivity", code=code, name_zh=code, name_en=code)


def test_undo_gives_a_question_its_sensitive_tags_back_as_they_were(chen: User) -> None:
    medical, policy = sensitive("medical"), sensitive("policy")
    accepted(chen, lines(1))
    question = Question.objects.get()
    question.tags.add(medical)
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    data = table([[*rows[0], "policy"]], (*HEADER, "敏感标记"))
    batch = importing.preview(data, named(), by=chen, scope=COUNTY)
    importing.accept(batch, by=chen, now=NOW)
    tagged = question.tags.filter(facet="sensitivity")
    assert set(tagged.all()) == {medical, policy}
    grants.give(chen, "approver", PROVINCE, by=None)
    assert importing.undo(batch, by=chen, now=NOW) == []
    assert set(tagged.all()) == {medical}


def test_undo_leaves_a_question_that_became_sensitive_after_it(chen: User) -> None:
    medical = sensitive("medical")
    batch = accepted(chen, lines(1))
    question = Question.objects.get()
    draft = desk.current(question)
    assert draft is not None
    guo = person("guo", ("approver", "440000"))
    tags = frozenset({("sensitivity", "medical")})
    desk.revise(question.pk, Wanted(draft, tags), by=guo, revision=0)
    assert importing.undo(batch, by=chen, now=NOW) == [question.ref]
    assert list(question.tags.all()) == [medical]


Saying = Callable[[QuestionVersion, User], object]
SAYINGS: dict[str, Saying] = {
    "comment": lambda version, by: workflow.comment(version.question_id, "这里不对", by=by),
    "report": lambda version, by: Report.objects.create(version=version, reporter=1, why="key"),
    "ruling": lambda version, by: Ruling.objects.create(
        version=version, kind="void_all", note_zh="作废"
    ),
    "step": lambda version, by: Step.objects.create(
        question=version.question, version=version, before="draft", after="draft"
    ),
}


def changed_twice(chen: User) -> tuple[Batch, list[Question]]:
    """Two questions whose explanations an import has changed."""
    accepted(chen, lines(2))
    questions = list(Question.objects.order_by("ref"))
    rows = lines(2)
    for row, question in zip(rows, questions, strict=True):
        row[0], row[8] = question.ref, "换了一种说法。"
    batch = accepted(chen, rows)
    return batch, list(Question.objects.order_by("ref").select_related("newest"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("say", SAYINGS.values(), ids=list(SAYINGS))
def test_undo_leaves_a_changed_question_that_people_talk_about_and_takes_back_the_others(
    chen: User, say: Saying
) -> None:
    batch, (talked, other) = changed_twice(chen)
    assert talked.newest
    say(talked.newest, person("lin", ("reviewer", COUNTY)))
    assert importing.undo(batch, by=chen, now=NOW) == [talked.ref]
    assert [one.versions.count() for one in (talked, other)] == [2, 1]


def test_undo_takes_back_tags_of_a_question_whose_words_people_talk_about(chen: User) -> None:
    accepted(chen, lines(1))
    question = Question.objects.get()
    easy = Tag.objects.create(facet="difficulty", code="L2", name_zh="较易", name_en="easy")
    data = table([[question.ref, *lines(1)[0][1:], "L2"]], (*HEADER, "难度"))
    batch = importing.preview(data, named(), by=chen, scope=COUNTY)
    importing.accept(batch, by=chen, now=NOW)
    assert list(question.tags.all()) == [easy]
    workflow.comment(question.pk, "这里不对", by=chen)
    assert importing.undo(batch, by=chen, now=NOW) == []
    assert not question.tags.exists()


@pytest.mark.parametrize(("role", "stays"), [("author", True), ("approver", False)])
def test_undo_takes_a_sensitive_tag_away_only_by_who_has_the_last_word(
    chen: User, role: str, *, stays: bool
) -> None:
    sensitive("medical")
    accepted(chen, lines(1))
    question = Question.objects.get()
    row = [question.ref, *lines(1)[0][1:], "medical"]
    batch = importing.preview(table([row], [*HEADER, "敏感标记"]), named(), by=chen, scope=COUNTY)
    importing.accept(batch, by=chen, now=NOW)
    assert question.tags.filter(code="medical").exists()
    if role == "approver":
        grants.give(chen, "approver", PROVINCE, by=None)
    assert importing.undo(batch, by=chen, now=NOW) == []
    assert question.tags.filter(code="medical").exists() is stays
