"""Statements that are made before a transaction, and what keeps them from storing anything old."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import PROTECT

from questionbank import desk, importing
from questionbank.desk import Wanted
from questionbank.imports.rows import unpacked
from questionbank.imports.storing import Storing
from questionbank.imports.undoing import TakingBack
from questionbank.models import Batch, Comment, Question, QuestionVersion, Tag
from questionbank.rules.question import Draft, Text
from questionbank.statements import Meanwhile, deletes, inserts, numbers, run, updates
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_grants import COUNTY, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


def tag(code: str, pk: int | None = None) -> Tag:
    return Tag(pk=pk, facet="topic", code=code, name_zh="标签", name_en="tag")


def test_reserved_numbers_are_given_to_nobody_else() -> None:
    first = numbers(Tag, 3)
    between = tag("a")
    between.save()
    second = numbers(Tag, 2)
    every = [*first, between.pk, *second]
    assert len(set(every)) == 6
    assert numbers(Tag, 0) == []


def test_rows_are_stored_under_their_numbers_and_read_back() -> None:
    pks = numbers(Tag, 2)
    run([inserts([tag(f"t{pk}", pk) for pk in pks])])
    assert sorted(Tag.objects.values_list("pk", flat=True)) == sorted(pks)
    tag("later").save()


def test_rows_without_a_number_get_one() -> None:
    run([inserts([tag("a"), tag("b")]), inserts([])])
    assert set(Tag.objects.values_list("code", flat=True)) == {"a", "b"}


def test_a_change_of_a_row_that_is_not_as_it_was_changes_nothing() -> None:
    run([inserts([tag("a"), tag("b")])])
    one, two = Tag.objects.order_by("code")
    rows = [["x", one.pk, "a"], ["y", two.pk, "changed meanwhile"]]
    with pytest.raises(Meanwhile), transaction.atomic():
        run([updates(Tag, ["code"], rows, by=["id", "code"])])
    assert set(Tag.objects.values_list("code", flat=True)) == {"a", "b"}


def test_more_rows_are_deleted_than_one_query_takes() -> None:
    pks = numbers(Tag, 1_201)
    run([inserts([tag(f"t{pk}", pk) for pk in pks])])
    run(deletes(Tag, "id", pks[:-1]))
    assert list(Tag.objects.values_list("pk", flat=True)) == [pks[-1]]


def previewed(chen: User, rows: list[list[str]]) -> Batch:
    return importing.preview(table(rows), named(), by=chen, scope=COUNTY)


def prepared(batch: Batch, by: User) -> Storing:
    """What accepting the batch would run, worked out now."""
    kept = [(row, unpacked(row.draft or {})) for row in batch.rows.all()]
    storing = Storing(batch, by, NOW)
    storing.prepare([(row, kept, kept.row.draft) for row, kept in kept if kept.row.draft])
    return storing


def revise(question: Question, by: User, words: str) -> None:
    draft = desk.current(question)
    assert draft is not None
    wanted = Wanted(draft, fields={"note": words})
    desk.revise(question.pk, wanted, by=by, revision=question.revision)


def test_an_import_never_overwrites_what_somebody_saved_while_it_was_worked_out(
    chen: User,
) -> None:
    importing.accept(previewed(chen, lines(1)), by=chen, now=NOW)
    question = Question.objects.get()
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    storing = prepared(previewed(chen, rows), chen)
    revise(question, chen, "我在改")
    with pytest.raises(Meanwhile), transaction.atomic():
        run(storing.statements)
    assert QuestionVersion.objects.count() == 1
    assert Question.objects.get().note == "我在改"


def test_an_undo_never_deletes_what_somebody_saved_while_it_was_worked_out(chen: User) -> None:
    batch = importing.accept(previewed(chen, lines(2)), by=chen, now=NOW)
    back = TakingBack(chen, NOW)
    back.prepare(list(batch.rows.all()))
    revise(Question.objects.order_by("ref")[0], chen, "我在改")
    with pytest.raises(Meanwhile), transaction.atomic():
        run(back.statements)
    assert Question.objects.count() == 2


def test_an_undo_leaves_questions_that_people_talk_about(chen: User) -> None:
    batch = importing.accept(previewed(chen, lines(3)), by=chen, now=NOW)
    talked, reported, _free = Question.objects.order_by("ref")
    assert talked.newest
    assert reported.newest
    Comment.objects.create(question=talked, version=talked.newest, by=chen, text="?")
    reported.newest.reports.create(why="other", reporter=1)
    assert importing.undo(batch, by=chen, now=NOW) == [talked.ref, reported.ref]
    assert Question.objects.count() == 2


def test_whatever_may_hold_on_to_a_question_is_looked_for_before_an_undo() -> None:
    """A new table that protects questions must be looked for in undoing._worked_on, too."""
    models: tuple[Any, ...] = (Question, QuestionVersion)
    holding = {
        (model.__name__, relation.related_model.__name__, relation.field.name)
        for model in models
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and getattr(relation, "on_delete", None) is PROTECT
    }
    assert holding == {
        ("Question", "QuestionVersion", "question"),
        ("Question", "Step", "question"),
        ("Question", "Comment", "question"),
        ("QuestionVersion", "Question", "approved"),
        ("QuestionVersion", "Question", "newest"),
        ("QuestionVersion", "Report", "version"),
        ("QuestionVersion", "Ruling", "version"),
        ("QuestionVersion", "Step", "version"),
        ("QuestionVersion", "Comment", "version"),
    }


def test_a_row_mended_while_the_batch_was_worked_out_is_stored_as_mended(chen: User) -> None:
    batch = previewed(chen, lines(2))
    importing.leave(batch, 2, out=True)
    batch.refresh_from_db()
    assert batch.about["mended"] == 1
    importing.accept(batch, by=chen, now=NOW)
    assert Question.objects.count() == 1


def test_stored_words_and_history_are_as_if_written_one_by_one(chen: User) -> None:
    importing.accept(previewed(chen, lines(1)), by=chen, now=NOW)
    question = Question.objects.select_related("newest").get()
    record = question.history.get()
    assert (record.history_type, record.history_user, record.ref) == ("+", chen, question.ref)
    by_hand = desk.create(
        Wanted(Draft("truefalse", Text("月亮自己会发光。"), key=(1,))), by=chen, scope=COUNTY
    )
    assert by_hand.ref == "440106-00002"
    assert by_hand.pk > question.pk
