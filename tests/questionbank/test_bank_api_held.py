"""Keys that are not due stay in the bank below the province, by REST as in files (10.1)."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionbank import desk, due, exporting
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.standing import approve_newest
from tests.questionbank.test_bank_api import URL, Tool, chen, tool
from tests.questionbank.test_grants import person
from tests.questionbank.test_search import CITY
from tests.rules.test_question import ALL_KINDS, FOUR, ORDERING, SINGLE

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


def test_one_question_costs_as_many_queries_however_many_versions_are_not_due(
    chen: User, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk.create(Wanted(ORDERING), by=chen, scope=CITY)
    costs = []
    tool.send("GET", URL)  # the token's first use is noted
    for others in (0, 5 * exporting.AT_ONCE):
        versions = frozenset([one.newest_id, *range(10_000, 10_000 + others)])
        monkeypatch.setattr(due, "_source", [lambda asked=versions: asked])
        with CaptureQueriesContext(connection) as queries:
            assert tool.send("GET", f"{URL}/{one.pk}")[1]["held"] is True
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_earlier_version_that_is_not_due_holds_its_question(chen: User) -> None:
    one, other = (desk.create(Wanted(SINGLE), by=chen, scope=CITY) for _ in range(2))
    asked = one.newest_id
    desk.revise(one.pk, Wanted(ORDERING), by=chen, revision=one.revision)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due, "_source", [lambda: frozenset([asked])])
        assert exporting.held_of(chen, [one.pk, other.pk]) == exporting.held(chen) == {one.pk}
        assert exporting.held_of(chen, [other.pk]) == frozenset()
        guo = person("guo", ("organiser", "440000"))
        assert exporting.held_of(guo, [one.pk]) == frozenset()
