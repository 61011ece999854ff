"""Boards in Redis: processes that count the same, and others, at once count each result once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from redis import Redis as Client
from redis.client import Pipeline

from leaderboard import shelf_redis, store_redis
from leaderboard.catalogue import RankedRound
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store_memory import MemoryStore
from leaderboard.store_redis import Batch, RedisStore, connect
from tests.leaderboard.cast import NANSHAN, TIANHE, YUEXIU, closed
from tests.leaderboard.test_store import SCOPES
from tests.servers import Redis

pytestmark = pytest.mark.redis
PATHS = (TIANHE, YUEXIU, NANSHAN)
EVENTS = [
    closed(who, (who * 7 + try_no * 13) % 50, try_no=try_no, path=PATHS[(who + try_no) % 3])
    for try_no in range(3)
    for who in range(1, 61)
]


def test_two_that_count_at_once_count_each_result_once(
    redis: Redis,
    redis_client: "Client[bytes]",
    ranked: Callable[..., RankedRound],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store_redis, "AT_A_TIME", 5)
    monkeypatch.setattr(store_redis, "TRIES", 10_000)
    orders = (EVENTS, EVENTS[::-1], EVENTS[60:])
    lines = [connect(redis.url) for _ in orders]
    stores = [RedisStore(line, ranked(), "b:") for line in lines]
    with ThreadPoolExecutor(len(orders)) as threads:
        new = list(threads.map(RedisStore.apply, stores, orders))
    for line in lines:
        line.close()
    alone = MemoryStore(ranked())
    assert sum(new) == alone.apply(EVENTS) == len(EVENTS)
    shared = RedisStore(redis_client, ranked(), "b:")
    assert shared.totals(SCOPES) == alone.totals(SCOPES)
    for scope in SCOPES:
        assert shared.page(scope, 0, 100) == alone.page(scope, 0, 100)


def test_a_sum_that_another_changes_meanwhile_is_worked_out_again(
    redis_client: "Client[bytes]",
    ranked: Callable[..., RankedRound],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, write, turns = RedisStore(redis_client, ranked(), "b:"), Batch.write, [0]

    def late(batch: Batch, pipe: "Pipeline[bytes]", sums: Any) -> None:
        turns[0] += 1
        if turns[0] == 1:
            store.apply([closed(2, 30)])
        write(batch, pipe, sums)

    monkeypatch.setattr(Batch, "write", late)
    assert store.apply([closed(1, 10)]) == 1
    assert turns[0] == 3
    [totals] = store.totals(SCOPES[:1])
    assert (totals.people, totals.attempts, totals.points) == (2, 2, 40)


def test_what_another_generation_left_goes_at_once_and_redis_need_not_take_it_away_itself(
    redis_client: "Client[bytes]",
    ranked: Callable[..., RankedRound],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf_redis, "KEYS_AT_ONCE", 3)
    for _ in range(2):
        staged = RedisShelf(redis_client).stage()
        staged.store(ranked()).apply(EVENTS)
        redis_client.config_resetstat()
        staged.publish()
    shown = RedisShelf(redis_client).generation()
    assert shown is not None
    keys = set(redis_client.scan_iter("boards:*:*"))
    assert keys
    assert all(key.startswith(f"boards:{shown}:".encode()) for key in keys)
    asked = redis_client.info("commandstats")
    assert "cmdstat_unlink" in asked
    assert "cmdstat_expire" not in asked
