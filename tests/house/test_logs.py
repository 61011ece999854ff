"""At WARNING the log is quiet: what clients are refused every day is no warning, safety is."""

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from config import logs


def record(path: str, status: int, name: str = "django.request") -> logging.LogRecord:
    made = logging.LogRecord(name, logging.WARNING, "", 1, "Refused: %s", (path,), None)
    made.__dict__.update(status_code=status, request=SimpleNamespace(path=path))
    return made


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/join", 400),
        ("/api/join", 429),
        ("/api/me", 401),
        ("/api/attempts/7/review", 403),
        ("/api/contests/none", 404),
        ("/api/bank/questions", 400),
        ("/api/boards/none/persons", 404),
    ],
)
def test_what_the_interface_refuses_every_day_is_no_warning(
    caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    refusal = record(path, status)
    caplog.set_level("WARNING")
    assert not logs.Everyday().filter(refusal)
    caplog.set_level("INFO")
    assert logs.Everyday().filter(refusal)
    assert refusal.levelname == "INFO"


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/api/join", 500, "django.request"),
        ("/api/join", 503, "django.request"),
        ("/api/bank/questions", 401, "django.request"),
        ("/api/bank/export", 403, "django.request"),
        ("/api/feed/final/persons", 401, "django.request"),
        ("/admin/", 403, "django.request"),
        ("/p/none/", 404, "django.request"),
        ("/api/join", 400, "django.security.DisallowedHost"),
        ("/api/join", 403, "django.security.csrf"),
        ("/api/join", 400, "quiz.api"),
    ],
)
def test_what_is_ours_to_mend_or_concerns_safety_stays(
    caplog: pytest.LogCaptureFixture, path: str, status: int, name: str
) -> None:
    caplog.set_level("WARNING")
    kept = record(path, status, name)
    assert logs.Everyday().filter(kept)
    assert kept.levelname == "WARNING"


def test_what_a_stranger_asked_for_is_cut_and_what_is_ours_is_not() -> None:
    path = f"/{'x' * 8_000}"
    refusal, fault = record(path, 404), record(path, 500)
    assert logs.OneLine().filter(refusal)
    assert logs.OneLine().filter(fault)
    assert refusal.getMessage() == f"Refused: /{'x' * 290}…"
    assert fault.getMessage() == f"Refused: {path}"


def test_a_refusal_whose_words_do_not_fit_is_left_to_the_handler() -> None:
    refusal = record("/p/none/", 404)
    refusal.args = (1, 2)
    assert logs.OneLine().filter(refusal)
    assert refusal.msg == "Refused: %s"


def test_the_console_asks_every_filter() -> None:
    handlers: Any = settings.LOGGING["handlers"]
    assert handlers["console"]["filters"] == ["one_line", "everyday", "no_links"]


@pytest.mark.django_db
def test_a_step_of_the_walk_down_the_regions_writes_nothing(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(DEBUG=False):
        client.post("/api/join", {"nickname": ""}, content_type="application/json")
    refusals = [one for one in caplog.records if one.name == "django.request"]
    assert refusals, "Django itself warns of it"
    caplog.set_level("WARNING")
    assert not any(map(logs.Everyday().filter, refusals))
