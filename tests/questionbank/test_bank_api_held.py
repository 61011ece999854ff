"""Keys that are not due stay in the bank below the province, by REST as in files (10.1)."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from questionbank import desk, due
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.standing import approve_newest
from tests.questionbank.test_bank_api import URL, Tool, chen, tool
from tests.questionbank.test_grants import person
from tests.questionbank.test_search import CITY
from tests.rules.test_question import ALL_KINDS, FOUR, ORDERING

pytestmark = pytest.mark.django_db
__all__ = ["chen", "tool"]


def test_a_key_that_is_not_due_leaves_by_no_address(
    chen: User, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [desk.create(Wanted(one), by=chen, scope="440000") for one in ALL_KINDS]
    approve_newest([one.pk for one in every])
    Question.objects.update(status=Status.LIVE)
    versions = frozenset(Question.objects.values_list("approved", flat=True))
    monkeypatch.setattr(due, "_source", [lambda: versions])
    status, page = tool.send("GET", URL)
    assert (status, len(page["questions"])) == (200, len(every))
    alone = [tool.send("GET", f"{URL}/{one.pk}")[1] for one in every]
    for one in [*page["questions"], *alone]:
        assert one["held"] is True
        assert one["draft"]["stem"]["zh"]
        assert not one["draft"].keys() & {"key", "estimate", "accepted", "areas", "explanation"}
    above = Tool(person("guo", ("reviewer", "440000"))).send("GET", URL)[1]["questions"]
    assert any(one["draft"]["key"] for one in above)
    assert not any(one["held"] for one in above)


def test_an_order_that_is_not_due_is_not_told_by_the_order_of_its_options(
    chen: User, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = replace(ORDERING, kind="matching", targets=FOUR[:3], key=(0, 1, 2, 2))
    made = [desk.create(Wanted(one), by=chen, scope=CITY) for one in (ORDERING, pairs)]
    written = [text.zh for text in FOUR]
    drafts = [tool.send("GET", f"{URL}/{one.pk}")[1]["draft"] for one in made]
    assert all([text["zh"] for text in one["options"]] == written for one in drafts)
    monkeypatch.setattr(due, "_source", [lambda: frozenset(one.newest_id for one in made)])
    for shown in tool.send("GET", URL)[1]["questions"]:
        assert [text["zh"] for text in shown["draft"]["options"]] == sorted(written)
        targets = [text["zh"] for text in shown["draft"]["targets"]]
        assert targets == sorted(targets)
