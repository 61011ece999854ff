"""A question that a tool sends once more, because the answer was lost, is stored once."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from tests.questionbank.test_bank_api import URL, WORDS, Tool, chen, tool
from tests.questionbank.test_grants import person
from tests.questionbank.test_search import CITY, COUNTY
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
__all__ = ["chen", "tool"]


def test_the_same_question_sent_twice_is_stored_once(chen: User, tool: Tool) -> None:
    body = {"draft": WORDS, "scope": COUNTY, "tags": [["topic", "T4"]]}
    first, again = tool.send("POST", URL, body), tool.send("POST", URL, body)
    assert (first[0], again[0], again[1]["id"]) == (201, 200, first[1]["id"])
    assert Question.objects.count() == 1
    others: list[dict[str, Any]] = [{"scope": CITY}, {"tags": []}]
    for other in others:
        status, said = tool.send("POST", URL, body | other)
        assert (status, said["code"]) == (409, "copy")
        assert first[1]["ref"] in said["message"]
    he = Tool(person("he", ("author", "440000/440300")))
    status, said = he.send("POST", URL, body | {"scope": "440000/440300"})
    assert (status, said["code"]) == (409, "copy")
    assert first[1]["ref"] not in said["message"]


BODY = {"draft": WORDS, "scope": COUNTY, "tags": [["topic", "T4"]], "note": "第一批"}


@pytest.mark.parametrize(
    "other",
    [
        {"note": "第二批"},
        {"expires_on": "2027-01-01"},
        {"author_zh": "陈"},
        {"author_en": "Chen"},
        {"licence": "CC0-1.0"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_differs_in_what_is_noted_was_not_sent_before(
    tool: Tool, other: dict[str, Any]
) -> None:
    made = tool.send("POST", URL, BODY)[1]
    status, said = tool.send("POST", URL, BODY | other)
    assert (status, said["code"]) == (409, "copy")
    assert made["ref"] in said["message"]
    assert tool.send("POST", URL, BODY)[0] == 200


@pytest.mark.parametrize("now", [{"status": Status.RETIRED}, {"revision": 3}], ids=str)
def test_a_question_that_went_on_is_not_told_as_just_made(tool: Tool, now: dict[str, Any]) -> None:
    made = tool.send("POST", URL, BODY)[1]
    Question.objects.filter(pk=made["id"]).update(**now)
    status, said = tool.send("POST", URL, BODY)
    assert (status, said["code"]) == (409, "copy")
    assert made["ref"] in said["message"]


def test_of_several_with_the_same_words_one_that_may_be_seen_is_named(tool: Tool) -> None:
    hidden = desk.create(Wanted(SINGLE), by=None, scope="440000/440300")
    seen = desk.create(Wanted(SINGLE), by=None, scope=CITY)
    status, said = tool.send("POST", URL, BODY)
    assert (status, said["code"]) == (409, "copy")
    assert seen.ref in said["message"]
    assert hidden.ref not in said["message"]
