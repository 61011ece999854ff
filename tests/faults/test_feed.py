"""The feed of a real server: two hundred listeners, its death, and their coming back."""

import asyncio
import json
import signal
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.station import Station
from tests.servers import WebServer

pytestmark = pytest.mark.faults
STATIONS = 200
LONGEST_S = 40
# An orderly stop, with every line open.
STOP_S = 6
STAGE = """
from django.contrib.auth.models import User
from leaderboard import feed_tokens
from quiz import clock
from quiz.models import Contest, Round
from quiz.rules.formats import Format, plain
contest = Contest.objects.create(code="2026", title_zh="大赛", region_id="440000")
Round.objects.create(contest=contest, code="first", title_zh="初赛", format=plain(Format()),
                     opens_at=clock.now() - 1000)
user = User.objects.create_user("lin", is_superuser=True)
print("TOKEN", feed_tokens.make(user, "台", "440000", now=clock.now(), days=1))
"""
RESULTS = """
from quiz import clock
from quiz.models import Attempt, Contestant, Entry, EntryKind, Region, Round
home, round_ = Region.objects.get(code="440106"), Round.objects.get(code="first")
for n in range({start}, {stop}):
    who = Contestant.objects.create(contest=round_.contest, nickname=f"选手{{n}}", region=home,
        cohort_id="youth", token_hash=str(n), joined_at=clock.now())
    paper = Attempt.objects.create(round=round_, contestant=who, try_no=0, book=0, form=0,
        region_path=home.path, cohort="youth", opened_at=clock.now())
    Entry.objects.create(attempt=paper, slot=10, kind=EntryKind.CLOSED, choice="",
        took_ms=60_000 + n, points=n * 37 % 101, received_at=clock.now(), stored_at=clock.now())
"""


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WebServer]:
    made = WebServer(tmp_path, {"WEB_SERVER": request.param})
    made.prepare(("load_regions",))
    made.start()
    yield made
    made.stop()


@pytest_asyncio.fixture
async def stations(server: WebServer) -> AsyncIterator[list[Station]]:
    said = server.manage("shell", "-v0", "-c", STAGE)
    secret = said.partition("TOKEN ")[2].strip()
    made = [Station(server.port, "/api/feed/first/persons", secret) for _ in range(STATIONS)]
    for one in made:
        one.enter()
    yield made
    await asyncio.gather(*(one.leave() for one in made))


def store(server: WebServer, start: int, stop: int) -> None:
    """Put results into the journal from another process, as a second web server would."""
    server.manage("shell", "-v0", "-c", RESULTS.format(start=start, stop=stop))


async def until(true: Callable[[], bool], what: Callable[[], object]) -> None:
    async with asyncio.timeout(LONGEST_S):
        while not true():  # noqa: ASYNC110 (another process is waited for)
            await asyncio.sleep(0.05)
    assert true(), what()


def shown(server: WebServer) -> list[tuple[int, int]]:
    with urllib.request.urlopen(f"{server.url}/api/boards/first/persons", timeout=10) as answer:
        return [(row["id"], row["rank"]) for row in json.load(answer)["rows"]]


async def test_listeners_come_back_after_a_death_without_a_gap(
    server: WebServer, stations: list[Station]
) -> None:
    def at(version: int) -> Callable[[], bool]:
        return lambda: all(one.board and one.board.v == version for one in stations)

    def where() -> object:
        return {one.board.v if one.board else None for one in stations}

    await until(lambda: all(one.board for one in stations), where)
    await asyncio.to_thread(store, server, 0, 30)
    await until(at(30), where)
    server.kill9()
    await asyncio.to_thread(store, server, 30, 60)
    await asyncio.to_thread(server.start)
    await until(at(60), where)
    await asyncio.to_thread(store, server, 60, 90)
    await until(at(90), where)
    expected = await asyncio.to_thread(shown, server)
    for one in stations:
        assert one.faults == []
        assert one.lines == 2
        assert one.board is not None
        assert [(row.id, row.rank) for row in one.board.rows] == expected
    begun = time.monotonic()
    assert await asyncio.to_thread(server.term) in (0, -signal.SIGTERM)
    assert time.monotonic() - begun < STOP_S


async def test_a_revoked_token_is_cut_off(server: WebServer, stations: list[Station]) -> None:
    await until(lambda: all(one.board for one in stations), lambda: "no board")
    code = "from leaderboard.models import FeedToken; FeedToken.objects.update(revoked_at=1)"
    await asyncio.to_thread(server.manage, "shell", "-v0", "-c", code)
    await asyncio.sleep(7)
    marks = {one.mark for one in stations}
    await asyncio.to_thread(store, server, 0, 5)
    await asyncio.to_thread(shown, server)
    assert {one.mark for one in stations} == marks
    assert {one.lines for one in stations} == {1}
