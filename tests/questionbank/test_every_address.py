"""Every address outside the bank has a row: open to everybody, or shut without a right.

The bank's own addresses have their table in test_access; here a new view, or a new model in the
admin, that nobody thought about fails.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, URLPattern, reverse

from questionbank.rules.roles import ROLES
from tests.addresses import everything
from tests.questionbank.test_access import ADMIN, answer, passes, rows
from tests.questionbank.test_grants import COUNTY, person

pytestmark = pytest.mark.django_db

# Everybody may ask these; what they show of a contest is due, and what is not is another's test.
OPEN = """
home phone phone-more phone-home phone-move hall hall-phone hall-later stage stage-overlay
set_language api-join api-move api-contest boards boards-region api-board-persons
api-board-regions page now
certificates-own certificate-check certificate certificate-picture poster best-card
raffle raffle-screen raffle-facts raffle-tickets
boards-census boards-rules boards-defined boards-why boards-days boards-find boards-versus
boards-near
api-board-names api-board-near api-board-days api-board-why api-board-census
api-defined api-defined-list
results results-key results-script result result-file result-why promises bulletin
signin signin-ask signin-leave health-live health-ready api-schema api-docs picture
"""
# A contestant's token, or the right to host, which tests of their own walk through.
SHUT = """
api-feed api-me api-home api-report api-review api-annulment api-own-attempts api-board-me
api-certificate
api-raffle-mine api-result-me
hall-mine host-index host-make host-copy host-clear host-log host-log-table host-console host-people
host-questions host-remote host-new-remote
"""
# Pages of the admin that belong to no model.
DESK = "index login logout password_change password_change_done autocomplete jsi18n view_on_site"
SAMPLES = {
    "kind": "persons",
    "code": "x",
    "contest": "x",
    "lang": "en",
    "number": 1,
    "attempt": 1,
    "digest": "0",
}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ACTIONS = ("changelist", "add", "change", "delete", "history", "simple_history")
ROWED = {row.name.split("_")[0] for row in rows(ADMIN)}
FOREIGN = sorted(
    model._meta.label_lower.replace(".", "_")
    for model in admin.site._registry
    if model._meta.model_name not in ROWED
)


def outside() -> dict[str, URLPattern]:
    """The addresses that are neither the bank's, nor the admin's, nor the organisers' desk's (see
    tests/leaderboard/test_desk_doors.py), by name."""
    others = ("admin/", "bank", "desk/")
    return {str(entry.name): entry for path, entry in _all() if not path.startswith(others)}


def _all() -> list[tuple[str, URLPattern]]:
    return [one for one in everything() if not one[0].startswith(("bank/", "api/bank"))]


def test_no_address_is_without_a_row() -> None:
    assert set(outside()) == {*OPEN.split(), *SHUT.split()}


@pytest.mark.parametrize("name", SHUT.split())
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_shut_lets_nobody_in_without_a_right(name: str, verb: str) -> None:
    url = reverse(name, kwargs={k: SAMPLES[k] for k in outside()[name].pattern.converters})
    assert not passes(answer(None, verb, url))
    assert not passes(answer(User.objects.create_user("none", is_staff=True), verb, url))


def test_the_admin_holds_no_page_without_a_row() -> None:
    models = {*FOREIGN, *(f"questionbank_{model}" for model in ROWED)}
    named = {str(entry.name) for path, entry in _all() if path.startswith("admin/") and entry.name}
    wanted = {f"{model}_{action}" for model in models for action in ACTIONS}
    assert named - wanted == {*DESK.split(), "app_list", "auth_user_password_change"}


@pytest.mark.slow
@pytest.mark.parametrize("model", FOREIGN)
def test_no_role_of_the_bank_opens_the_rest_of_the_admin(model: str) -> None:
    users = [person(f"{role} {COUNTY}", (role, COUNTY)) for role in ROLES]
    users.append(User.objects.create_user("none", is_staff=True))
    for action in ACTIONS:
        for user in (None, *users):
            if url := _page(model, action):
                assert not passes(answer(user, "GET", url)), f"{user} {url}"
                assert not passes(answer(user, "POST", url)), f"{user} {url}"


def _page(model: str, action: str) -> str:
    wanted = {"changelist": [], "add": [], "simple_history": [1, 1]}.get(action, [1])
    try:
        return reverse(f"admin:{model}_{action}", args=wanted)
    except NoReverseMatch:
        return ""
