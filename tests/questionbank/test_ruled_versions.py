"""Which versions may be ruled on: every one that contests may have asked, whatever came after."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from questionbank import papers, rulings
from questionbank.messages import Refused
from questionbank.models import Question, QuestionVersion
from tests.questionbank.many import change, fresh, undone, written
from tests.questionbank.test_taxonomy import load
from tests.questionbank.test_workflow import COUNTY, People, people, revise

pytestmark = pytest.mark.django_db
__all__ = ["people"]


@pytest.fixture(autouse=True)
def _taxonomy() -> None:
    load()


@pytest.fixture
def live(people: People) -> Question:
    question = written(people["chen"])
    for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu")):
        change(people[who], [question], do=act)
    return question


def void(version: QuestionVersion, people: People) -> None:
    rulings.check(version, "void_all", [], by=people["wu"])


def test_a_version_that_was_asked_is_ruled_on_after_its_approval_was_undone(
    people: People, live: Question
) -> None:
    first = fresh(live).approved
    second = revise(live, people["chen"], "第二版题干").newest
    assert first
    assert second
    change(people["chen"], [live], do="submit")
    with pytest.raises(Refused, match="从未启用"):
        void(second, people)
    act = change(people["wu"], [live], do="approve")
    assert [item.version for item in papers.pool(COUNTY)] == [second.pk]
    undone(act, people["wu"])
    assert fresh(live).approved == first
    for version in (first, second):
        void(version, people)


def test_newer_words_that_only_stood_beside_those_in_use_are_not_ruled_on(
    people: People, live: Question
) -> None:
    newer = revise(live, people["chen"], "第二版题干").newest
    assert newer
    change(people["wu"], [live], do="retire", reason="过时")
    for act in ("revive", "activate"):
        change(people["wu"], [live], do=act)
    with pytest.raises(Refused, match="从未启用"):
        void(newer, people)


def opened(people: People, question: Question) -> tuple[str, str]:
    """The question's page and the wizard of rulings, as Wu sees them."""
    client = Client()
    client.force_login(people["wu"])
    wizard = reverse("bank-rule", args=[question.pk])
    found = client.get(reverse("bank-question", args=[question.pk])).content.decode()
    return (wizard if wizard in found else ""), client.get(wizard).content.decode()


def test_the_wizard_leads_to_every_version_that_was_asked(people: People, live: Question) -> None:
    revise(live, people["chen"], "第二版题干")
    assert "?version=2" not in opened(people, live)[1]
    change(people["chen"], [live], do="submit")
    act = change(people["wu"], [live], do="approve")
    undone(act, people["wu"])
    linked, wizard = opened(people, live)
    assert linked
    assert re.search(r'"\?version=1"\s+aria-current', wizard)
    assert '"?version=2"' in wizard


def test_a_question_that_nothing_is_approved_of_any_more_can_still_be_ruled_on(
    people: People,
) -> None:
    question = written(people["chen"])
    assert opened(people, question)[0] == ""
    acts = [
        (change(people[who], [question], do=act), who)
        for act, who in (("submit", "chen"), ("approve", "lin"), ("activate", "wu"))
    ]
    for act, who in acts[:0:-1]:
        undone(act, people[who])
    assert fresh(question).approved is None
    linked, wizard = opened(people, question)
    assert linked
    assert "怎样计分" in wizard
