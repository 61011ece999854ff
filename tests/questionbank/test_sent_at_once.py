"""A tool and a form of the same person at the same moment: neither waits for the other for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from questionbank import copies, desk
from questionbank.api import questions
from questionbank.desk import Wanted
from questionbank.models import Question
from questionbank.rules.question import Draft, Text
from tests.questionbank.test_grants import COUNTY, person
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db(transaction=True)
FORM = replace(SINGLE, stem=Text("表单里的新题"))
TOOL = replace(SINGLE, stem=Text("程序送来的新题"))


def saved_by_form(chen: User) -> str:
    """In a connection of its own; what waits for a lock says so instead of waiting on."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            return desk.create(Wanted(FORM), by=chen, scope=COUNTY).ref
    finally:
        connection.close()


def test_a_form_is_saved_while_a_tool_of_the_same_person_sends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, and no locks of rows")
    chen, refs = person("chen", ("author", COUNTY)), []
    check = copies.check

    def meanwhile(draft: Draft, question: Question | None, user: User) -> None:
        with ThreadPoolExecutor(1) as form:
            refs.append(form.submit(saved_by_form, chen).result())
        check(draft, question, user)

    monkeypatch.setattr(copies, "check", meanwhile)
    made, new = questions._made(Wanted(TOOL), chen, COUNTY)
    assert (new, made.ref not in refs) == (True, True)
    assert set(Question.objects.values_list("ref", flat=True)) == {made.ref, *refs}
