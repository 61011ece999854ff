"""What an import may not make of a question that is there: two difficulties, a copy (10.5)."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from questionbank import desk, importing
from questionbank.formats import registry
from questionbank.formats.found import Options, Written
from questionbank.imports.rows import notes_of
from questionbank.messages import Refused
from questionbank.models import Batch, KnownLabel, Question, Status, Tag
from questionbank.rules.question import Text
from questionbank.standing import approve_newest
from tests.questionbank.import_files import HEADER, lines, named, table
from tests.questionbank.many import TAGS_OF_ALL, tags_of, written
from tests.questionbank.test_importing import NOW
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import COUNTY, people

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


def live(people: dict[str, User]) -> Question:
    made = written(people["chen"])
    approve_newest([made.pk])
    Question.objects.filter(pk=made.pk).update(status=Status.LIVE)
    return Question.objects.get(pk=made.pk)


def line(question: Question, **changes: Any) -> dict[str, Any]:
    draft = desk.current(question)
    assert draft is not None
    tags = frozenset(question.tags.values_list("facet", "code"))
    one = Written(question.ref, replace(draft, **changes), tags, Text(""), "", {})
    found: dict[str, Any] = json.loads(registry.write("jsonl", [one], Options()))
    return found


def previewed(by: User, *rows: dict[str, Any]) -> Batch:
    data = "\n".join(map(json.dumps, rows)).encode()
    return importing.preview(data, Options(name="a.jsonl"), by=by, scope=COUNTY)


def told(batch: Batch) -> list[tuple[str, list[str]]]:
    rows = batch.rows.order_by("number")
    return [
        (row.outcome, [one.code for one in notes_of(row.notes) if one.level.value == "error"])
        for row in rows
    ]


@pytest.mark.parametrize("words", ["", "换一种解析"])
def test_a_question_past_draft_gets_no_second_difficulty(
    people: dict[str, User], words: str
) -> None:
    question = live(people)
    row = line(question, **({"explanation": Text(words)} if words else {}))
    row["tags"]["difficulty"] = ["L1", "L5"]
    assert told(previewed(people["chen"], row)) == [("wrong", ["tags_many"])]


def test_a_draft_may_have_two_until_it_is_submitted(people: dict[str, User]) -> None:
    row = line(written(people["chen"]))
    row["tags"]["difficulty"] = ["L1", "L5"]
    assert told(previewed(people["chen"], row)) == [("changed", [])]


def test_labels_give_no_second_difficulty_either(people: dict[str, User]) -> None:
    chen = people["chen"]
    importing.accept(
        importing.preview(table(lines(1)), named(), by=chen, scope=COUNTY), by=chen, now=NOW
    )
    question = Question.objects.get()
    question.tags.set(Tag.objects.filter(code__in=TAGS_OF_ALL))
    approve_newest([question.pk])
    Question.objects.update(status=Status.LIVE)
    row = [question.ref, *lines(1)[0][1:8], "换一种解析。", "天文", "L5"]
    batch = importing.preview(table([row], (*HEADER, "难度")), named(), by=chen, scope=COUNTY)
    assert told(batch) == [("changed", [])]
    KnownLabel.objects.create(user=chen, word="天文", tag=Tag.objects.get(code="L1"))
    with pytest.raises(Refused, match="只能有一个标签"):
        importing.accept(batch, by=chen, now=NOW)
    assert tags_of(question) == TAGS_OF_ALL


def test_no_question_gets_the_very_words_of_another(people: dict[str, User]) -> None:
    one, other = live(people), live(people)
    row = line(one) | {"ref": other.ref}
    batch = previewed(people["chen"], row)
    assert told(batch) == [("wrong", ["same_in_bank"])]
    new = {"stem": {"zh": "第 一千 题"}}
    twice = previewed(people["chen"], line(one) | new, line(other) | new)
    assert [outcome for outcome, _errors in told(twice)] == ["changed", "wrong"]


def test_its_own_earlier_words_are_no_copy(people: dict[str, User]) -> None:
    question = live(people)
    old = line(question)
    draft = desk.current(question)
    assert draft is not None
    wanted = desk.Wanted(
        replace(draft, explanation=Text("新")),
        frozenset(question.tags.values_list("facet", "code")),
    )
    desk.revise(question.pk, wanted, by=people["chen"], revision=question.revision)
    assert told(previewed(people["chen"], old)) == [("changed", [])]


def test_a_copy_that_came_after_the_preview_is_refused(people: dict[str, User]) -> None:
    one, chen = live(people), people["chen"]
    why = Text("后来才有的解析")
    batch = previewed(chen, line(one, explanation=why))
    draft = desk.current(one)
    assert draft is not None
    desk.create(desk.Wanted(replace(draft, explanation=why)), by=chen, scope=COUNTY)
    with pytest.raises(Refused, match="相同"):
        importing.accept(batch, by=chen, now=NOW)
    assert Question.objects.get(pk=one.pk).newest_id == one.newest_id
