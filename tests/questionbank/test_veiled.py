"""What only an upper bank may see is not found from below; what is shown there is (10.1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionbank import desk, duplicates, grants, importing, likenesses, pairs
from questionbank.desk import Wanted
from questionbank.models import Question, Status, Suspect
from questionbank.rules.question import Text
from questionbank.standing import approve_newest
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_grants import COUNTY, PROVINCE, person
from tests.rules.test_question import SINGLE, TRUEFALSE

pytestmark = pytest.mark.django_db
SHOWN, SECRET = "青蛙冬天怎样呼吸？", "蟾蜍冬眠时靠什么呼吸？"
WORDS = replace(SINGLE, stem=Text(SHOWN))
DRAFT = replace(TRUEFALSE, stem=Text(SECRET), explanation=Text("靠皮肤，机密草稿。"))


@pytest.fixture
def changed() -> Question:
    """A live question of the province with a new version that waits; reported and offered on."""
    made = desk.create(Wanted(WORDS), by=None, scope=PROVINCE)
    approve_newest([made.pk])
    Question.objects.filter(pk=made.pk).update(status=Status.LIVE, offered_to="x")
    made.refresh_from_db()
    return desk.revise(made.pk, Wanted(DRAFT), by=None, revision=made.revision)


@pytest.fixture
def lin() -> User:
    return person("lin", ("reviewer", COUNTY))


def told(user: User, question: Question) -> Callable[..., bool]:
    client = Client()
    client.force_login(user)

    def hit(**query: str) -> bool:
        page = client.get(reverse("bank-list"), {**query, "part": "results"}).content.decode()
        refs = [one["ref"] for one in _listed(client, query)]
        assert (question.ref in page) is (question.ref in refs)
        assert SECRET not in page or grants.may(user, "read", question)
        return question.ref in refs

    return hit


def _listed(client: Client, query: dict[str, str]) -> list[Any]:
    rest = {name: value for name, value in query.items() if name != "sort"}
    return list(client.get(reverse("api-bank-questions"), rest).json()["questions"])


QUERIES = [
    ({"words": "青蛙"}, True, False),
    ({"words": "蟾蜍"}, False, True),
    ({"words": "机密草稿"}, False, True),
    ({"words": "冬 呼吸"}, True, True),
    ({"kind": "single"}, True, False),
    ({"kind": "truefalse"}, False, True),
    ({"list": "changed"}, False, True),
    ({"list": "offered"}, False, True),
    ({"words": "呼吸", "sort": "stem"}, True, True),
]


@pytest.mark.parametrize(("query", "below", "above"), QUERIES)
def test_each_finds_a_question_by_the_words_that_are_theirs_to_read(
    changed: Question, lin: User, query: dict[str, str], *, below: bool, above: bool
) -> None:
    assert told(lin, changed)(**query) is below
    assert told(person("guo", ("reviewer", PROVINCE)), changed)(**query) is above


def test_the_kinds_below_are_counted_as_they_are_shown(changed: Question, lin: User) -> None:
    client = Client()
    client.force_login(lin)
    page = client.get(reverse("bank-list"), {"part": "results"}).content.decode()
    assert changed.ref in page
    assert "kind=single" in page
    assert "kind=truefalse" not in page


def near(stem: str, user: User) -> list[int]:
    draft = replace(WORDS, stem=Text(stem))
    seen, veiled = grants.visible(user), grants.veiled(user)
    return [one.score for one in duplicates.near(draft, among=seen, veiled=veiled)]


@pytest.mark.usefixtures("changed")
def test_what_is_like_a_guess_does_not_tell_the_newest_words(lin: User) -> None:
    draft = replace(DRAFT, explanation=Text("猜的。"))
    seen, veiled = grants.visible(lin), grants.veiled(lin)
    assert duplicates.near(draft, among=seen, veiled=veiled) == []
    assert near(SHOWN, lin) == [100]
    guo = person("guo", ("reviewer", PROVINCE))
    assert [one.score for one in duplicates.near(draft, among=grants.visible(guo))] == [100]


def test_many_veiled_questions_are_compared_in_the_queries_of_one(
    changed: Question, lin: User
) -> None:
    cost_of_near(lin)  # the bank itself is read
    costs = [cost_of_near(lin)]
    for number in range(12):
        made = desk.create(
            Wanted(replace(WORDS, stem=Text(f"青蛙{number}"))), by=None, scope=PROVINCE
        )
        approve_newest([made.pk])
        Question.objects.filter(pk=made.pk).update(status=Status.LIVE, change="draft")
    costs.append(cost_of_near(lin))
    assert grants.veiled(lin).count() == 13
    assert changed in grants.veiled(lin)
    assert costs[1] == costs[0]


def cost_of_near(user: User) -> int:
    """The queries of a process that has compared nothing yet."""
    likenesses._kept.clear()
    with CaptureQueriesContext(connection) as queries:
        assert near(SHOWN, user)
    return len(queries)


def test_typing_shows_the_words_in_use_of_what_is_like_it(changed: Question) -> None:
    client = Client()
    client.force_login(person("chen", ("author", COUNTY)))
    text = f"{SHOWN}\nA. 甲\nB. 乙\n答案：A"
    answer = client.post(reverse("bank-parse"), {"text": text, "near": "1", "scope": COUNTY})
    assert SHOWN in answer.json()["near"]
    assert SECRET not in answer.json()["near"]
    assert changed.ref in answer.json()["near"]


def test_a_row_with_the_newest_words_above_is_new_below(changed: Question) -> None:
    chen = person("chen", ("author", COUNTY))
    rows = lines(1)
    batch = importing.preview(table(rows), named(), by=chen, scope=COUNTY)
    importing.accept(batch, by=chen, now=datetime(2026, 5, 4, tzinfo=UTC))
    words = desk.current(Question.objects.get(scope=COUNTY))
    assert words is not None
    desk.revise(changed.pk, Wanted(words), by=None, revision=changed.revision)
    Question.objects.filter(scope=COUNTY).update(scope="440000/440300")
    again = importing.preview(table(rows), named(), by=chen, scope=COUNTY)
    assert again.rows.get().outcome == "new"


def test_no_pair_tells_what_the_newest_words_are_like(changed: Question) -> None:
    chen = person("chen", ("author", COUNTY))
    mine = desk.create(Wanted(replace(DRAFT, explanation=Text("县里的。"))), by=chen, scope=COUNTY)
    duplicates.search_on()
    assert Suspect.objects.filter(first=changed, second=mine).exists()
    assert not pairs.suspects(chen).exists()
    assert pairs.suspects(person("guo", ("author", PROVINCE))).exists()
