"""The boards follow the journal, whatever comes in between."""

import pytest
from redis import Redis as Client

from leaderboard import board as boards
from leaderboard.projector import Projector
from leaderboard.rules.frames import PersonRow
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.shelf_redis import FILLING, RedisShelf
from leaderboard.store import Shelf, StoreAway
from leaderboard.store_memory import MemoryShelf
from leaderboard.store_redis import LIVE, connect
from quiz import entrants, people
from quiz.events import AttemptClosed
from quiz.journal.follow import Cursor, closed_since
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.leaderboard.cast import Scene
from tests.servers import Redis

NOW = MORNING
PROVINCE = BoardId("first", "persons", Scope("44"))


def shown(projector: Projector, board: BoardId = PROVINCE) -> list[tuple[str, int, int | None]]:
    look = boards.persons(projector, board, 0, 50)
    return [(row.name, row.score, row.rank) for row in look.rows if isinstance(row, PersonRow)]


def version(projector: Projector) -> int:
    return boards.persons(projector, PROVINCE, 0, 50).v


def test_what_is_in_the_journal_is_on_the_boards(stage: Scene, live_shelf: Shelf) -> None:
    projector = Projector(live_shelf)
    stage.close("梅", 80)
    stage.close("兰", 90)
    projector.catch_up(NOW)
    assert shown(projector) == [("兰", 90, 1), ("梅", 80, 2)]
    stage.close("梅", 100)
    projector.catch_up(Millis(NOW + 250))
    assert shown(projector) == [("梅", 100, 1), ("兰", 90, 2)]
    assert version(projector) == 3
    assert projector.as_of == NOW + 250


def test_practice_has_no_board(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    stage.close("梅", 100, round_=stage.practice)
    projector.catch_up(NOW)
    assert projector.catalogue.find("train:persons:44") is None
    assert shown(projector) == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        *(("first:persons:44", True), ("first:persons:44/4401/440106:youth", True)),
        *(("first:regions:44", True), ("first:persons:44/4499", False)),
        *(("first:persons:44:retired", False), ("second:persons:44", False)),
    ],
)
def test_only_boards_of_the_format_and_of_known_regions_exist(
    stage: Scene, name: str, *, there: bool
) -> None:
    projector = Projector(MemoryShelf())
    projector.catch_up(NOW)
    assert (projector.catalogue.find(name) is not None) == there


def test_a_format_without_county_boards_has_none(stage: Scene) -> None:
    stage.ranked.format["boards"] = ["province", "cohort"]
    stage.ranked.save(update_fields=["format"])
    projector = Projector(MemoryShelf())
    projector.catch_up(NOW)
    found = [
        projector.catalogue.find(f"first:{name}") for name in ("persons:44", "persons:44:youth")
    ]
    assert None not in found
    for name in ("persons:44/4401", "persons:44/4401:youth", "regions:44"):
        assert projector.catalogue.find(f"first:{name}") is None


