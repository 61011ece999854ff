"""Nothing that was published changes: every door is tried."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from leaderboard.models import PublishedResult, ResultName, ResultPart
from leaderboard.models.results import Frozen
from leaderboard.publish import naming, parts
from quiz import people
from quiz.models import Contestant
from tests.leaderboard.publish.cast import LATER, Scene

pytestmark = pytest.mark.slow


@pytest.fixture
def result(played: Scene) -> PublishedResult:
    return played.published()


def everything(result: PublishedResult) -> list[Any]:
    """All that was published, byte by byte."""
    fresh = PublishedResult.objects.get(pk=result.pk)
    files = [b"".join(parts.pieces(result.publication_id, n)) for n in ("answers", "persons")]
    return [fresh.body, fresh.sha256, fresh.signature, *files]


def test_saving_and_deleting_are_refused(result: PublishedResult) -> None:
    result.body = "{}"
    with pytest.raises(Frozen):
        result.save()
    with pytest.raises(Frozen):
        result.save(update_fields=["body"])
    with pytest.raises(Frozen):
        result.delete()


SQL = [
    "UPDATE leaderboard_publishedresult SET body = '{}'",
    "UPDATE leaderboard_publishedresult SET number = 7",
    "DELETE FROM leaderboard_publishedresult",
    "UPDATE leaderboard_resultpart SET number = number + 100",
    "DELETE FROM leaderboard_resultpart",
    "UPDATE leaderboard_resultname SET name = 'somebody'",
    "DELETE FROM leaderboard_resultname",
    "INSERT INTO leaderboard_resultpart SELECT * FROM leaderboard_resultpart",
    "INSERT INTO leaderboard_publishedresult SELECT * FROM leaderboard_publishedresult",
    pytest.param(
        "REPLACE INTO leaderboard_publishedresult SELECT * FROM leaderboard_publishedresult",
        marks=pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces"),
    ),
]


@pytest.mark.parametrize("sql", SQL)
def test_the_database_itself_refuses(result: PublishedResult, sql: str) -> None:
    before = everything(result)
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as db,
    ):
        db.execute(sql)
    assert everything(result) == before


def test_updates_of_many_rows_are_refused_too(result: PublishedResult) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PublishedResult.objects.filter(pk=result.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ResultPart.objects.filter(publication=result.publication_id).delete()


def test_the_admin_only_shows(result: PublishedResult) -> None:
    model = admin.site.get_model_admin(PublishedResult)
    request = RequestFactory().get("/")
    assert not model.has_add_permission(request)
    assert not model.has_change_permission(request, result)
    assert not model.has_delete_permission(request, result)


def test_another_nickname_changes_nothing_published(played: Scene, result: PublishedResult) -> None:
    before = everything(result)
    row = ResultName.objects.filter(publication=result.publication_id)[0]
    Contestant.objects.filter(pk=row.contestant_id).update(nickname="冒名者")
    assert everything(result) == before
    assert naming.shown(result.publication_id, [row.code]) == {row.code: row.name}


def test_erasure_takes_the_name_and_leaves_what_was_signed(
    played: Scene, result: PublishedResult
) -> None:
    before = everything(result)
    row = ResultName.objects.filter(publication=result.publication_id)[0]
    people.erase(row.contestant, LATER)
    assert naming.shown(result.publication_id, [row.code]) == {}
    assert naming.forget() == 1
    row.refresh_from_db()
    assert (row.name, row.salt) == ("", "")
    assert naming.forget() == 0
    assert everything(result) == before
