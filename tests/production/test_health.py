"""What a machine that asks for health is told."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_process_whose_tables_are_all_there_is_ready(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() | {"ready": True, "database": True, "tables": True} == answer.json()


def test_a_process_that_lacks_a_table_of_its_own_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("quiz", "0001_initial")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() | {"ready": False, "database": True, "tables": False} == answer.json()


def test_an_upgrade_that_adds_tables_leaves_old_processes_in(client: Client) -> None:
    MigrationRecorder(connection).record_applied("quiz", "9999_of_newer_code")
    assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("page", ["/health/live", "/health/ready"])
def test_health_is_asked_and_told_nothing(page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.head(page).status_code == 200
    answer = client.post(page)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
