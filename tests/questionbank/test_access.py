"""Every address of the bank, every method, every role: who gets through the door.

The tables say for a county's draft which roles pass: author, reviewer, aPprover, organiser. `own` =
the role is held in that county, `foreign` = in another city. A role held in the province passes
where `own` does; a superuser passes wherever anybody does; nobody else passes at all. A method that
has no row must be refused to everybody (405).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

from questionbank import access, grants
from questionbank.models import Question, Status
from questionbank.rules.roles import ROLES
from tests.addresses import everything
from tests.questionbank.parts import made
from tests.questionbank.test_grants import COUNTY, OTHER, PROVINCE, person, stored

pytestmark = pytest.mark.django_db

WORKBENCH = """
bank-list           GET     arpo arpo
bank-filters        POST    arpo arpo
bank-question       GET     arpo ----
bank-act            POST    arpo ----
bank-drop           POST    a--- ----
bank-comment        POST    arpo ----
bank-picture        POST    a--- a---
bank-export         GET     arpo arpo
bank-export-file    GET     arpo arpo
bank-template       GET     a--o a--o
bank-import         GET     a--o a--o
bank-import         POST    a--o a--o
bank-batch          GET     a--o ----
bank-batch-progress GET     a--o ----
bank-batch-errors   GET     a--o ----
bank-batch-act      POST    a--o ----
bank-bulk           GET     arpo arpo
bank-bulk-make      POST    arpo arpo
bank-acts           GET     arpo arpo
bank-rulings        GET     --po --po
bank-rule           GET     --po ----
bank-rule           POST    --po ----
bank-ruling         GET     arpo ----
bank-ruling-confirm POST    --po ----
bank-ruling-drop    POST    --po ----
bank-ruling-on      POST    --po ----
bank-bulk-act       GET     arpo ----
bank-bulk-undo      POST    a-po ----
bank-review         GET     -rp- -rp-
bank-review-look    POST    -rp- ----
bank-review-act     POST    -rp- ----
bank-review-comment POST    -rp- ----
bank-tokens         GET     arpo arpo
bank-tokens         POST    arpo arpo
bank-tokens-end     POST    arpo arpo
bank-coverage       GET     arpo arpo
bank-reports        GET     --po --po
bank-report-close   POST    --po ----
bank-statistics     GET     arpo arpo
bank-item           GET     arpo ----
bank-new            GET     a--- a---
bank-new            POST    a--- a---
bank-edit           GET     a--- ----
bank-edit           POST    a--- ----
bank-parse          POST    a--- a---
bank-scratch        POST    a--- a---
bank-pairs          GET     a-po a-po
bank-pairs-judge    POST    a-po a-po
bank-pairs-back     POST    a-po a-po
bank-pairs-search   POST    a-po a-po
api-bank-questions  GET     arpo arpo
api-bank-questions  POST    a--- a---
api-bank-question   GET     arpo ----
api-bank-question   PUT     a--- ----
api-bank-question   DELETE  a--- ----
api-bank-act        POST    arpo ----
api-bank-tags       GET     arpo arpo
api-bank-imports    POST    ---- ----
api-bank-import     GET     a--o ----
api-bank-import     POST    a--o ----
api-bank-import     DELETE  a--o ----
api-bank-export     GET     arpo arpo
"""
# Open to everybody: contestants' phones show pictures.
PUBLIC = {"picture"}
ADMIN = """
question_changelist         GET   arpo arpo
question_add                GET   ---- ----
question_change             GET   arpo ----
question_change             POST  a-po ----
question_delete             GET   ---- ----
question_history            GET   arpo ----
question_simple_history     GET   arpo ----
question_simple_history     POST  ---- ----
questionversion_changelist  GET   arpo arpo
questionversion_change      GET   arpo ----
questionversion_change      POST  ---- ----
questionversion_delete      GET   ---- ----
option_changelist           GET   arpo arpo
option_change               GET   arpo ----
option_change               POST  ---- ----
tag_changelist              GET   arpo arpo
tag_add                     GET   ---- ----
grant_changelist            GET   ---o ---o
grant_add                   GET   ---o ---o
grant_change                GET   ---o ----
grant_change                POST  ---- ----
grant_delete                GET   ---o ----
"""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# One for all: every new one would look for all static files again.
CLIENT = Client(raise_request_exception=False)
LETTERS = dict(zip(ROLES, "arpo", strict=True))


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    own: str
    foreign: str


def rows(table: str) -> list[Row]:
    return [Row(*line.split()) for line in table.strip().splitlines()]


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the bank's own addresses with its path."""
    for path, entry in everything():
        if entry.lookup_str.startswith("questionbank.") or path.startswith(("bank/", "api/bank")):
            yield path, entry


PATTERNS = {str(entry.name): entry for path, entry in addresses() if not path.startswith("admin/")}


@pytest.fixture
def question() -> Question:
    return stored(COUNTY, Status.DRAFT)


def args_of(name: str, question: Question) -> dict[str, Any]:
    """What the address needs."""
    wanted = PATTERNS[name].pattern
    return made(question, {*wanted.converters, *wanted.regex.groupindex})


