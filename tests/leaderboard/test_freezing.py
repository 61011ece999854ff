"""What the public sees of a round that stands still, and what organisers see beside it."""

from dataclasses import replace

import pytest
from redis import Redis as Client

from leaderboard import board as boards
from leaderboard import derived, freezing
from leaderboard.filling import KNOWN_MS
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.rules.frames import PersonRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import NotReady, Shelf
from leaderboard.store_memory import MemoryShelf
from quiz.events import AttemptClosed
from quiz.journal.follow import Cursor
from quiz.models import Entry, EntryKind
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.leaderboard.cast import OPENS_AT, Scene, closed
from tests.leaderboard.hall import Hall, Page

NOW = MORNING
PROVINCE = BoardId("first", "persons", Scope("44"))
STORED = Millis(OPENS_AT + 100_001)  # when the cast's papers are stored


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def live_shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "memory":
        return MemoryShelf()
    return RedisShelf(request.getfixturevalue("redis_client"))


def shown(projector: Projector, *, full: bool = False) -> list[tuple[str, int]]:
    look = boards.persons(projector, PROVINCE, 0, 50, full=full)
    return [(row.name, row.score) for row in look.rows if isinstance(row, PersonRow)]


def store_late() -> None:
    """Whatever is stored from now on was stored a minute after the others."""
    newest = Entry.objects.order_by("-pk")[0]
    Entry.objects.filter(pk=newest.pk).update(stored_at=STORED + 60_000)


def later(projector: Projector, step: int) -> None:
    """A few ticks, so that definitions are read again and stores are filled."""
    for n in range(1, 4):
        projector.catch_up(Millis(NOW + (3 * step + n) * (RELOAD_MS + KNOWN_MS)))


def test_results_stored_after_the_cut_are_held_back_until_it_is_lifted(
    stage: Scene, live_shelf: Shelf
) -> None:
    projector = Projector(live_shelf)
    stage.close("梅", 80)
    freezing.freeze(stage.ranked, STORED, by=None, now=NOW)
    projector.catch_up(NOW)
    later(projector, 0)
    stage.close("兰", 90)
    store_late()
    later(projector, 1)
    assert shown(projector) == [("梅", 80)]
    assert shown(projector, full=True) == [("兰", 90), ("梅", 80)]
    assert freezing.lift(stage.ranked, by=None, now=NOW)
    later(projector, 2)
    assert shown(projector) == [("兰", 90), ("梅", 80)]
    assert not freezing.lift(stage.ranked, by=None, now=NOW)


def test_a_round_that_is_frozen_while_boards_are_shown_shows_nothing_new_meanwhile(
    stage: Scene, live_shelf: Shelf
) -> None:
    projector = Projector(live_shelf)
    stage.close("梅", 80)
    projector.catch_up(NOW)
    freezing.freeze(stage.ranked, STORED, by=None, now=NOW)
    stage.close("兰", 90)
    store_late()
    later(projector, 1)
    assert shown(projector) == [("梅", 80)]
    assert shown(projector, full=True) == [("兰", 90), ("梅", 80)]


def test_a_marking_after_the_cut_is_held_back_too(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    stage.close("梅", 80)
    freezing.freeze(stage.ranked, STORED, by=None, now=NOW)
    projector.catch_up(NOW)
    closing = Entry.objects.get(kind=EntryKind.CLOSED)
    closing.pk, closing.kind, closing.slot = None, EntryKind.RULED, 1
    closing.points, closing.stored_at = 100, STORED + 1
    closing.save(force_insert=True)
    later(projector, 1)
    assert shown(projector) == [("梅", 80)]
    assert shown(projector, full=True) == [("梅", 100)]


def test_a_cut_that_lies_ahead_changes_nothing_until_then(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    stage.close("梅", 80)
    projector.catch_up(NOW)
    freezing.freeze(stage.ranked, Millis(NOW + 10 * 86_400_000), by=None, now=NOW)
    projector.catch_up(Millis(NOW + RELOAD_MS))
    stage.close("兰", 90)
    projector.catch_up(Millis(NOW + RELOAD_MS + 1))
    assert shown(projector) == [("兰", 90), ("梅", 80)]


@pytest.mark.redis
def test_a_past_cut_shows_nothing_until_it_has_been_read(
    stage: Scene, redis_client: "Client[bytes]"
) -> None:
    projector = Projector(RedisShelf(redis_client))
    stage.close("梅", 80)
    projector.catch_up(NOW)
    freezing.freeze(stage.ranked, STORED, by=None, now=NOW)
    projector.catch_up(Millis(NOW + 86_400_000))
    with pytest.raises(NotReady):
        shown(projector)
    projector.catch_up(Millis(NOW + 86_400_000 + KNOWN_MS))
    assert shown(projector) == [("梅", 80)]


def test_a_round_stands_still_once_at_a_time(stage: Scene) -> None:
    freezing.freeze(stage.ranked, NOW, by=None, now=NOW)
    with pytest.raises(freezing.Frozen):
        freezing.freeze(stage.ranked, Millis(NOW + 1), by=None, now=NOW)
    assert freezing.current(stage.ranked) is not None


def test_a_name_that_was_erased_leaves_the_frozen_board_as_well(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    stage.close("梅", 80)
    freezing.freeze(stage.ranked, STORED, by=None, now=NOW)
    projector.catch_up(NOW)
    who = stage.people["梅"]
    who.nickname, who.erased_at = "匿名", Millis(NOW + 1)
    who.save(update_fields=["nickname", "erased_at"])
    later(projector, 1)
    assert shown(projector) == [("匿名", 80)]


async def test_watching_pages_go_back_to_the_cut_and_on_when_it_is_lifted(
    hall: Hall, page: Page
) -> None:
    hall.store.apply([replace(closed(1, 80), stored_at=10)])
    assert (await page.ask(t="watch", board="final:persons:44"))["v"] == 1
    await hall.count(replace(closed(2, 90), stored_at=30))
    assert (await page.hear())["v"] == 2
    known = hall.projector.catalogue
    hall.projector.catalogue = replace(known, freezes={7: 20})
    wanted = derived.wanted(hall.projector.catalogue)
    hall.projector._filling.want(hall.projector.shelf, wanted, hall.clock.now())
    hall.projector._filling.apply(hall.projector.shelf, [replace(closed(1, 80), stored_at=10)])
    hall.projector._filling.done(hall.projector.shelf)
    hall.projector._filling.go_on(hall.projector.shelf, nothing, hall.clock.now())
    await hall.live.tick()
    frame = await page.hear()
    assert (frame["from"], frame["v"], frame["gone"], frame["as_of"]) == (2, 1, [2], 20)
    hall.projector.catalogue = known
    await hall.live.tick()
    assert (await page.hear())["v"] == 2


def nothing(_cursor: Cursor | None, _limit: int) -> tuple[list[AttemptClosed], Cursor]:
    return [], Cursor()
