"""Phones behind the real nginx of docker-compose.yml: sockets and pages go to processes of their
own, and each kind stands in for the other."""

import asyncio
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.faults import stage
from tests.faults.house import House, health, until
from tests.faults.phone import Phone, Refused
from tests.faults.stage import LONG, MIXED
from tests.proxy import Nginx
from tests.servers import Redis, WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres, pytest.mark.redis]
PEOPLE = 24
PAGE = "/boards/2026/440000/"


@dataclass
class Door:
    """The one address, and who stands behind it."""

    house: House
    nginx: Nginx
    sockets: list[WebServer]
    pages: WebServer

    def phone(self, person: int, code: str, token: str = "", device: int = 0) -> Phone:
        """A phone of that person, or of whoever has the token."""
        known = token or stage.token(person)
        made = Phone([self.nginx.url], known, code, self.house.ledger, device=device)
        self.house.phones.append(made)
        return made

    async def get(self, ask: str, url: str = "") -> tuple[int, Any]:
        """Status and headers of what the address says, redirects not followed."""
        request = urllib.request.Request(f"{url or self.nginx.url}{ask}")
        return (await asyncio.to_thread(_ask, request))[:2]

    async def send(self, method: str, ask: str, bearer: str = "", **body: Any) -> tuple[int, Any]:
        """Status and JSON of what a request with a body is answered."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {bearer}"}
        if not bearer:
            del headers["Authorization"]
        request = urllib.request.Request(
            f"{self.nginx.url}{ask}", json.dumps(body).encode(), headers, method=method
        )
        status, _, said = await asyncio.to_thread(_ask, request)
        return status, json.loads(said) if said else None

    async def seated(self) -> int:
        """How many phones hold a socket at the servers of sockets."""
        said = [await asyncio.to_thread(health, one) for one in self.sockets]
        return sum(one["sockets"] for one in said)


class _AsItIs(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told: Any) -> None:
        return None


def _ask(request: urllib.request.Request) -> tuple[int, Any, bytes]:
    trusted = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    opener = urllib.request.build_opener(_AsItIs, trusted)
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest_asyncio.fixture
async def door(
    house: House, empty_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Door]:
    *sockets, pages = await house.open(3, REDIS_URL=empty_redis.url, BEHIND_PROXY="1")
    nginx = Nginx(house.folder / "nginx", sockets, [pages])
    house.besides.callback(nginx.stop)
    await asyncio.to_thread(nginx.start)
    monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
    yield Door(house, nginx, sockets, pages)


async def written(door: Door, ask: str) -> list[int]:
    """The ports that were asked; nginx writes them down once it has answered."""
    await until(lambda: bool(door.nginx.answered(ask)), "nginx wrote it down")
    return door.nginx.answered(ask)


async def test_sockets_and_pages_go_to_processes_of_their_own(door: Door) -> None:
    phones = [door.phone(n, MIXED) for n in range(PEOPLE)]
    states = await asyncio.gather(*(phone.paper(0) for phone in phones))
    assert all(state["result"] for state in states)
    assert await door.seated() == PEOPLE
    for n in range(4):
        assert (await door.get(f"{PAGE}?{n}"))[0] == 200
        assert await written(door, f"{PAGE}?{n}") == [door.pages.port]
    assert (await asyncio.to_thread(health, door.pages))["sockets"] == 0
    await door.house.agree(MIXED)


async def test_a_killed_process_of_sockets_loses_nothing_and_its_phones_come_back(
    door: Door,
) -> None:
    phones = [door.phone(n, LONG) for n in range(PEOPLE)]
    async with door.house.load(LONG, phones):
        before = door.house.ledger.receipted
        door.sockets[0].kill9()
        await until(lambda: door.house.ledger.receipted > before + 4 * PEOPLE, "they go on")
        await asyncio.to_thread(door.sockets[0].start)
        before = door.house.ledger.receipted
        door.sockets[1].kill9()
        await until(lambda: door.house.ledger.receipted > before + 4 * PEOPLE, "they go on again")
    assert max(max(phone.outages_s, default=0) for phone in phones) < 5
    await door.house.agree(LONG)


async def test_who_joins_moves_and_leaves_by_pages_is_heard_of_where_the_sockets_are(
    door: Door,
) -> None:
    me = {"contest": "2026", "nickname": "阿梅", "region": "440103", "cohort": "general"}
    status, joined = await door.send("POST", "/api/join", **me)
    assert status == 201
    old = door.phone(0, LONG, joined["token"])
    state = await old.paper(0, most=3)
    _, moved = await door.send("POST", "/api/move", joined["token"])
    fresh = "token-of-the-other-phone-0123456789"
    ticket = moved["url"].partition("#move=")[2]
    assert (await door.send("PUT", "/api/move", ticket=ticket, token=fresh))[0] == 200
    assert await _closed(old) == 4410
    with pytest.raises(Refused, match="moved"):
        await old.look()
    new = door.phone(0, LONG, fresh, device=1)
    assert (await new.look())["question"]["q"] == state["question"]["q"]
    assert (await new.paper(0))["result"]
    await door.house.agree(LONG)
    assert (await door.send("DELETE", "/api/me", fresh))[0] == 204
    assert await _closed(new)


async def _closed(phone: Phone) -> int | None:
    """The code with which the server closes a phone's line, which it does soon."""
    assert phone.line is not None
    await asyncio.wait_for(phone.line.wait_closed(), 10)
    return phone.line.close_code


