"""Many questions at once, for tests of bulk changes."""

from dataclasses import replace
from itertools import count

from django.contrib.auth.models import User

from questionbank import desk
from questionbank.bulk import jobs
from questionbank.bulk.asked import asked
from questionbank.bulk.plans import Plan, plan
from questionbank.desk import Wanted
from questionbank.models import Act, Question, Tag
from questionbank.rules.question import Text
from tests.questionbank.test_workflow import COUNTY, TAGS, WORDS, People

TAGS_OF_ALL = {code for _facet, code in TAGS}
NUMBERS = count()


def written(by: User, scope: str = COUNTY, *, tags: desk.Tags = TAGS) -> Question:
    words = replace(WORDS, stem=Text(f"第 {next(NUMBERS)} 题"))
    return desk.create(Wanted(words, tags), by=by, scope=scope)


def drafts_of(people: People) -> list[Question]:
    """Three drafts of Chen's county, the second without tags, and one of another city."""
    return [
        written(people["chen"]),
        written(people["chen"], tags=frozenset()),
        written(people["chen"]),
        written(people["guo"], "440000/440300"),
    ]


def numbers(questions: list[Question]) -> list[int]:
    return [question.pk for question in questions]


def change(by: User, questions: list[Question], **said: str) -> Act:
    """The change is planned and made."""
    wanted, fields = asked(said)
    shown = plan(wanted, numbers(questions), by=by)
    pks = numbers(questions)
    return jobs.begin(wanted, fields, pks, by=by, query="", seen=shown.seen)


def planned(by: User, questions: list[Question], **said: str) -> Plan:
    return plan(asked(said)[0], numbers(questions), by=by)


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def tags_of(question: Question) -> set[str]:
    return set(question.tags.values_list("code", flat=True))


def tag(code: str) -> str:
    return str(Tag.objects.get(code=code).pk)


def undone(act: Act, by: User) -> Act:
    jobs.take_back(Act.objects.get(pk=act.pk), by=by)
    return Act.objects.get(pk=act.pk)
