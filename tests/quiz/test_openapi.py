"""The REST API answers whatever its own description allows, and more, without ever a 500."""

from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from questionbank import tokens
from quiz.rules.formats import Format
from tests.quiz import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def api() -> Any:
    """The description as the server gives it, over a small world."""
    world.make_bank(4, ["single"])
    contest = world.make_contest()
    world.make_round(Format(questions=3, blueprint={"single": 3}, books=1), contest)
    world.make_contestant(contest)
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


def test_no_request_makes_the_server_fail(api: Any) -> None:
    editor = User.objects.create_superuser("editor")
    secret = tokens.issue(editor, "test", today=timezone.localdate())
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) >= 14
    for operation in operations:
        bank = operation.path.startswith("/api/bank/")
        _try(operation, {"Authorization": f"Bearer {secret}"} if bank else {})


def _try(operation: Any, headers: dict[str, str]) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        checks = [not_a_server_error, response_schema_conformance]
        case.validate_response(case.call(headers=headers), checks=checks)

    answers()
