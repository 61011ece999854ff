"""A test with transactions of its own may publish: what is never deleted is gone after it."""

import pytest
from django.db import connection

from leaderboard.models import PublishedResult
from tests.emptying import empty
from tests.leaderboard.publish.cast import Scene

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, tgenabled FROM pg_trigger ORDER BY tgname",
}


def guards() -> list[tuple[str, str]]:
    with connection.cursor() as db:
        db.execute(GUARDS[connection.vendor])
        return list(db.fetchall())


def test_a_published_result_goes_with_the_rest_and_its_guards_stay(played: Scene) -> None:
    before = guards()
    played.published()
    empty()
    assert not PublishedResult.objects.exists()
    assert guards() == before
    assert any(name.startswith("leaderboard_publishedresult") for name, _how in before)
