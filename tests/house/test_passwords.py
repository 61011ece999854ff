"""Passwords are stored as the real settings say; the other tests use a quick hash."""

from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from pytest_django import Settings

from config import settings as real


def test_a_password_is_kept_as_argon2_says(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    kept = make_password("a long enough secret")
    assert identify_hasher(kept).algorithm == "argon2"
    assert check_password("a long enough secret", kept)
    assert not check_password("a long enough guess", kept)
