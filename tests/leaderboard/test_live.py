"""Pages that watch boards over the real consumer."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator

from leaderboard import consumers, protocol
from leaderboard import live as live_module
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.live import RING, LiveBoards
from leaderboard.projector import Projector
from leaderboard.rules.frames import Board, Frame, PersonRow, apply
from leaderboard.store import Shelf, StoreAway
from leaderboard.store_memory import MemoryShelf
from quiz.hub import hub
from quiz.protocol import Malformed
from quiz.rules.formats import Format
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import OPENS_AT, TIANHE, closed

PROVINCE = "final:persons:44"


def catalogue() -> Catalogue:
    ranked = RankedRound(
        7, "final", "GD26", "决赛", "", "大赛", "", "44", Format(), OPENS_AT, OPENS_AT + 86_400_000
    )
    paths = ["44", "44/4401", "44/4403", TIANHE]
    places = {path: Place(path[-4:], path, f"地区{path}", path, "city") for path in paths}
    return Catalogue(
        rounds={7: ranked},
        places=places,
        cohorts={"youth": ("青少年", "youth")},
        codes={"final": ranked},
        children={"44": (places["44/4401"], places["44/4403"])},
    )


class Hall:
    """A process: its projector without a journal, its live boards, and its pages."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
        self.clock = clock
        self.projector = Projector(MemoryShelf())
        self.projector.catalogue = catalogue()
        self.projector.as_of = clock.now()
        self.live = LiveBoards(self.projector, hub)
        monkeypatch.setattr(live_module, "live", self.live)

    @property
    def store(self) -> Any:
        return self.projector.store(self.projector.catalogue.rounds[7])

    async def count(self, *events: Any) -> None:
        self.projector.as_of = self.clock.tick(250)
        self.store.apply(events)
        await self.live.tick()


class Page:
    """One browser page on the boards' socket."""

    def __init__(self) -> None:
        headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
        app: Any = consumers.BoardSocket.as_asgi()
        self._line = WebsocketCommunicator(app, "/ws/boards/", headers=headers)

    async def enter(self) -> "Page":
        connected, _ = await self._line.connect()
        assert connected
        return self

    async def say(self, text: str | None = None, **frame: Any) -> None:
        await self._line.send_to(text_data=json.dumps(frame) if text is None else text)

    async def hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(await self._line.receive_from())
        return heard

    async def ask(self, text: str | None = None, **frame: Any) -> dict[str, Any]:
        await self.say(text, **frame)
        return await self.hear()

    async def silent(self) -> bool:
        return await self._line.receive_nothing(timeout=0.02, interval=0.005)

    async def leave(self) -> None:
        await self._line.disconnect()


@pytest.fixture
def hall(
    monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock, settings: pytest.MonkeyPatch
) -> Hall:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    return Hall(monkeypatch, fake_clock)


@pytest.fixture
async def page(hall: Hall) -> AsyncIterator[Page]:
    page = await Page().enter()
    yield page
    await page.leave()


def shown(frame: dict[str, Any]) -> list[tuple[int, int]]:
    return [(row["id"], row["rank"]) for row in frame["rows"]]


def as_board(frame: dict[str, Any]) -> Board[PersonRow]:
    rows = tuple(PersonRow(**row) for row in frame["rows"])
    return Board(frame["v"], frame["people"], frame["attempts"], frame["mean_x100"], rows)


def applied(board: Board[PersonRow], frame: dict[str, Any]) -> Board[PersonRow]:
    rows = tuple((n, PersonRow(**row)) for n, row in frame["rows"])
    head = (frame["people"], frame["attempts"], frame["mean_x100"], tuple(frame["gone"]))
    return apply(Frame(frame["from"], frame["v"], *head, rows), board)


async def test_a_page_gets_the_whole_board_and_then_its_changes(hall: Hall, page: Page) -> None:
    hall.store.apply([closed(1, 80), closed(2, 70)])
    whole = await page.ask(t="watch", board=PROVINCE)
    assert (whole["t"], whole["v"], whole["people"], whole["late"]) == ("board", 2, 2, False)
    assert shown(whole) == [(1, 1), (2, 2)]
    await hall.count(closed(3, 90))
    change = await page.hear()
    assert (change["t"], change["from"], change["v"]) == ("frame", 2, 3)
    assert [place for place, _ in change["rows"]] == [0]
    assert applied(as_board(whole), change).rows[0].id == 3


