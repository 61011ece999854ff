"""A question that a tool sends once more, because the answer was lost, is stored once."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from questionbank.models import Question
from tests.questionbank.test_bank_api import URL, WORDS, Tool, chen, tool
from tests.questionbank.test_grants import person
from tests.questionbank.test_search import CITY, COUNTY

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
