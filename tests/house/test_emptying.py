"""What a test with transactions of its own leaves to the next one: nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, connections, transaction

from quiz.models import Cohort, Contest
from tests.emptying import FROM_MIGRATION, empty
from tests.processes import START_S
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, int]:
    """How many rows each table has, of those that have some."""
    models = apps.get_models(include_auto_created=True)
    counted = {model._meta.db_table: model._base_manager.count() for model in models}
    return {table: count for table, count in counted.items() if count}


def fill() -> None:
    """Rows of many tables, some of which point at each other."""
    world.make_bank(kinds=["single"])
    contest = world.make_contest()
    world.make_round(world.FIVE, contest)
    world.make_contestant(contest)
    group = Group.objects.create(name="editors")
    group.permissions.set(Permission.objects.all()[:2])
    group.user_set.set([User.objects.create_user("chen")])


def test_every_row_goes_but_those_from_the_migrations() -> None:
    before = rows()
    assert set(before) == FROM_MIGRATION
    fill()
    assert len(rows()) > 10
    empty()
    assert rows() == before


def test_numbers_go_on_so_that_nothing_old_is_taken_for_new() -> None:
    fill()
    old = Contest.objects.get().pk
    empty()
    fill()
    assert Contest.objects.get().pk > old


def test_afterwards_keys_hold_again() -> None:
    fill()
    empty()
    with pytest.raises(IntegrityError):
        Contest.objects.create(code="2026", title_zh="大赛", region_id="440000")


def test_what_somebody_is_still_writing_goes_with_the_rest() -> None:
    written = Event()
    with ThreadPoolExecutor(1) as other:
        writing = other.submit(_write, written)
        assert written.wait(START_S)
        empty()
        writing.result()
    assert set(rows()) == FROM_MIGRATION


def _write(written: Event) -> None:
    """A row that is not stored before the emptying waits for it."""
    try:
        with transaction.atomic():
            Cohort.objects.create(code="late", name_zh="晚", name_en="Late")
            written.set()
            _until_awaited()
    finally:
        connections.close_all()


def _until_awaited() -> None:
    """SQLite has one writer at a time, and nobody can see who is next."""
    deadline = time.monotonic() + START_S
    with connection.cursor() as db:
        while connection.vendor == "postgresql" and time.monotonic() < deadline:
            db.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
            if db.fetchone():
                return
