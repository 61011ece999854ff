"""The feed: events for other programs, with resuming, bounds, and tokens."""

import json
from typing import Any

import msgspec
import pytest

from leaderboard import feed, feed_events, protocol
from leaderboard import projector as projectors
from leaderboard.feed import Feeds, Listener
from leaderboard.live import RING
from leaderboard.rules.frames import Board, Frame, PersonRow, apply
from leaderboard.rules.scopes import BoardId, Scope
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.house import tree
from tests.leaderboard.cast import closed
from tests.leaderboard.hall import Hall

BOARD = BoardId("final", "persons", Scope("44"))


def said(chunk: bytes) -> list[dict[str, Any]]:
    """The events of a piece of a stream, as a client reads them."""
    found = []
    for block in chunk.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "data" in lines:
            found.append(
                {"id": lines.get("id"), "event": lines["event"], **json.loads(lines["data"])}
            )
    return found


class Client:
    """A listener's program: applies what it hears."""

    def __init__(self, feeds: Feeds, mark: str | None = None, token: int = 1) -> None:
        self.lines = feeds.stream(token, BOARD, mark)
        self.mark = mark
        self.board: Board[PersonRow] | None = None
        self.kinds: list[str] = []

    async def hear(self) -> list[dict[str, Any]]:
        events = said(await anext(self.lines))
        for one in events:
            self.kinds.append(one["event"])
            self._take(one)
        return events

    def _take(self, one: dict[str, Any]) -> None:
        self.mark = one["id"] or self.mark
        if one["event"] == "board":
            rows = tuple(PersonRow(**row) for row in one["rows"])
            self.board = Board(one["v"], one["people"], one["attempts"], one["mean_x100"], rows)
        elif one["event"] == "frame":
            assert self.board is not None
            put = tuple((n, PersonRow(**row)) for n, row in one["rows"])
            head = (one["people"], one["attempts"], one["mean_x100"], tuple(one["gone"]))
            change = Frame(one["from"], one["v"], *head, put)
            self.board = apply(change, self.board)

    async def enter(self) -> "Client":
        assert await anext(self.lines) == b"retry: 1000\n\n"
        await self.hear()
        return self


