"""The accepted forms of a ruling on a short text are checked like those of a question."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from questionbank import desk, rulings
from questionbank.desk import Wanted
from questionbank.messages import Refused
from questionbank.models import Question, QuestionVersion, Status
from questionbank.rules.question import Draft, Text
from questionbank.standing import approve_newest
from tests.questionbank.test_grants import COUNTY, person

pytestmark = pytest.mark.django_db
WORDS = Draft("text", Text("植物靠什么造糖？"), accepted=("光合作用",))
NOTE = ("更正答案", "")


@pytest.fixture
def wu() -> User:
    return person("wu", ("approver", COUNTY))


@pytest.fixture
def version() -> QuestionVersion:
    made = desk.create(Wanted(replace(WORDS)), by=None, scope=COUNTY)
    approve_newest([made.pk])
    Question.objects.update(status=Status.LIVE)
    return QuestionVersion.objects.get()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("", "不能为空"),
        (" ", "不能为空"),
        ("\u200b", "不能为空"),
        ("x" * 5_000, "文字太长"),
        ("a\0b", "无法显示"),
        ("光合作用 ", "正是原答案"),
    ],
)
def test_a_form_that_no_question_may_have_is_refused(
    version: QuestionVersion, wu: User, form: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        rulings.propose(version, "new_key", [[form]], note=NOTE, by=wu)


def test_forms_are_stored_as_those_of_a_question(version: QuestionVersion, wu: User) -> None:
    made = rulings.propose(version, "new_key", [["  光反应  和 暗反应 "]], note=NOTE, by=wu)
    assert made.keys == [["光反应 和 暗反应"]]
    with pytest.raises(Refused, match="相同"):
        rulings.check(version, "accept", [["光反应"], ["光反应 "]], by=wu)
