"""What pages that watch a board are sent, over the real consumer."""

from typing import Any

import pytest

from leaderboard.catalogue import RankedRound
from leaderboard.live import RING
from leaderboard.publish import official
from leaderboard.publish.official import Official
from leaderboard.rules.frames import Board, Frame, PersonRow, apply
from leaderboard.store import Shelf, StoreAway
from leaderboard.store_memory import MemoryShelf
from quiz.rules.units import Millis
from tests.leaderboard.cast import closed
from tests.leaderboard.hall import PROVINCE, Hall, Page


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


async def test_what_happened_while_nobody_watched_comes_as_the_whole_board(hall: Hall) -> None:
    hall.store.apply([closed(1, 80)])
    page = await Page().enter()
    assert (await page.ask(t="watch", board=PROVINCE))["v"] == 1
    await page.leave()
    await hall.count(closed(2, 90))
    back = await Page().enter()
    whole = await back.ask(t="watch", board=PROVINCE, seen=1)
    assert (whole["t"], whole["v"]) == ("board", 2)
    await back.leave()


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


class AwayShelf(MemoryShelf):
    def store(self, ranked: RankedRound) -> Any:
        raise StoreAway("gone")


async def test_a_store_that_is_away_says_busy_and_sends_the_board_when_back(
    hall: Hall, page: Page
) -> None:
    real: Shelf = hall.projector.shelf
    hall.projector.shelf = AwayShelf()
    busy = await page.ask(t="watch", board=PROVINCE)
    assert (busy["code"], busy["detail"], busy["retry_ms"]) == ("busy", PROVINCE, 1_000)
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


def test_time_is_in_milliseconds(hall: Hall) -> None:
    assert hall.projector.late(Millis(hall.clock.now() + 2_001))
    assert not hall.projector.late(Millis(hall.clock.now() + 2_000))


async def test_a_board_says_when_it_is_what_was_published_and_when_no_more(
    hall: Hall, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.store.apply([closed(1, 80)])
    assert (await page.ask(t="watch", board=PROVINCE))["official"] is False
    monkeypatch.setattr(
        official, "of", lambda _round: Official("GD26", 1, 0, corrects=False, version=1)
    )
    await hall.live.tick()
    published = await page.hear()
    assert (published["t"], published["official"], published["v"]) == ("board", True, 1)
    await hall.live.tick()
    assert await page.silent()
    await hall.count(closed(2, 90))
    changed = await page.hear()
    assert (changed["t"], changed["official"], changed["v"]) == ("board", False, 2)
