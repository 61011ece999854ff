"""Every address of the organisers' desk and of hosts, every method, every role and place, with the
things of one city's contest: who gets through, and what those who do not are told.

A row says of organisers whether they pass; nobody else does at all. A new address, and a new
method of one, fails until it has its row. The bank's table is in tests/questionbank/test_access.py.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from leaderboard import projector as projectors
from leaderboard.desk import bulletin, selection
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from questionbank import grants
from questionbank.rules.roles import ROLES
from tests.addresses import everything
from tests.fakes import FakeClock
from tests.leaderboard import foreign
from tests.leaderboard.cast import Scene
from tests.leaderboard.foreign import CITY, COUNTY, OTHER, PROVINCE, SECRET
from tests.questionbank.test_access import passes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHERE = {"county": COUNTY, "city": CITY, "other": OTHER, "province": PROVINCE}
LETTERS = dict(zip(WHERE, "tcop", strict=True))
# Organisers of: t = a county in the city, c = the city itself, o = another city, p = the province.
TABLE = """
host-index                 GET  tcop
host-make                  POST tcop
host-copy                  POST -c-p
host-clear                 POST -c-p
host-log                   GET  -c-p
host-log-table             GET  -c-p
host-console               GET  -c-p
host-people                GET  -c-p
host-questions             GET  -c-p
host-remote                GET  tcop
host-new-remote            POST -c-p
desk-home                  GET  tcop
desk-rounds                GET  tcop
desk-contest-new           GET  tcop
desk-contest-new           POST tcop
desk-contest               GET  -c-p
desk-contest               POST -c-p
desk-round-presets         GET  -c-p
desk-round-new             GET  -c-p
desk-round-new             POST -c-p
desk-round                 GET  -c-p
desk-round-change          GET  -c-p
desk-round-change          POST -c-p
desk-round-far             GET  -c-p
desk-round-public          GET  ----
desk-round-preview         POST -c-p
desk-round-prepare         POST -c-p
desk-round-again           POST -c-p
desk-round-beacon          POST -c-p
desk-round-extend          POST -c-p
desk-round-drop            POST -c-p
desk-publish               GET  tcop
desk-publish-board         GET  -c-p
desk-publish-board-begin   POST -c-p
desk-publish-board-drop    POST -c-p
desk-publish-board-publish POST -c-p
desk-publish-board-far     GET  -c-p
desk-publish-round         GET  -c-p
desk-publish-begin         POST -c-p
desk-publish-drop          POST -c-p
desk-publish-publish       POST -c-p
desk-publish-far           GET  -c-p
desk-reports               GET  tcop
desk-bulletins             GET  tcop
desk-bulletin-choose       POST -c-p
desk-bulletin              GET  ----
desk-selections            GET  tcop
desk-selection-make        POST -c-p
desk-selection             GET  -c-p
desk-selection-paper       GET  -c-p
desk-selection-take        POST -c-p
desk-selection-say         POST -c-p
desk-selection-lock        POST -c-p
desk-selection-replace     POST -c-p
desk-boards                GET  tcop
desk-board-new             GET  tc-p
desk-board-new             POST tcop
desk-board                 GET  -c-p
desk-board                 POST -c-p
desk-board-drop            POST -c-p
desk-both                  GET  tc-p
desk-freeze                POST -c-p
desk-awards                GET  tcop
desk-award                 GET  -c-p
desk-award                 POST -c-p
desk-tokens                GET  tcop
desk-tokens                POST -c-p
desk-token-end             POST -c-p
desk-flags                 GET  tcop
desk-flags-look            POST -c-p
desk-flag                  POST tc-p
desk-attempt               GET  tc-p
desk-annul                 POST tc-p
desk-appeal                POST tc-p
desk-annulments            GET  tcop
desk-raffles               GET  tcop
desk-raffle-make           POST -c--
desk-raffle                GET  -c-p
desk-raffle-far            GET  -c-p
desk-raffle-seal           POST -c-p
desk-raffle-draw           POST -c-p
desk-raffle-step-up        POST -c-p
desk-raffle-contact        POST -c-p
"""
ROWS = [(name, method, who) for name, method, who in map(str.split, TABLE.strip().splitlines())]
NO_METHOD = 405
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Where a form without a word of its own would be refused for that alone.
FORMS: dict[str, dict[str, str]] = {
    "desk-raffle-make": {"contest": "GD26", "scope": CITY},
    "desk-selection-make": {"round": "first", "scope": CITY, "title": "-"},
    "desk-tokens": {"region": CITY},
    "desk-flags-look": {"round": "live"},
}
ENTRIES = {
    str(entry.name): entry for path, entry in everything() if path.startswith(("desk/", "host/"))
}
# What it may do its token says (tests/quiz/test_hall_roles.py).
BY_TOKEN = {"host-remote"}


@pytest.fixture
def things(stage: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> dict[str, Any]:
    made = foreign.made(stage)
    projector = Projector(MemoryShelf())
    projector.catch_up(fake_clock.now())
    projector.following = True
    for module in (bulletin, projectors, selection):
        monkeypatch.setattr(module, "projector", projector)
    return made


def address(name: str, things: dict[str, Any]) -> str:
    parts = ENTRIES[name].pattern.converters
    named = {part: things[part] for part in parts}
    if name.startswith("host-") and "code" in parts:
        named["code"] = things["sitting"]
    return reverse(name, kwargs=named)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What is changed inside is taken back, so that everybody meets the same."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(user: User | None, method: str, name: str, url: str) -> HttpResponseBase:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    with undone():
        ask = getattr(client, method.lower())
        answer = ask(url, FORMS.get(name, {})) if method == "POST" else ask(url)
    assert isinstance(answer, HttpResponseBase)
    assert answer.status_code < 500, f"{method} {url}"
    return answer


def person(role: str, path: str) -> User:
    user = User.objects.create_user(f"{role} {path.replace('/', '-')}", is_staff=True)
    grants.give(user, role, path, by=None)
    return user


def walk(user: User | None, things: dict[str, Any]) -> dict[tuple[str, str], HttpResponseBase]:
    """What each row's address answers somebody."""
    return {
        (name, method): sent(user, method, name, address(name, things))
        for name, method, _who in ROWS
    }