def test_a_round_made_later_is_found_by_its_first_result(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    projector.catch_up(NOW)
    stage.ranked.pk, stage.ranked.code = None, "second"
    stage.ranked.save(force_insert=True)
    stage.close("梅", 70)
    projector.catch_up(Millis(NOW + 1))
    assert shown(projector, BoardId("second", "persons", Scope("44"))) == [("梅", 70, 1)]


def test_what_comes_late_or_twice_changes_nothing(stage: Scene, live_shelf: Shelf) -> None:
    for score in (80, 60, 90):
        stage.close("梅", score)
        stage.close("兰", 85)
    events, _ = closed_since(None, 100)
    pages = [events[3:], events[:5], events[::-1], events, []]

    def again(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        return (pages.pop(0) if pages else []), Cursor(0, len(pages) + 1)

    projector = Projector(live_shelf, again)
    for step in range(6):
        projector.catch_up(Millis(NOW + step))
    assert shown(projector) == [("梅", 90, 1), ("兰", 85, 2)]
    assert version(projector) == 6


def test_an_own_commit_is_shown_before_the_next_reading(stage: Scene) -> None:
    projector = Projector(MemoryShelf())
    projector.catch_up(NOW)
    stage.close("梅", 80)
    events, _ = closed_since(None, 100)
    projector.heard(events)
    assert shown(projector) == [("梅", 80, 1)]
    projector.catch_up(Millis(NOW + 1))
    assert version(projector) == 1


def test_a_database_away_makes_the_boards_late_and_then_heals(stage: Scene) -> None:
    away = [True]

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        if away[0]:
            raise StoreAway("gone")
        return closed_since(cursor, limit)

    projector = Projector(MemoryShelf(), source)
    stage.close("梅", 80)
    assert not projector.try_to_catch_up(NOW)
    assert projector.late(Millis(NOW + 1))
    away[0] = False
    assert projector.try_to_catch_up(Millis(NOW + 10))
    assert not projector.late(Millis(NOW + 11))
    assert shown(projector) == [("梅", 80, 1)]


def test_who_had_their_data_deleted_is_nameless_soon(stage: Scene, live_shelf: Shelf) -> None:
    projector = Projector(live_shelf)
    stage.close("梅", 80)
    projector.catch_up(NOW)
    people.erase(stage.people["梅"], Millis(NOW + 1_000))
    projector.catch_up(Millis(NOW + 6_000))
    assert shown(projector) == [(entrants.ERASED, 80, 1)]


def test_a_rebuilt_generation_shows_the_same_board(stage: Scene, live_shelf: Shelf) -> None:
    projector = Projector(live_shelf)
    for n in range(30):
        stage.close(f"选手{n % 11}", n * 7 % 100)
    projector.catch_up(NOW)
    before = boards.look(projector, PROVINCE)
    rebuilt = Projector(projector.rebuild(NOW))
    rebuilt.catalogue = projector.catalogue
    assert boards.look(rebuilt, PROVINCE) == before
    projector.catch_up(Millis(NOW + 1))
    assert boards.look(projector, PROVINCE) == before


@pytest.mark.redis
def test_after_flushall_the_boards_are_rebuilt_and_versions_never_go_back(
    stage: Scene, redis_client: "Client[bytes]"
) -> None:
    mine, other = (Projector(RedisShelf(redis_client)) for _ in range(2))
    stage.close("梅", 80)
    stage.close("兰", 90)
    mine.catch_up(NOW)
    other.catch_up(NOW)
    before = boards.look(mine, PROVINCE)
    redis_client.flushall()
    for board in (PROVINCE, BoardId("first", "regions", Scope("44"))):
        with pytest.raises(StoreAway):
            boards.look(mine, board)
    stage.close("竹", 70)
    mine.catch_up(Millis(NOW + 250))
    other.catch_up(Millis(NOW + 250))
    assert boards.look(mine, PROVINCE) == boards.look(other, PROVINCE)
    assert version(mine) == 3 > before.v
    stage.close("菊", 60)
    other.catch_up(Millis(NOW + 500))
    assert [name for name, _, _ in shown(mine)] == ["兰", "梅", "竹", "菊"]


@pytest.mark.redis
def test_a_flushall_while_filling_is_seen_and_nothing_half_is_shown(
    stage: Scene, redis_client: "Client[bytes]"
) -> None:
    stage.close("梅", 80)

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        page = closed_since(cursor, limit)
        redis_client.flushall()
        return page

    assert not Projector(RedisShelf(redis_client), source).try_to_catch_up(NOW)
    assert redis_client.get(LIVE) is None
    redis_client.delete(FILLING)
    healed = Projector(RedisShelf(redis_client))
    healed.catch_up(NOW)
    assert shown(healed) == [("梅", 80, 1)]


@pytest.mark.redis
def test_one_process_fills_and_the_others_wait(stage: Scene, redis_client: "Client[bytes]") -> None:
    RedisShelf(redis_client).stage()
    waiting = Projector(RedisShelf(redis_client))
    assert not waiting.try_to_catch_up(NOW)
    with pytest.raises(StoreAway):
        boards.look(waiting, PROVINCE)


@pytest.mark.redis
def test_redis_gone_makes_boards_late_and_loses_nothing(stage: Scene, redis: Redis) -> None:
    if not redis.running:
        redis.start()
    client = connect(redis.url)
    client.flushall()
    projector = Projector(RedisShelf(client))
    stage.close("梅", 80)
    projector.catch_up(NOW)
    redis.kill9()
    stage.close("兰", 90)
    assert not projector.try_to_catch_up(Millis(NOW + 250))
    with pytest.raises(StoreAway):
        boards.look(projector, PROVINCE)
    redis.start()
    assert projector.try_to_catch_up(Millis(NOW + 500))
    assert shown(projector) == [("兰", 90, 1), ("梅", 80, 2)]
    client.close()


@pytest.mark.redis
def test_two_processes_counting_the_same_at_once_count_it_once(
    stage: Scene, redis_client: "Client[bytes]"
) -> None:
    """The second process writes between the first one's reading and its writing."""
    first, second = (Projector(RedisShelf(redis_client)) for _ in range(2))
    first.catch_up(NOW)
    second.catch_up(NOW)
    for n in range(20):
        stage.close(f"选手{n % 5}", n)
    store = first.store(next(iter(first.catalogue.rounds.values())))
    load = store._load  # type: ignore[attr-defined]

    def interrupted(*args: object) -> object:
        people_read = load(*args)
        second.catch_up(Millis(NOW + 1))
        return people_read

    store._load = interrupted  # type: ignore[attr-defined]
    first.catch_up(Millis(NOW + 1))
    assert version(first) == 20
    alone = Projector(MemoryShelf())
    alone.catch_up(NOW)
    assert shown(first) == shown(alone)
