"""A new question's page: what it begins with, and what its editor is led to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import Question
from tests.questionbank.test_editing import NAME, PASTED, chen, client, new
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
__all__ = ["chen", "client"]


def test_nothing_is_read_for_a_question_that_one_may_not_see(client: Client) -> None:
    foreign = desk.create(Wanted(SINGLE), by=None, scope="440000/440300")
    for name in ("/bank/parse", "/bank/scratch"):
        sent = client.post(name, {"question": foreign.pk, "name": NAME, "text": PASTED})
        assert sent.status_code == 404


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("multiple", "【多选题】</textarea>"),
        ("hotspot", '<details id="fields" class="fields" open>'),
    ],
)
def test_a_new_question_of_a_kind_begins_as_one(client: Client, kind: str, there: str) -> None:
    page = client.get("/bank/new/", {"kind": kind, "topic": "T4"}).content.decode()
    assert there in page
    assert f'<option value="{kind}" selected' in page.replace("\n", " ").replace("  ", "")
    assert "错误" not in page
    assert "没有这种" not in client.get("/bank/new/?kind=essay").content.decode()


def test_a_text_that_only_says_its_kind_is_not_found_wrong_while_it_is_typed(
    client: Client,
) -> None:
    told = client.post("/bank/parse", {"text": "【判断题】", "name": NAME}).json()
    assert "错误" not in told["card"]
    assert new(client, "【判断题】").status_code == 400


def test_what_was_saved_can_be_gone_back_to_from_the_next_one(client: Client) -> None:
    new(client, next="1")
    made = Question.objects.get()
    page = client.get("/bank/new/").content.decode()
    assert f'已保存 <a href="/bank/q/{made.pk}/edit/">{made.ref}</a>' in page


def overtaken(place: int, act: Callable[[], object]) -> Callable[..., Any]:
    """Has `act` done, once, before the query number `place` of what is asked for meanwhile.

    Nothing is done once a savepoint was made: from there on the others wait.
    """
    left = [place]

    def ask(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            left[0] = -1
        left[0] -= 1
        if left[0] == -1:
            act()
        return execute(sql, *more)

    return ask


@pytest.mark.parametrize("place", range(6))
def test_a_form_that_is_stored_while_it_is_sent_again_is_one_question(
    client: Client, place: int
) -> None:
    answers: list[HttpResponse] = []
    with connection.execute_wrapper(overtaken(place, lambda: answers.append(new(client)))):
        answers.append(new(client))
    stored = Question.objects.get()
    assert {one.headers.get("Location") for one in answers} == {f"/bank/q/{stored.pk}/edit/"}
