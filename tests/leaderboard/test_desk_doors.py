"""Every address of the organisers' desk stands behind the one table of roles."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import access, grants
from questionbank.rules.roles import ROLES
from tests.addresses import everything

pytestmark = pytest.mark.django_db
VERBS = {"organise", "annul", "publish"}
DESK = [(path, entry) for path, entry in everything() if path.startswith("desk/")]
PLAIN = sorted(path for path, _entry in DESK if "<" not in path)


@pytest.mark.parametrize(("path", "entry"), DESK, ids=lambda it: it if isinstance(it, str) else "")
def test_an_address_asks_for_a_verb_of_the_desk(path: str, entry: object) -> None:
    verbs = access.REGISTER.get(access.name_of(entry.callback))  # type: ignore[attr-defined]
    assert verbs is not None, path
    assert set(verbs) <= VERBS, path


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("path", PLAIN)
def test_only_who_has_the_verb_gets_in(path: str, role: str) -> None:
    user = User.objects.create_user("somebody")
    grants.give(user, role, "440000/440100", by=None)
    client = Client()
    client.force_login(user)
    refused = client.get(f"/{path}").status_code == 403
    assert refused == (role != "organiser")


def test_who_is_not_signed_in_is_led_to_the_sign_in_page() -> None:
    answer = Client().get("/desk/")
    assert answer.headers["Location"] == "/signin/?next=/desk/"
