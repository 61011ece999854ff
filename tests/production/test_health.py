"""What a machine that asks for health is told."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

LARGEST_DISK_MB = 10**9
pytestmark = pytest.mark.django_db


def test_a_process_whose_tables_are_all_there_is_ready(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() | {"ready": True, "database": True, "tables": True} == answer.json()


def test_what_runs_out_slowly_is_told(client: Client, tmp_path: Path) -> None:
    before = client.get("/health/ready").json()
    with ExitStack() as held:
        for n in range(20):
            held.enter_context((tmp_path / str(n)).open("w"))
        after = client.get("/health/ready").json()
    assert 0 < after["disk_free_mb"] < LARGEST_DISK_MB
    assert (after["oldest_ms"], after["writer_restarts"]) == (0, 0)
    if before["files_left"] is None:
        pytest.skip("this system does not say how many files are open")
    assert 15 < before["files_left"] - after["files_left"] < 25


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
