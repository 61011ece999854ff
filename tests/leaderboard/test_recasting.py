"""A round that goes by other rules than when its boards were first looked at."""

import pytest
from redis import Redis

from leaderboard import board as boards
from leaderboard.models import Freeze
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import Shelf, StoreAway
from leaderboard.store_memory import MemoryShelf
from quiz.models import Entry, Round
from quiz.rules.formats import Count, Format, plain
from quiz.rules.units import Millis
from tests.leaderboard.cast import OPENS_AT, Scene

NOW = OPENS_AT
LATER = Millis(NOW + RELOAD_MS)
PROVINCE = BoardId("first", "persons", Scope("44"))
Shown = list[tuple[int | None, str, int]]


def shown(projector: Projector) -> Shown:
    rows = boards.persons(projector, PROVINCE, 0, 50).rows
    return [(row.rank, row.name, row.score) for row in rows]


def fresh(now: Millis) -> Shown:
    """What a process says that is started now."""
    made = Projector(MemoryShelf())
    made.catch_up(now)
    return shown(made)


def looked_at(shelf: Shelf) -> Projector:
    projector = Projector(shelf)
    projector.catch_up(NOW)
    shown(projector)
    return projector


def change(stage: Scene, **fields: object) -> None:
    Round.objects.filter(pk=stage.ranked.pk).update(**fields)


def close_three(stage: Scene) -> None:
    stage.close("甲", 60)
    stage.close("甲", 60)
    stage.close("乙", 90)


def test_a_format_changed_after_a_look_is_the_one_that_counts(
    stage: Scene, live_shelf: Shelf
) -> None:
    projector = looked_at(live_shelf)
    change(stage, format=plain(Format(count=Count.SUM)))
    projector.catch_up(LATER)
    close_three(stage)
    projector.catch_up(Millis(LATER + 1))
    assert shown(projector) == fresh(LATER) == [(1, "甲", 120), (2, "乙", 90)]


def test_results_that_are_in_already_are_counted_anew(stage: Scene, live_shelf: Shelf) -> None:
    projector = looked_at(live_shelf)
    close_three(stage)
    projector.catch_up(Millis(NOW + 1))
    assert shown(projector) == [(1, "乙", 90), (2, "甲", 60)]
    change(stage, format=plain(Format(count=Count.SUM)))
    projector.catch_up(LATER)
    assert shown(projector) == [(1, "甲", 120), (2, "乙", 90)]
    change(stage, format=plain(Format()))
    stage.close("甲", 95)
    projector.catch_up(Millis(LATER + RELOAD_MS))
    assert shown(projector) == [(1, "甲", 95), (2, "乙", 90)]


def test_hours_moved_after_a_look_part_who_was_earlier(stage: Scene, live_shelf: Shelf) -> None:
    days = 86_400_000 * 2
    change(stage, opens_at=OPENS_AT + days, closes_at=OPENS_AT + 2 * days)
    projector = looked_at(live_shelf)
    change(stage, opens_at=OPENS_AT)
    projector.catch_up(LATER)
    stage.close("早", 80)
    stage.close("晚", 80)
    late = Entry.objects.filter(attempt__contestant=stage.people["晚"])
    late.update(received_at=OPENS_AT + 3_600_000)
    projector.catch_up(Millis(LATER + 1))
    assert shown(projector) == fresh(LATER) == [(1, "早", 80), (2, "晚", 80)]


def test_a_frozen_board_follows_the_format_too(stage: Scene, live_shelf: Shelf) -> None:
    Freeze.objects.create(round=stage.ranked, cut_at=OPENS_AT + 10**9, made_at=NOW)
    projector = looked_at(live_shelf)
    change(stage, format=plain(Format(count=Count.SUM)))
    close_three(stage)
    for step in range(3):  # where stores are shared, all processes have to have heard of it first
        projector.catch_up(Millis(LATER + step * 7_000))
    assert shown(projector) == [(1, "甲", 120), (2, "乙", 90)]


def test_a_round_whose_format_is_mended_has_the_results_it_had(
    stage: Scene, live_shelf: Shelf
) -> None:
    change(stage, format={"count": "?"})
    projector = Projector(live_shelf)
    projector.catch_up(NOW)
    close_three(stage)
    projector.catch_up(Millis(NOW + 1))
    change(stage, format=plain(Format()))
    projector.catch_up(LATER)
    assert shown(projector) == [(1, "乙", 90), (2, "甲", 60)]


