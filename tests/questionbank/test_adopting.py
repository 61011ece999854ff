"""Adopting is about the words in use: whose they are decides, whoever drafted newer ones."""

import pytest

from questionbank import desk, workflow
from questionbank.desk import Wanted
from questionbank.models import Question
from questionbank.refusals import NotTheirs
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import CITY, COUNTY, TAGS, WORDS, People, people, revise

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


def step(people: People, pk: int, act: str, who: str) -> Question:
    revision = Question.objects.get(pk=pk).revision
    return workflow.act(pk, act, by=people[who], revision=revision)


def offered(people: People, writer: str) -> Question:
    """A question of the county in use there, in that writer's words, and offered to the city."""
    question = desk.create(Wanted(WORDS, TAGS), by=people[writer], scope=COUNTY)
    for act, who in (("submit", "zhou"), ("approve", "lin"), ("activate", "wu")):
        now = step(people, question.pk, act, who)
    return workflow.offer(now.pk, CITY, by=people["wu"], revision=now.revision)


def test_nobody_adopts_their_own_words_once_somebody_drafted_newer_ones(people: People) -> None:
    question = offered(people, "zhou")
    for newer in (False, True):
        if newer:
            revise(question, people["chen"], "县里又起草了一版")
        with pytest.raises(NotTheirs, match="他人"):
            step(people, question.pk, "adopt", "zhou")
        now = Question.objects.get(pk=question.pk)
        assert "adopt" not in workflow.possible(now, people["zhou"])
    assert (now.scope, now.offered_to) == (COUNTY, CITY)


def test_who_only_drafted_newer_words_adopts_what_another_wrote(people: People) -> None:
    question = offered(people, "chen")
    revise(question, people["zhou"], "市里起草的一版")
    now = Question.objects.get(pk=question.pk)
    assert "adopt" in workflow.possible(now, people["zhou"])
    assert step(people, question.pk, "adopt", "zhou").scope == CITY
    step(people, question.pk, "submit", "zhou")
    with pytest.raises(NotTheirs, match="他人"):
        step(people, question.pk, "approve", "zhou")


def test_the_record_of_adopting_names_the_words_that_were_adopted(people: People) -> None:
    question = offered(people, "chen")
    in_use = question.approved_id
    revise(question, people["zhou"], "市里起草的一版")
    step(people, question.pk, "adopt", "zhou")
    step(people, question.pk, "submit", "zhou")
    now = Question.objects.get(pk=question.pk)
    said = dict(question.steps.values_list("act", "version"))
    assert now.newest_id != in_use
    assert (said["adopt"], said["submit"]) == (in_use, now.newest_id)
