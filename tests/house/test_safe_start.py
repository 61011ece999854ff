"""A server that could lose an answer, or be entered by any name, does not start."""

import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from config.checks import safe_settings, uncollected, unsafe_storage, unusable_places
from tests import forks
from tests.made import migrated
from tests.servers import PostgreSQL, WebServer

PRODUCTION = {
    "EMBEDDED": False,
    "ALLOWED_HOSTS": ["contest.example.org"],
    "ORIGINS": ["https://contest.example.org"],
    "SECRET_KEY": "k" * 50,
    "WEB_SERVER": "daphne",
}

SITE = {
    "ALLOWED_HOSTS": "127.0.0.1",
    "ORIGINS": "http://127.0.0.1",
    "SECRET_KEY": "k" * 50,
}


def found(settings: Settings, **change: Any) -> set[str | None]:
    for name, value in {**PRODUCTION, **change}.items():
        setattr(settings, name, value)
    return {error.id for error in safe_settings()}


def test_a_complete_environment_is_accepted(settings: Settings) -> None:
    assert found(settings) == set()


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "contest.E001"),
        ({"ALLOWED_HOSTS": []}, "contest.E001"),
        ({"ORIGINS": []}, "contest.E002"),
        ({"ORIGINS": ["contest.example.org"]}, "contest.E003"),
        ({"ORIGINS": ["https://contest.example.org/"]}, "contest.E003"),
        ({"SECRET_KEY": "k" * 49}, "contest.E004"),
        ({"WEB_SERVER": "gunicorn"}, "contest.E005"),
    ],
)
def test_an_unsafe_setting_is_named(
    settings: Settings, change: dict[str, Any], number: str
) -> None:
    assert found(settings, **change) == {number}


def test_an_embedded_server_may_be_reached_by_any_name(settings: Settings) -> None:
    assert found(settings, EMBEDDED=True, ALLOWED_HOSTS=["*"], ORIGINS=[]) == set()


@pytest.mark.django_db(transaction=True)
def test_an_sqlite_that_does_not_wait_for_the_disk_is_refused() -> None:
    assert unsafe_storage() == []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    assert [line.split(":")[0] for line in unsafe_storage()] == ["contest.E102"]
    connection.close()


@pytest.mark.postgres
def test_a_postgresql_that_does_not_wait_for_the_disk_is_refused(
    postgres: PostgreSQL, web_server: Any
) -> None:
    url = postgres.url("unsafe")
    server: WebServer = web_server(
        DATABASE_URL=url,
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS="127.0.0.1",
        ORIGINS="http://127.0.0.1",
    )
    code = "from config.checks import unsafe_storage; print(unsafe_storage())"
    assert server.manage("shell", "-v", "0", "-c", code).strip() == "[]"
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ALTER DATABASE unsafe SET synchronous_commit = off")
    assert "contest.E112" in server.manage("shell", "-v", "0", "-c", code)


@pytest.mark.slow
def test_a_server_without_its_tables_says_in_one_line_what_to_run(web_server: Any) -> None:
    server: WebServer = web_server()
    done = server.command("serve")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "run manage.py migrate" in done.stderr


def test_collected_files_are_missed_at_the_start_and_not_by_each_page(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    assert uncollected() == []
    settings.COLLECTED = True
    (line,) = uncollected()
    assert "manage.py collectstatic" in line
    (tmp_path / "staticfiles.json").write_text("{}")
    assert uncollected() == []


@pytest.fixture
def places(settings: Settings, tmp_path: Path) -> Path:
    settings.PICTURES_DIR = tmp_path / "made" / "later"
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "signing.pem"
    return tmp_path


def test_places_that_will_be_made_are_no_fault(places: Path) -> None:
    assert unusable_places() == []
    assert list(places.iterdir()) == []


@pytest.mark.parametrize("name", ["PICTURES_DIR", "SIGNING_KEY_FILE"])
def test_a_place_below_a_file_is_named_at_the_start(
    settings: Settings, places: Path, name: str
) -> None:
    (places / "file").touch()
    setattr(settings, name, places / "file" / "below")
    (line,) = unusable_places()
    assert f"{name}: " in line


def test_what_is_no_key_is_named_at_the_start(settings: Settings, places: Path) -> None:
    settings.SIGNING_KEY_FILE.parent.mkdir()
    settings.SIGNING_KEY_FILE.write_text("no key")
    (line,) = unusable_places()
    assert line.startswith("contest.E133: SIGNING_KEY_FILE signing.pem: ")
    assert "\n" not in line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"DATABASE_POOL": "1"}, "DATABASE_POOL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PICTURES_DIR": "manage.py"}, "contest.E132"),
        ({**SITE, "DATABASE_URL": "postgres://a:b@127.0.0.1:1/x"}, "Connection refused"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_server_with_one_line(
    tmp_path: Path, told: dict[str, str], named: str
) -> None:
    database = shutil.copy(migrated(), tmp_path / "contest.sqlite3")
    told = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{database}", **told}
    done = forks.run(["manage.py", "serve"], {**os.environ, **told})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert named in line