@pytest.mark.redis
def test_processes_before_and_after_a_change_do_not_write_into_one_board(
    stage: Scene, redis_client: object
) -> None:
    old = looked_at(RedisShelf(redis_client))  # type: ignore[arg-type]
    change(stage, format=plain(Format(count=Count.SUM)))
    close_three(stage)
    old.catch_up(Millis(NOW + 1))  # has not heard of it yet, and says how far it has read
    new = Projector(RedisShelf(redis_client))  # type: ignore[arg-type]
    new.catch_up(Millis(NOW + 2))
    assert shown(new) == [(1, "甲", 120), (2, "乙", 90)]
    stage.close("丙", 130)
    old.catch_up(Millis(NOW + 3))
    old.catch_up(LATER)
    assert shown(old) == [(1, "丙", 130), (2, "甲", 120), (3, "乙", 90)]


def test_nothing_is_counted_anew_while_nothing_changed(
    stage: Scene, live_shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_three(stage)
    projector = looked_at(live_shelf)
    read: list[int] = []
    monkeypatch.setattr("quiz.journal.follow.pages_of_round", read.append)
    change(stage, title_zh="决赛")
    projector.catch_up(LATER)
    Projector(live_shelf).catch_up(LATER)
    assert read == []


def away(*_: object) -> None:
    raise StoreAway("gone")


@pytest.mark.redis
def test_when_redis_was_emptied_nothing_is_counted_into_what_is_gone(
    stage: Scene, redis_client: "Redis[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    close_three(stage)
    both = [looked_at(RedisShelf(redis_client)) for _ in range(2)]
    gone = both[0].shelf.generation()
    read: list[int] = []
    monkeypatch.setattr("quiz.journal.follow.pages_of_round", read.append)
    with monkeypatch.context() as without:
        without.setattr(RedisShelf, "generation", away)
        without.setattr(RedisShelf, "moulds", away)
        for step in range(1, 10):
            assert not any(one.try_to_catch_up(Millis(NOW + step * 2_000)) for one in both)
    redis_client.flushall()
    for one in both:
        one.catch_up(Millis(NOW + 20_000))
        assert shown(one) == [(1, "乙", 90), (2, "甲", 60)]
    assert read == []
    assert list(redis_client.scan_iter(f"boards:{gone}:*")) == []


def test_freezes_and_masks_hold_at_once_while_the_store_is_away_and_rules_wait(
    stage: Scene, live_shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector = looked_at(live_shelf)
    close_three(stage)
    projector.catch_up(Millis(NOW + 1))
    change(stage, format=plain(Format(count=Count.SUM)))
    stage.contest.masked = True
    stage.contest.save(update_fields=["masked"])
    Freeze.objects.create(round=stage.ranked, cut_at=NOW, made_at=NOW)
    with monkeypatch.context() as without:
        without.setattr(live_shelf, "generation", away)
        without.setattr(live_shelf, "moulds", away)
        assert not projector.try_to_catch_up(LATER)
    assert projector.catalogue.stands_still("GD26", LATER)
    assert projector.catalogue.codes["first"].masked
    assert projector.catalogue.codes["first"].form.count is not Count.SUM
    Freeze.objects.all().delete()
    projector.catch_up(Millis(LATER + RELOAD_MS))
    assert [score for _, _, score in shown(projector)] == [120, 90]


def test_a_round_that_is_new_while_the_store_is_away_is_there_once_it_is_counted(
    stage: Scene, live_shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector = looked_at(live_shelf)
    stage.ranked.pk, stage.ranked.code = None, "second"
    stage.ranked.save(force_insert=True)
    stage.close("甲", 70)
    with monkeypatch.context() as without:
        without.setattr(live_shelf, "generation", away)
        assert not projector.try_to_catch_up(LATER)
    assert "second" not in projector.catalogue.codes
    projector.catch_up(Millis(LATER + 1))
    assert projector.catalogue.codes["second"].id == stage.ranked.pk
    assert boards.persons(projector, PROVINCE._replace(round="second"), 0, 50).rows[0].score == 70
