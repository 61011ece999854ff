"""manage.py grant: roles given and taken away."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from questionbank import grants, places
from questionbank.places import Place

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
        ("", "author", CITY),
        ("chen li", "author", CITY),
        ("x" * 151, "author", CITY),
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


@pytest.fixture
def regions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_source", [])
    paths = ("440000", CITY, f"{CITY}/440106", "450000/440106")
    places.tell(lambda: [Place(path, path[-6:], path) for path in paths])


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("440100", f"440100 不是完整路径，是否 {CITY}？"),
        ("440000/440200/440100", f"是否 {CITY}？"),
        ("449999", "没有 449999 这个地区"),
        (f"{CITY}/449999", "没有"),
        ("440106", "没有 440106 这个地区"),  # two are called so
    ],
)
def test_a_path_that_is_no_region_is_refused_and_the_right_one_proposed(
    path: str, told: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(told)):
        grant("chen", "author", path)
    assert not User.objects.exists()


@pytest.mark.usefixtures("regions")
def test_a_role_at_a_region_is_given_and_one_elsewhere_can_still_be_taken_away() -> None:
    assert grant("chen", "author", f"{CITY}/440106").endswith("440106")
    chen = User.objects.get()
    grants.give(chen, "author", "440100", by=None)
    assert grant("chen", "author", "440100", "--revoke") == f"chen author {CITY}/440106"
