"""What cannot be done says what would help: commands, and the start of a server."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config import checks, environment
from config.reader import Reader
from questionbank import grants


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "advice"),
    [
        (("signin_link", "wang"), "nobody is called 'wang'.*: manage.py grant makes a user"),
        (("api_token", "wang", "tool"), "manage.py grant makes a user"),
        (("api_token", "lin", "tool", "--revoke"), "lin has no token 'tool'; there are: none"),
        (("export_questions", "jsonl", "--user", "wang"), "manage.py grant makes a user"),
        (("export_questions", "jsonl", "--user", "lin", "--query", "x=1"), "behind the . in the"),
        (("grant", "lin", "author", "Guangdong"), "codes from the province down: 440000/440100"),
        (("grant", "lin", "author", "440000", "--revoke"), "at 440000, but: reviewer 440000$"),
        (("grant", "wang", "author", "440000", "--revoke"), "but: nothing$"),
        (("draw_pictures", "nowhere"), "make it first"),
        (("draw_pictures", ".", "moon-cheese"), "there are: .*, .*"),
        (("hall_bots", "123456"), "its six digits are on its console"),
        (("raise_flags", "none"), "there are: none"),
        (("prepare_round", "none"), "there are: none"),
        (("verify_result", "--contest", "X"), "there are: none"),
    ],
    ids=lambda said: " ".join(said) if isinstance(said, tuple) else "",
)
def test_a_command_says_what_would_help(command: tuple[str, ...], advice: str) -> None:
    grants.give(User.objects.create_user("lin"), "reviewer", "440000", by=None)
    with pytest.raises(CommandError, match=advice):
        call_command(*command)


def test_a_key_that_cannot_be_written_may_go_elsewhere(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.SIGNING_KEY_FILE = tmp_path / "file" / "signing.pem"
    with pytest.raises(CommandError, match="SIGNING_KEY_FILE names another place"):
        call_command("make_signing_key")


def test_a_short_secret_is_refused_where_the_server_could_make_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "read", Reader({"SECRET_KEY": "too short"}))
    with pytest.raises(ImproperlyConfigured, match="at least 50 characters"):
        environment.secret_key(tmp_path, embedded=True)


@pytest.mark.parametrize("said", ["", "too short"])
def test_a_secret_that_is_missing_or_short_says_what_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(environment, "read", Reader({"SECRET_KEY": said}))
    with pytest.raises(ImproperlyConfigured, match=r"this makes some: python3 -c .*token_urlsafe"):
        environment.secret_key(tmp_path, embedded=False)


def test_a_folder_that_cannot_be_written_is_named_with_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(environment, "read", Reader({"DATA_DIR": str(tmp_path / "file" / "var")}))
    with pytest.raises(ImproperlyConfigured, match="; set it to a folder that is yours"):
        environment.data_dir()
    with pytest.raises(ImproperlyConfigured, match="or set DATA_DIR to"):
        environment.secret_key(tmp_path / "file", embedded=True)


@pytest.mark.parametrize(
    ("told", "like"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "such as quiz.example.org"),
        ({"ORIGINS": []}, "such as https://quiz.example.org"),
        ({"ORIGINS": ["quiz.example.org"]}, "such as https://quiz.example.org"),
    ],
)
def test_a_setting_that_is_wrong_shows_a_right_one(
    settings: Settings, told: dict[str, Any], like: str
) -> None:
    right = {"ALLOWED_HOSTS": ["a.example.org"], "ORIGINS": ["https://a.example.org"]}
    for name, value in {"EMBEDDED": False, "SECRET_KEY": "k" * 50, **right, **told}.items():
        setattr(settings, name, value)
    assert [like in str(wrong.msg) for wrong in checks.safe_settings(None)] == [True]