def told(answer: HttpResponseBase) -> str:
    """All that was sent, piece by piece or at once."""
    return bytes(getattr(answer, "content", b"")).decode(errors="replace")


@pytest.mark.parametrize("where", WHERE)
def test_an_organiser_gets_through_where_the_table_says(where: str, things: dict[str, Any]) -> None:
    letter, found = LETTERS[where], walk(person("organiser", WHERE[where]), things)
    wanted = {(name, method) for name, method, who in ROWS if letter in who}
    assert {row for row, answer in found.items() if passes(answer)} == wanted


def test_another_citys_organiser_reads_nothing_of_this_one(things: dict[str, Any]) -> None:
    found = walk(person("organiser", OTHER), things)
    assert [row for row, answer in found.items() if SECRET in told(answer)] == []
    own = walk(person("organiser", CITY), things)
    assert {name for (name, _), answer in own.items() if SECRET in told(answer)} >= {
        *("desk-raffles", "desk-raffle", "desk-selections", "desk-selection", "desk-boards"),
        *("desk-board", "desk-award", "desk-tokens", "desk-flags", "host-index"),
        *("host-console", "host-log"),
    }


@pytest.mark.parametrize("role", ["", *sorted(set(ROLES) - {"organiser"})])
def test_nobody_else_gets_through_anywhere(role: str, things: dict[str, Any]) -> None:
    found = walk(person(role, PROVINCE) if role else None, things)
    assert {name for (name, _), answer in found.items() if passes(answer)} == BY_TOKEN
    assert [row for row, answer in found.items() if SECRET in told(answer)] == []


def test_a_method_without_a_row_is_refused_to_everybody(things: dict[str, Any]) -> None:
    root = User.objects.create_superuser("root")
    taken = {
        (name, method)
        for name in ENTRIES
        for method in METHODS
        if sent(root, method, name, address(name, things)).status_code != NO_METHOD
    }
    assert taken == {(name, method) for name, method, _who in ROWS}


def test_every_address_has_its_row() -> None:
    assert {name for name, _method, _who in ROWS} == set(ENTRIES)