@pytest.fixture
def feeds(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Feeds:
    monkeypatch.setattr(projectors, "projector", hall.projector)
    return Feeds()


async def test_a_listener_gets_the_whole_board_and_then_its_changes(
    hall: Hall, feeds: Feeds
) -> None:
    hall.store.apply([closed(1, 80), closed(2, 70)])
    client = await Client(feeds).enter()
    assert client.kinds == ["beat", "board"]
    for n in range(3, 30):
        await hall.count(closed(n, n * 37 % 101))
        await client.hear()
    assert client.kinds[2:] == ["frame"] * 27
    other = await Client(feeds).enter()
    assert client.board == other.board
    assert client.mark == other.mark


async def test_all_listeners_are_written_the_same_bytes(hall: Hall, feeds: Feeds) -> None:
    clients = [await Client(feeds, token=n).enter() for n in range(3)]
    await hall.count(closed(1, 80))
    chunks = [await anext(client.lines) for client in clients]
    assert chunks[0] == chunks[1] == chunks[2]
    listeners = next(iter(hall.live._listeners.values()))
    await hall.count(closed(2, 80))
    assert len({id(listener.take()[0]) for listener in listeners}) == 1  # type: ignore[attr-defined]


async def test_who_comes_back_with_the_last_id_gets_what_was_missed(
    hall: Hall, feeds: Feeds
) -> None:
    hall.store.apply([closed(1, 80)])
    stays, goes = await Client(feeds).enter(), await Client(feeds).enter()
    await goes.lines.aclose()  # type: ignore[attr-defined]
    for n in range(2, 6):
        await hall.count(closed(n, 80 + n))
        await stays.hear()
    back = Client(feeds, goes.mark)
    back.board = goes.board
    await back.enter()
    assert back.kinds == ["beat"] + ["frame"] * 4
    assert (back.board, back.mark) == (stays.board, stays.mark)
    same = await Client(feeds, stays.mark).enter()
    assert same.kinds == ["beat"]


@pytest.mark.parametrize("mark", ["0-00000000", "1-00000000", "99-12345678"])
async def test_who_was_away_too_long_or_elsewhere_gets_the_whole_board(
    hall: Hall, feeds: Feeds, mark: str
) -> None:
    await Client(feeds).enter()
    for n in range(RING + 2):
        await hall.count(closed(n, 80))
    assert (await Client(feeds, mark).enter()).kinds == ["beat", "board"]


async def test_a_name_that_was_deleted_meanwhile_makes_the_board_come_whole(
    hall: Hall, feeds: Feeds
) -> None:
    hall.store.apply([closed(1, 80)])
    client = await Client(feeds).enter()
    await client.lines.aclose()  # type: ignore[attr-defined]
    hall.store.rename(1, "匿名")
    hall.live._live.clear()  # as in another process, which never knew the name
    back = await Client(feeds, client.mark).enter()
    assert back.kinds == ["beat", "board"]
    assert back.board is not None
    assert back.board.rows[0].name == "匿名"


async def test_a_slow_reader_gets_the_whole_board_instead_of_what_was_missed(
    hall: Hall, feeds: Feeds
) -> None:
    client = await Client(feeds).enter()
    for n in range(feed.MOST_WAITING + 5):
        await hall.count(closed(n, 80))
    events = await client.hear()
    assert [one["event"] for one in events] == ["board"]
    assert client.board is not None
    assert client.board.people == feed.MOST_WAITING + 5
    await hall.count(closed(99, 90))
    assert [one["event"] for one in await client.hear()] == ["frame"]


async def test_a_quiet_line_beats(
    hall: Hall, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "BEAT_MS", 5)
    client = await Client(feeds).enter()
    (beat,) = await client.hear()
    assert (beat["event"], beat["id"], beat["as_of"], beat["late"]) == (
        *("beat", None, hall.projector.as_of, False),
    )


async def test_a_line_that_ends_is_forgotten(hall: Hall, feeds: Feeds) -> None:
    clients = [await Client(feeds, token=n).enter() for n in (1, 2)]
    feeds.end({1})
    with pytest.raises(StopAsyncIteration):
        await clients[0].hear()
    await hall.count(closed(1, 80))
    assert [one["event"] for one in await clients[1].hear()] == ["frame"]
    feeds.end()
    with pytest.raises(StopAsyncIteration):
        await clients[1].hear()
    assert not hall.live._listeners
    assert not feeds._open
    await hall.live.tick()
    assert not hall.live._live


async def test_lines_have_bounds_for_each_token(
    hall: Hall, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PER_TOKEN", 2)
    now = Millis(MORNING)
    clients = [Client(feeds, token=7) for _ in range(2)]
    for client in clients:
        assert feeds.wait_ms(7, now) == 0
        await client.enter()
    assert feeds.wait_ms(7, now) == feed.BEAT_MS
    assert feeds.wait_ms(8, now) == 0
    await clients[0].lines.aclose()  # type: ignore[attr-defined]
    assert feeds.wait_ms(7, now) == 0


def test_who_knocks_all_the_time_is_told_to_wait() -> None:
    feeds = Feeds()
    waits = [feeds.wait_ms(7, Millis(MORNING)) for _ in range(302)]
    assert waits[:300] == [0] * 300
    assert waits[-1] == 200


async def test_nothing_is_kept_for_a_listener_that_is_behind() -> None:
    listener = Listener(1)
    for n in range(10 * feed.MOST_WAITING):
        listener.hear(feed_events.event("frame", f"{n}-00000000", b"{}"))
    assert listener.lost
    assert listener.take() == []


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1-", "-1-00000000", "1-0000000g", "1-000000000", "9" * 13 + "-00000000"]
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert feed_events.parse(text) is None


def test_a_mark_names_version_and_rows() -> None:
    mark = feed_events.mark(7, b"[]")
    assert feed_events.parse(mark) == mark
    assert mark != feed_events.mark(7, b"[1]")
    assert mark != feed_events.mark(7, b"[]", official=True)


def test_the_golden_example_is_what_the_feed_writes() -> None:
    golden = (tree.ROOT / "tests" / "protocol" / "feed.sse").read_bytes()
    beat, board, frame = said(golden)
    assert golden.startswith(b"retry: %d\n\n" % feed.RETRY_MS)
    assert feed_events.beat(as_of=beat["as_of"], late=beat["late"]) in golden
    decoder = msgspec.json.Decoder(protocol.BoardFrame | protocol.ChangeFrame)
    for one in (board, frame):
        (line,) = [line for line in golden.splitlines() if f'"t":"{one["t"]}"'.encode() in line]
        body = decoder.decode(line.removeprefix(b"data: "))
        assert feed_events.event(one["event"], one["id"], protocol.write(body)).data in golden
