"""manage.py grant: roles given and taken away."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from questionbank import grants

pytestmark = pytest.mark.django_db
CITY = "440000/440100"


def grant(*words: str) -> str:
    out = io.StringIO()
    call_command("grant", *words, stdout=out)
    return out.getvalue().strip()


def test_a_role_is_given_once_and_taken_away() -> None:
    assert grant("chen", "author", CITY) == f"chen author {CITY}"
    assert grant("chen", "author", CITY) == f"chen author {CITY}"
    chen = User.objects.get(username="chen")
    assert chen.is_staff
    assert not chen.has_usable_password()
    assert grants.may(chen, "write", CITY)
    assert grant("chen", "author", CITY, "--revoke") == ""
    assert not grants.may(User.objects.get(pk=chen.pk), "write", CITY)


@pytest.mark.parametrize(
    "words",
    [
        ("chen", "king", CITY),
        ("chen", "author", "Guangdong"),
        ("chen", "author", ""),
        ("chen", "author", f"{CITY}/"),
        ("chen", "author", CITY, "--revoke"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        grant(*words)
    assert not User.objects.exists()