async def test_pages_are_there_without_their_process_and_phones_without_theirs(door: Door) -> None:
    door.pages.kill9()
    assert (await door.get(f"{PAGE}?alone"))[0] == 200
    assert (await written(door, f"{PAGE}?alone"))[-1] in [one.port for one in door.sockets]
    await asyncio.to_thread(door.pages.start)
    for one in door.sockets:
        one.kill9()
    state = await door.phone(0, MIXED).paper(0)
    assert state["result"]
    assert (await asyncio.to_thread(health, door.pages))["sockets"] == 1
    await door.house.agree(MIXED)


async def test_one_that_is_stopped_sends_its_phones_to_the_other(door: Door) -> None:
    phones = [door.phone(n, LONG) for n in range(PEOPLE)]
    async with door.house.load(LONG, phones):
        assert await asyncio.to_thread(door.sockets[0].term) == 0
        before = door.house.ledger.receipted
        await until(lambda: door.house.ledger.receipted > before + 2 * PEOPLE, "they go on")
    assert {code for phone in phones for code in phone.closes} <= {1012, 1006}
    await door.house.agree(LONG)


async def test_the_door_is_encrypted_hides_figures_and_refuses_what_is_large(door: Door) -> None:
    status, headers = await door.get("/p/2026/", f"http://127.0.0.1:{door.nginx.plain}")
    assert (status, headers["Location"]) == (301, "https://127.0.0.1/p/2026/")
    assert (await door.get("/health/live"))[0] == 200
    assert (await door.get("/health/ready"))[0] == 404
    large = urllib.request.Request(f"{door.nginx.url}/api/join", data=b"." * 70_000)
    assert (await asyncio.to_thread(_ask, large))[0] == 413
    assert "/" not in (await door.get(PAGE))[1]["Server"]


@pytest.mark.parametrize("path", ["/bank/import/", "/api/bank/imports"])
async def test_a_file_of_questions_reaches_the_bank(door: Door, path: str) -> None:
    """Without a token it is refused there, not for its size on the way."""
    large = urllib.request.Request(f"{door.nginx.url}{path}", data=b"." * (21 << 20))
    assert (await asyncio.to_thread(_ask, large))[0] in {401, 403}
    await until(lambda: door.nginx.answered(path) == [door.pages.port], "nginx wrote it down")