async def test_a_board_built_from_frames_is_the_board_fetched_whole(hall: Hall, page: Page) -> None:
    board = as_board(await page.ask(t="watch", board=PROVINCE))
    for n in range(120):
        await hall.count(closed(n % 70, n * 37 % 101, try_no=n // 70))
        board = applied(board, await page.hear())
    other = await Page().enter()
    assert board == as_board(await other.ask(t="watch", board=PROVINCE))
    await other.leave()


async def test_nothing_is_sent_when_nothing_changed(hall: Hall, page: Page) -> None:
    hall.store.apply([closed(1, 80)])
    await page.ask(t="watch", board=PROVINCE)
    await hall.count(closed(1, 80))
    assert await page.silent()


async def test_who_comes_back_gets_the_changes_that_were_missed(hall: Hall, page: Page) -> None:
    await page.ask(t="watch", board=PROVINCE)
    back = await Page().enter()
    await back.ask(t="watch", board=PROVINCE)
    await back.leave()
    for n in range(3):
        await hall.count(closed(n, 80))
    back = await Page().enter()
    await back.say(t="watch", board=PROVINCE, seen=1)
    frames = [await back.hear() for _ in range(2)]
    assert [(f["from"], f["v"]) for f in frames] == [(1, 2), (2, 3)]
    again = await back.ask(t="watch", board=PROVINCE, seen=3)
    assert (again["t"], again["from"], again["v"], again["rows"]) == ("frame", 3, 3, [])
    await back.leave()


@pytest.mark.parametrize("seen", [0, 2, 999, 2**31 - 1])
async def test_a_gap_that_is_not_known_any_more_gets_the_whole_board(
    hall: Hall, page: Page, seen: int
) -> None:
    hall.store.apply([closed(1, 80), closed(2, 80), closed(3, 80)])
    await page.ask(t="watch", board=PROVINCE)
    for n in range(RING + 1):
        await hall.count(closed(n + 10, 80))
    other = await Page().enter()
    whole = await other.ask(t="watch", board=PROVINCE, seen=seen)
    assert (whole["t"], whole["v"]) == ("board", RING + 4)
    await other.leave()


async def test_late_boards_say_so_and_then_that_they_are_not(hall: Hall, page: Page) -> None:
    await page.ask(t="watch", board=PROVINCE)
    hall.clock.tick(5_000)
    await hall.live.tick()
    late = await page.hear()
    assert (late["from"], late["v"], late["late"], late["rows"]) == (0, 0, True, [])
    await hall.count(closed(1, 80))
    healed = await page.hear()
    assert (healed["late"], healed["v"], healed["as_of"]) == (False, 1, hall.clock.now())


async def test_a_deleted_name_goes_from_every_page(hall: Hall, page: Page) -> None:
    hall.store.apply([closed(1, 80)])
    await page.ask(t="watch", board=PROVINCE)
    hall.store.rename(1, "匿名")
    await hall.live.tick()
    change = await page.hear()
    assert (change["from"], change["v"]) == (1, 1)
    assert change["rows"][0][1]["name"] == "匿名"
    other = await Page().enter()
    whole = await other.ask(t="watch", board=PROVINCE, seen=1)
    assert whole["rows"][0]["name"] == "匿名"
    await other.leave()


async def test_regions_are_compared_by_people_and_mean(hall: Hall, page: Page) -> None:
    hall.store.apply([closed(n, 50 + n % 50) for n in range(120)])
    whole = await page.ask(t="watch", board="final:regions:44")
    first, second = whole["rows"]
    assert (first["id"], first["rank"], first["people"]) == ("44/4401", 1, 120)
    assert (second["id"], second["rank"], second["people"]) == ("44/4403", None, 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((" ", "malformed"), ("[]", "malformed"), ("{}", "malformed"), ("\ufeff{}", "malformed")),
        ('{"t":"watch"}', "malformed"),
        ('{"t":"watch","board":7}', "malformed"),
        ('{"t":"watch","board":"final:persons:44","seen":-1}', "malformed"),
        ('{"t":"watch","board":"final:persons:44","seen":1e400}', "malformed"),
        ('{"t":"watch","board":"' + "4" * 161 + '"}', "malformed"),
        ('{"t":"watch","board":"final\\u0000"}', "malformed"),
        ('{"t":"publish","board":"final:persons:44"}', "unknown_type"),
        ("[" * 5_000, "malformed"),
        ('{"t":"watch","board":"final:persons:45"}', "no_such_board"),
        ('{"t":"watch","board":"final:persons:44:retired"}', "no_such_board"),
        ('{"t":"watch","board":"other:persons:44"}', "no_such_board"),
        ('{"t":"watch","board":"final:regions:44:youth"}', "no_such_board"),
    ],
)
async def test_bad_frames_are_named_and_change_nothing(
    hall: Hall, page: Page, text: str, code: str
) -> None:
    error = await page.ask(text)
    assert (error["t"], error["code"]) == ("error", code)
    assert not hub.topics()


async def test_a_page_may_watch_twelve_boards_and_let_them_go(hall: Hall, page: Page) -> None:
    places = hall.projector.catalogue.places
    known = {f"44/{n}": Place(str(n), f"44/{n}", "地", "", "city") for n in range(13)}
    hall.projector.catalogue = replace(hall.projector.catalogue, places={**places, **known})
    for n in range(12):
        assert (await page.ask(t="watch", board=f"final:persons:44/{n}"))["t"] == "board"
    assert (await page.ask(t="watch", board="final:persons:44/0"))["t"] == "board"
    refused = await page.ask(t="watch", board="final:persons:44/12")
    assert refused["code"] == "too_many_boards"
    await page.say(t="unwatch")
    assert (await page.ask(t="watch", board="final:persons:44/12"))["t"] == "board"
    assert len(hub.topics()) == 1


async def test_who_left_is_forgotten(hall: Hall) -> None:
    page = await Page().enter()
    await page.ask(t="watch", board=PROVINCE)
    await page.leave()
    assert not hub.topics()
    await hall.live.tick()
    assert not hall.live._live


async def test_too_many_frames_are_told_to_slow_down(hall: Hall, page: Page) -> None:
    for _ in range(consumers.BoardSocket.CREDITS + 1):
        await page.say("{}")
    heard = [(await page.hear())["code"] for _ in range(consumers.BoardSocket.CREDITS + 1)]
    assert set(heard[:-1]) == {"malformed"}
    assert heard[-1] == "slow_down"


class AwayShelf(MemoryShelf):
    def store(self, ranked: RankedRound) -> Any:
        raise StoreAway("gone")


async def test_a_store_that_is_away_says_busy_and_sends_the_board_when_back(
    hall: Hall, page: Page
) -> None:
    real: Shelf = hall.projector.shelf
    hall.projector.shelf = AwayShelf()
    busy = await page.ask(t="watch", board=PROVINCE)
    assert (busy["code"], busy["retry_ms"]) == ("busy", 1_000)
    await hall.live.tick()
    hall.projector.shelf = real
    await hall.live.tick()
    assert (await page.hear())["t"] == "board"


async def test_a_generation_that_is_not_whole_is_not_shown(hall: Hall, page: Page) -> None:
    hall.store.apply([closed(1, 80), closed(2, 90)])
    await page.ask(t="watch", board=PROVINCE)
    hall.projector.shelf = MemoryShelf()
    await hall.count(closed(1, 80))
    assert await page.silent()
    await hall.count(closed(2, 90), closed(3, 70))
    assert (await page.hear())["v"] == 3


def test_any_bytes_are_parsed_without_an_exception() -> None:
    for data in (b"", b"\xff", b'{"t":"\xff"}', b"\x00" * 20, b'{"t":"watch","board":"\\ud800"}'):
        assert isinstance(protocol.parse(data), Malformed)
    assert protocol.parse("x" * 20_000) == Malformed("frame of more than 16384 bytes")


def test_time_is_in_milliseconds(hall: Hall) -> None:
    assert hall.projector.late(Millis(hall.clock.now() + 2_001))
    assert not hall.projector.late(Millis(hall.clock.now() + 2_000))
