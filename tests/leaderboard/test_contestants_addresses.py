"""Every address that wants a contestant's token, with the things of somebody else: who holds a
token of the same contest, and who holds one of another, is told nothing of them.

A new address of this kind fails here until somebody has said what it answers to each.
"""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from leaderboard import api, api_more
from leaderboard import projector as projectors
from leaderboard.pictures import api as picture_api
from leaderboard.pictures import certificate_views
from leaderboard.projector import Projector
from leaderboard.store_memory import MemoryShelf
from quiz.models import Contest, Contestant
from tests.addresses import everything
from tests.fakes import FakeClock
from tests.leaderboard import foreign
from tests.leaderboard.cast import Scene, token
from tests.leaderboard.foreign import SECRET
from tests.questionbank.test_every_address import SHUT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAME, STRANGER = "同场", "外人"
# Of the same contest, of another one: the status that each is answered.
TABLE = """
api-annulment    GET  404 404
api-annulment    POST 404 404
api-board-me     GET  200 404
api-certificate  POST 409 404
api-own-attempts GET  404 404
api-raffle-mine  GET  200 404
api-raffle-mine  POST 409 404
api-report       POST 404 404
api-result-me    GET  404 404
api-review       GET  404 404
hall-mine        GET  401 401
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NO_METHOD = 405
# Of nobody but the token's own, whatever is sent; hosts; and the feed, which has its own tokens.
NAMELESS = {"api-me", "api-home", "api-feed"}
BODIES: dict[str, dict[str, Any]] = {
    "api-report": {"slot": 0, "why": "typo"},
    "api-annulment": {"text": "不服"},
}
BODIES["api-raffle-mine"] = {"contact": "13800000000"}
ASKED = {name for name in SHUT.split() if not name.startswith("host-")} - NAMELESS
ENTRIES = {str(entry.name): entry for _path, entry in everything()}


@pytest.fixture
def things(stage: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> dict[str, Any]:
    made = foreign.made(stage)
    other = Contest.objects.create(code="OTHER", title_zh="别的大赛", region_id="44")
    for name in (SAME, STRANGER):
        stage.join(name)
    Contestant.objects.filter(nickname=STRANGER).update(contest=other)
    projector = Projector(MemoryShelf())
    projector.catch_up(fake_clock.now())
    projector.following = True
    for module in (api, api_more, certificate_views, picture_api, projectors):
        monkeypatch.setattr(module, "projector", projector)
    return made | {"number": 1}


def sent(who: str, method: str, name: str, things: dict[str, Any]) -> HttpResponse:
    parts = dict.fromkeys(ENTRIES[name].pattern.converters)
    named = {part: things[part] for part in parts}
    if name == "hall-mine":
        named["code"] = things["sitting"]
    if name == "api-raffle-mine":
        named["code"] = "shenzhen"
    body = BODIES.get(name, {}) | {"attempt": things["attempt"]}
    client = Client(headers={"authorization": f"Bearer {token(who)}"})
    ask = getattr(client, method.lower())
    url = reverse(name, kwargs=named)
    answer = ask(url) if method == "GET" else ask(url, body, content_type="application/json")
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("who", [SAME, STRANGER])
def test_nobody_is_told_of_somebody_elses(who: str, things: dict[str, Any]) -> None:
    for name, method, *statuses in ROWS:
        answer = sent(who, method, name, things)
        assert answer.status_code == int(statuses[who == STRANGER]), f"{method} {name}"
        told = answer.content.decode()
        assert SECRET not in told
        assert "SZ-1" not in told, "another's ticket"
        assert "no-store" in answer.headers["Cache-Control"], f"{method} {name}"


def test_every_address_and_method_has_its_row(things: dict[str, Any]) -> None:
    taken = {
        (name, method)
        for name in ASKED
        for method in METHODS
        if sent(STRANGER, method, name, things).status_code != NO_METHOD
    }
    assert taken == {(name, method) for name, method, *_statuses in ROWS}