def address(name: str, question: Question) -> str:
    return reverse(name, kwargs=args_of(name, question))


def answer(user: User | None, method: str, url: str) -> HttpResponseBase:
    """What is sent back; what it changed is undone, so that everybody meets the same bank."""
    with transaction.atomic():
        sent = _sent(user, method, url)
        transaction.set_rollback(True)
    return sent


def _sent(user: User | None, method: str, url: str) -> HttpResponseBase:
    CLIENT.cookies.clear()
    if user:
        CLIENT.force_login(user)
    sent = CLIENT.generic(method, url)
    assert isinstance(sent, HttpResponseBase)
    assert sent.status_code < 500, f"{method} {url} fails"
    return sent


def passes(sent: HttpResponseBase) -> bool:
    """Whether somebody got through the door, wherever they landed behind it.

    What one may not see, the API calls not found.
    """
    doors = ("/admin/", "/signin/?next=")
    away = sent.status_code == 302 and any(one in sent.headers["Location"] for one in doors)
    return not away and sent.status_code not in (401, 403, 404, 405)


def roles_that_pass(scope: str, method: str, url: str) -> str:
    users = {role: person(f"{role} {scope}", (role, scope)) for role in ROLES}
    passing = {role for role, user in users.items() if passes(answer(user, method, url))}
    return "".join(LETTERS[role] if role in passing else "-" for role in ROLES)


def check_row(row: Row, url: str) -> None:
    assert roles_that_pass(COUNTY, row.method, url) == row.own
    assert roles_that_pass(OTHER, row.method, url) == row.foreign
    assert roles_that_pass(PROVINCE, row.method, url) == row.own
    assert not passes(answer(None, row.method, url))
    assert not passes(answer(User.objects.create_user("none", is_staff=True), row.method, url))
    root = User.objects.create_superuser("root")
    assert passes(answer(root, row.method, url)) or row.own == "----"


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(WORKBENCH), ids=lambda row: f"{row.method} {row.name}")
def test_the_workbench_lets_in_whom_the_table_says(row: Row, question: Question) -> None:
    check_row(row, address(row.name, question))


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(ADMIN), ids=lambda row: f"{row.method} {row.name}")
def test_the_admin_lets_in_whom_the_table_says(row: Row, question: Question) -> None:
    model, action = row.name.split("_", 1)
    version = question.newest
    assert version is not None
    given = grants.give(User.objects.create_user("given"), "author", COUNTY, by=None)
    pks = {
        "question": question.pk,
        "questionversion": version.pk,
        "option": version.options.all()[0].pk,
        "grant": given.pk,
    }
    args = [pks[model]] if action not in ("changelist", "add") else []
    args += [question.history.latest().pk] if action == "simple_history" else []
    check_row(row, reverse(f"admin:questionbank_{row.name}", args=args))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_method_without_a_row_is_refused_to_everybody(name: str, question: Question) -> None:
    root = User.objects.create_superuser("root")
    url = address(name, question)
    open_to_root = {m for m in METHODS if answer(root, m, url).status_code != 405}
    in_table = {row.method for row in rows(WORKBENCH) if row.name == name}
    assert open_to_root == (in_table or ({"GET"} if name in PUBLIC else set()))


def test_every_view_stands_behind_the_door() -> None:
    outside = {
        name
        for name, entry in PATTERNS.items()
        if access.name_of(entry.callback) not in access.REGISTER
    }
    assert outside == PUBLIC


def test_every_row_has_its_address() -> None:
    assert {row.name for row in rows(WORKBENCH)} | PUBLIC == set(PATTERNS)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(question: Question) -> None:
    sent = answer(None, "GET", "/bank/?words=x")
    assert sent.status_code == 302
    assert sent.headers["Location"] == "/signin/?next=/bank/%3Fwords%3Dx"


@access.allowed("read", post="write")
def _view(_request: Any, question: Question | None = None) -> HttpResponse:
    return HttpResponse(question.ref if question else "all")


def ask(user: Any, method: str = "GET", path: str = "/api/bank/", **parts: Any) -> HttpResponse:
    request = RequestFactory().generic(method, path)
    request.user = user
    sent = _view(request, **parts)
    assert isinstance(sent, HttpResponse)
    return sent


def test_the_api_says_no_in_json(question: Question) -> None:
    lin = person("lin", ("reviewer", OTHER))
    assert ask(AnonymousUser()).status_code == 401
    assert ask(lin).status_code == 200
    refused = ask(lin, "POST")
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "application/json")
    with pytest.raises(Http404):
        ask(lin, question=question.pk)


def test_a_view_gets_the_question_that_it_may_show(question: Question) -> None:
    chen = person("chen", ("reviewer", COUNTY))
    assert ask(chen, question=question.pk).content.decode() == question.ref
    assert ask(chen, "POST", question=question.pk).status_code == 403


def test_a_session_needs_the_forms_token_below_the_api_too() -> None:
    assert _view.csrf_exempt is False  # type: ignore[attr-defined]


def test_a_view_with_a_verb_that_no_role_has_does_not_start() -> None:
    with pytest.raises(ValueError, match="wirte"):
        access.allowed("wirte")
