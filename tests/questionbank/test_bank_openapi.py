"""The bank's REST interface keeps to its own description, with questions and files that there are.

tests/quiz/test_openapi.py asks every interface for things that mostly are not there.
"""

from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from questionbank import desk, importing, tokens
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.standing import approve_newest
from tests.questionbank.import_files import lines, named, table
from tests.questionbank.test_importing import NOW
from tests.questionbank.test_search import CITY
from tests.questionbank.test_taxonomy import load
from tests.rules.test_question import ALL_KINDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CALM = settings(
    max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def editor() -> User:
    """Of a bank with a draft of every kind, a live question, and two imported files."""
    load()
    user = User.objects.create_superuser("editor")
    for draft in ALL_KINDS:
        desk.create(Wanted(draft), by=user, scope=CITY)
    live = Question.objects.earliest("pk")
    approve_newest([live.pk])
    Question.objects.filter(pk=live.pk).update(status=Status.LIVE)
    for at in range(2):
        batch = importing.preview(table(lines()[at:]), named(), by=user, scope=CITY)
    importing.accept(batch, by=user, now=NOW)
    return user


@pytest.fixture
def headers(editor: User) -> dict[str, str]:
    secret = tokens.issue(editor, "test", today=timezone.localdate())
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def api(editor: User) -> Any:
    made = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    return made.include(path_regex="^/api/bank/")


def test_what_is_there_is_shown_and_changed_as_described(api: Any, headers: Any) -> None:
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:
        _try(operation, headers)


def _try(operation: Any, headers: dict[str, str]) -> None:
    @CALM
    @given(case=operation.as_strategy(), number=st.integers(1, 12))
    def answers(case: Any, number: int) -> None:
        case.path_parameters = dict.fromkeys(case.path_parameters or {}, number)
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    answers()


def test_what_does_not_fit_the_description_is_refused(api: Any, headers: Any) -> None:
    for result in api.get_all_operations():
        _refuse(result.ok(), headers)


def _refuse(operation: Any, headers: dict[str, str]) -> None:
    checks = [*CHECKS, negative_data_rejection]
    mode = schemathesis.GenerationMode.NEGATIVE

    @CALM
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        case.validate_response(case.call(headers=headers), checks=checks)

    answers()
