"""A sign-in link that was refused may still sign somebody in: the log does not hold it."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from config import signin
from config.logs import NoLinks
from quiz import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]


def test_the_log_holds_no_link_that_still_works(caplog: pytest.LogCaptureFixture) -> None:
    user = User.objects.create_user("lin", is_staff=True)
    token = signin.issue(user, clock.now())
    caplog.handler.addFilter(NoLinks())
    assert Client(enforce_csrf_checks=True).post(f"/signin/{token}/").status_code == 403
    assert "/signin/…/" in caplog.text
    assert token not in caplog.text
    assert signin.valid(token, clock.now()) == user


def test_what_is_written_goes_through_it() -> None:
    configured: Any = settings.LOGGING
    assert "no_links" in configured["handlers"]["console"]["filters"]
    assert configured["root"]["handlers"] == ["console"]


def test_other_words_of_the_log_stay_as_they_are() -> None:
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Gone", "/signin/out/")})
    NoLinks().filter(record)
    assert (record.msg, record.args) == ("%s: %s", ("Gone", "/signin/out/"))


def test_a_line_whose_words_do_not_fit_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    handler.addFilter(NoLinks())
    handler.handle(logging.makeLogRecord({"msg": "%d of them", "args": ("two",)}))
    assert "Logging error" in capsys.readouterr().err
