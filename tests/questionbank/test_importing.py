"""Importing: what a preview says of each row, what accepting stores, and what undo takes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from questionbank import desk, importing
from questionbank.bank import store_taxonomy
from questionbank.desk import Wanted
from questionbank.importing import Choice
from questionbank.imports.rows import notes_of, unpacked
from questionbank.loading import DATA, read_taxonomy
from questionbank.messages import Refused
from questionbank.models import (
    Batch,
    BatchRow,
    KnownLabel,
    Question,
    QuestionVersion,
    Status,
    Tag,
)
from questionbank.refusals import NotTheirs
from questionbank.rules.question import Text
from questionbank.standing import approve_newest
from tests.questionbank.import_files import HEADER, lines, named, table
from tests.questionbank.test_grants import CITY, COUNTY, OTHER, PROVINCE, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def chen() -> User:
    return person("chen", ("author", COUNTY))


def previewed(chen: User, rows: list[list[str]], *, scope: str = COUNTY) -> Batch:
    return importing.preview(table(rows), named(), by=chen, scope=scope)


def outcomes(batch: Batch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def accepted(chen: User, rows: list[list[str]]) -> Batch:
    return importing.accept(previewed(chen, rows), by=chen, now=NOW)


def test_a_preview_stores_nothing_in_the_bank(chen: User) -> None:
    batch = previewed(chen, lines())
    assert batch.state == Batch.State.PREVIEW
    assert (batch.format, batch.name, outcomes(batch)) == ("csv", "题库.csv", ["new"] * 3)
    assert not Question.objects.exists()


def test_accepted_questions_are_drafts_of_the_bank_that_was_chosen(chen: User) -> None:
    accepted(chen, lines())
    questions = list(Question.objects.order_by("ref").select_related("newest"))
    assert [q.ref for q in questions] == ["440106-00001", "440106-00002", "440106-00003"]
    first = questions[0]
    assert (first.status, first.scope, first.home, first.owner) == ("draft", COUNTY, COUNTY, chen)
    assert first.approved is None
    assert first.newest is not None
    assert first.newest.author == chen
    assert first.history.count() == 1
    assert "月球" in first.sought
    assert desk.current(first) == unpacked(first_row(first).draft or {}).row.draft


def first_row(question: Question) -> BatchRow:
    return BatchRow.objects.get(question=question)


def test_the_same_file_a_second_time_adds_nothing(chen: User) -> None:
    accepted(chen, lines())
    second = accepted(chen, lines())
    assert outcomes(second) == ["same"] * 3
    assert Question.objects.count() == 3
    assert QuestionVersion.objects.count() == 3


def test_a_second_click_changes_nothing(chen: User) -> None:
    batch = previewed(chen, lines())
    once = importing.accept(batch, by=chen, now=NOW)
    twice = importing.accept(batch, by=chen, now=NOW + timedelta(hours=1))
    assert (twice.stored_at, Question.objects.count()) == (once.stored_at, 3)


def test_one_wrong_row_keeps_all_of_them_out_until_it_is_left_out(chen: User) -> None:
    rows = lines()
    rows[1][7] = "E"
    batch = previewed(chen, rows)
    assert outcomes(batch) == ["new", "wrong", "new"]
    with pytest.raises(Refused, match="1 行有误"):
        importing.accept(batch, by=chen, now=NOW)
    assert not Question.objects.exists()
    importing.accept(batch, by=chen, choice=Choice(frozenset({"wrong"})), now=NOW)
    assert Question.objects.count() == 2
    assert outcomes(batch) == ["new", "wrong", "new"]


def test_rows_that_are_not_chosen_are_left(chen: User) -> None:
    batch = previewed(chen, lines())
    importing.accept(batch, by=chen, choice=Choice(rows=frozenset({2})), now=NOW)
    assert outcomes(batch) == ["left", "new", "left"]
    assert Question.objects.get().newest.stem_zh.startswith("下列哪种气体")  # type: ignore[union-attr]


def test_a_row_can_be_left_out_and_taken_in_again(chen: User) -> None:
    batch = previewed(chen, lines())
    importing.leave(batch, 1, out=True)
    assert outcomes(batch) == ["left", "new", "new"]
    importing.leave(batch, 1, out=False)
    assert outcomes(batch) == ["new"] * 3


def test_a_row_with_a_known_id_changes_that_question(chen: User) -> None:
    accepted(chen, lines(1))
    question = Question.objects.get()
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE)
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    batch = accepted(chen, rows)
    assert outcomes(batch) == ["changed"]
    question.refresh_from_db()
    assert question.newest is not None
    assert (question.newest.number, question.newest.explanation_zh) == (2, "换了一种说法。")
    assert (question.status, question.change) == ("live", "draft")
    assert question.approved != question.newest


def test_an_id_of_quite_another_question_does_not_overwrite_it(chen: User) -> None:
    accepted(chen, lines(1))
    rows = lines(2)[1:]
    rows[0][0] = "440106-00001"
    batch = accepted(chen, rows)
    assert outcomes(batch) == ["new"]
    assert Question.objects.count() == 2
    assert any(note.code == "ref_other_words" for note in notes_of(batch.rows.get().notes))


def test_an_id_of_another_bank_is_not_taken(chen: User) -> None:
    accepted(chen, lines(1))
    lin = person("lin", ("author", OTHER))
    rows = lines(1)
    rows[0][0] = "440106-00001"
    importing.accept(previewed(lin, rows, scope=OTHER), by=lin, now=NOW)
    refs = set(Question.objects.values_list("ref", "scope"))
    assert refs == {("440106-00001", COUNTY), ("440300-00001", OTHER)}


def test_an_id_of_the_own_region_is_kept_and_any_other_is_not(chen: User) -> None:
    rows = lines(4)
    rows[0][0], rows[1][0], rows[2][0] = "440300-00007", "Q7", "440106-00001"
    rows[3][0] = "440106-00077"
    accepted(chen, rows)
    refs = set(Question.objects.values_list("ref", flat=True))
    assert refs == {"440106-00001", "440106-00002", "440106-00003", "440106-00077"}


@pytest.mark.parametrize(
    ("ref", "scope", "kept"),
    [
        ("t1-001", COUNTY, False),
        ("t1-001", PROVINCE, True),
        ("440000-00042", PROVINCE, True),
        ("440106-00042", PROVINCE, False),
        ("440106-42", COUNTY, False),
    ],
)
def test_the_ids_of_operators_files_are_kept_in_the_provinces_bank_only(
    ref: str, scope: str, *, kept: bool
) -> None:
    guo = person("guo", ("author", scope))
    rows = lines(1)
    rows[0][0] = ref
    importing.accept(previewed(guo, rows, scope=scope), by=guo, now=NOW)
    assert (Question.objects.get().ref == ref) is kept


def test_near_copies_are_named_beside_what_they_are_like(chen: User) -> None:
    accepted(chen, lines(1))
    rows = [*lines(1), *lines(2)[1:], *lines(2)[1:]]
    rows[0][8], rows[2][8] = "另一种解析。", "又一种解析。"
    batch = previewed(chen, rows)
    assert outcomes(batch) == ["like", "new", "like"]
    first, _new, third = batch.rows.order_by("number")
    assert unpacked(first.draft or {}).alike[0].ref == "440106-00001"
    assert unpacked(third.draft or {}).alike[0].question is None
    importing.accept(batch, by=chen, choice=Choice(frozenset({"like"})), now=NOW)
    assert Question.objects.count() == 2


def test_a_question_twice_in_a_file_is_taken_once(chen: User) -> None:
    batch = accepted(chen, [*lines(1), *lines(1)])
    assert outcomes(batch) == ["new", "same"]
    assert Question.objects.count() == 1


def test_what_one_may_not_see_is_not_told(chen: User) -> None:
    accepted(chen, lines(1))
    lin = person("lin", ("author", OTHER))
    assert outcomes(previewed(lin, lines(1), scope=OTHER)) == ["new"]


def test_nobody_imports_where_they_may_not(chen: User) -> None:
    with pytest.raises(NotTheirs):
        previewed(chen, lines(), scope=CITY)
    batch = previewed(chen, lines())
    lin = person("lin", ("author", OTHER))
    with pytest.raises(NotTheirs):
        importing.accept(batch, by=lin, now=NOW)
    importing.accept(batch, by=chen, now=NOW)
    with pytest.raises(NotTheirs):
        importing.undo(batch, by=lin, now=NOW)


def test_a_question_changed_since_the_preview_is_not_overwritten(chen: User) -> None:
    accepted(chen, lines(1))
    question = Question.objects.get()
    rows = lines(1)
    rows[0][0], rows[0][8] = question.ref, "换了一种说法。"
    batch = previewed(chen, rows)
    draft = desk.current(question)
    assert draft is not None
    other = Wanted(replace(draft, explanation=Text("抢先改了。")))
    desk.revise(question.pk, other, by=chen, revision=0)
    with pytest.raises(Refused, match=question.ref):
        importing.accept(batch, by=chen, now=NOW)


def test_words_become_the_tags_that_an_editor_said(chen: User) -> None:
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))
    batch = previewed(chen, lines(1))
    assert batch.about["labels"] == {"天文": 1}
    tag = Tag.objects.filter(facet="topic").order_by("pk")[0]
    KnownLabel.objects.create(user=chen, word="天文", tag=tag)
    importing.accept(batch, by=chen, now=NOW)
    assert list(Question.objects.get().tags.all()) == [tag]


def test_new_tags_replace_only_those_of_the_facets_that_a_file_names(chen: User) -> None:
    store_taxonomy(read_taxonomy(DATA / "taxonomy.yaml"))
    header = [*HEADER, "难度", "适用人群"]
    row = [*lines(1)[0], "L2", "elders"]
    first = importing.preview(table([row], header), named(), by=chen, scope=COUNTY)
    importing.accept(first, by=chen, now=NOW)
    question = Question.objects.get()
    row[0], row[10], row[11] = question.ref, "L4", ""
    batch = importing.preview(table([row], header), named(), by=chen, scope=COUNTY)
    assert outcomes(batch) == ["changed"]
    importing.accept(batch, by=chen, now=NOW)
    assert set(question.tags.values_list("code", flat=True)) == {"L4", "elders"}
    assert question.versions.count() == 1
    assert importing.undo(batch, by=chen, now=NOW) == []
    assert set(question.tags.values_list("code", flat=True)) == {"L2", "elders"}


def test_a_small_mistake_is_mended_in_the_row(chen: User) -> None:
    rows = lines(1)
    rows[0][7] = "E"
    batch = previewed(chen, rows)
    text = "1. 【单选题】月球绕地球一周约几天？\nA. 二十七\nB. 七\n答案：A\n"
    importing.amend(batch, 1, text)
    assert outcomes(batch) == ["new"]
    with pytest.raises(Refused, match="2 道"):
        importing.amend(batch, 1, text + "\n" + text.replace("1.", "2.", 1))
    assert outcomes(batch) == ["new"]
