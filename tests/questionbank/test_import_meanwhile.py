"""What happened in the bank between the preview of a file and its accepting."""

from collections.abc import Callable

import pytest

from questionbank import desk, importing, workflow
from questionbank.desk import Wanted
from questionbank.imports.rows import notes_of, unpacked
from questionbank.messages import Refused
from questionbank.models import Question, Status
from tests.questionbank.import_files import lines
from tests.questionbank.many import change, fresh
from tests.questionbank.test_grants import person
from tests.questionbank.test_importing import NOW, accepted, previewed
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, COUNTY, PROVINCE, TAGS, WORDS, People, people

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


def imported(people: People) -> tuple[Question, list[list[str]]]:
    """A question of Chen's county, and a row that changes its explanation and its author."""
    rows = lines(1)
    accepted(people["chen"], rows)
    question = Question.objects.get()
    rows[0][0], rows[0][8] = question.ref, "县里换了一种说法。"
    return question, rows


def adopted(question: Question, people: People) -> None:
    """In use in the county, and then the province's."""
    Question.objects.update(status=Status.LIVE, approved=question.newest_id)
    for act, who in (("offer", "wu"), ("adopt", "guo")):
        now = fresh(question).revision
        if act == "offer":
            workflow.offer(question.pk, PROVINCE, by=people[who], revision=now)
        else:
            workflow.act(question.pk, act, by=people[who], revision=now)


def moved(question: Question, _people: People) -> None:
    change(person("zhao", ("organiser", PROVINCE)), [question], do="move", to=CITY)


@pytest.mark.parametrize("leaves", [adopted, moved])
def test_a_question_that_another_bank_has_by_now_is_not_changed(
    people: People, leaves: Callable[[Question, People], None]
) -> None:
    question, rows = imported(people)
    batch = previewed(people["chen"], rows)
    leaves(question, people)
    before = fresh(question)
    with pytest.raises(Refused, match=question.ref):
        importing.accept(batch, by=people["chen"], now=NOW)
    after = fresh(question)
    assert (after.newest_id, after.revision) == (before.newest_id, before.revision)
    assert question.versions.count() == 1


REF = "440106-00001"


def named_row() -> list[list[str]]:
    """Two rows, the first of which wants an id that is still free."""
    rows = lines(2)
    rows[0][0] = REF
    return rows


@pytest.mark.parametrize(
    ("scope", "code"), [(COUNTY, "ref_other_words"), ("440000/440300", "ref_taken")]
)
def test_a_row_whose_id_was_taken_after_the_preview_is_numbered_anew(
    people: People, scope: str, code: str
) -> None:
    batch = previewed(people["chen"], named_row())
    taken = desk.create(Wanted(WORDS, TAGS), by=people["chen"], scope=scope, ref=REF)
    importing.accept(batch, by=people["chen"], now=NOW)
    first, second = batch.rows.order_by("number").select_related("question")
    assert first.question
    assert second.question
    assert {first.question.ref, second.question.ref}.isdisjoint({REF})
    assert Question.objects.get(ref=REF) == taken
    assert [note.code for note in notes_of(first.notes)][-1] == code
    assert unpacked(first.draft or {}).row.ref == ""
    assert importing.undo(batch, by=people["chen"], now=NOW) == []
    assert Question.objects.get() == taken


def test_a_row_that_would_change_a_question_by_now_is_refused_by_its_id(people: People) -> None:
    batch = previewed(people["chen"], named_row())
    rows = named_row()
    rows[0][8] = "另一种解析。"
    accepted(people["chen"], rows[:1])
    with pytest.raises(Refused, match=REF):
        importing.accept(batch, by=people["chen"], now=NOW)
    assert Question.objects.count() == 1
