"""Boards from ten thousand people to a million, each size and store in a process of its own.

`python -m bench.boards KIND PEOPLE UPDATES [REDIS]` measures one and prints it as JSON.
"""

import gc
import json
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench import stage
from bench.sizes import Sizes
from bench.table import Goal, Row

if TYPE_CHECKING:
    from leaderboard.catalogue import RankedRound
    from leaderboard.store import Store
    from quiz.events import AttemptClosed

OPENS_AT = 1_789_776_000_000
DAY_MS = 86_400_000
COUNTIES = [
    f"440000/4401{city:02}/44{city:02}{county:02}" for city in range(21) for county in range(6)
]
COHORTS = ("youth", "farmers", "workers", "elders", "civil")
BATCH = 250
RANKS = 2_000
LOOKS = 500


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        database = f"sqlite:///{folder / 'none.sqlite3'}"
        told = {**stage.environment(database, "daphne"), "DATA_DIR": str(folder)}
        for people in sizes.boards:
            yield from _rows("memory", people, _run(told, "memory", people, sizes))
        with stage.redis(folder) as redis:
            for people in sizes.redis_boards if redis else ():
                figures = _run(told, "redis", people, sizes, redis.url if redis else "")
                yield from _rows("Redis", people, figures)


def _run(told: dict[str, str], kind: str, people: int, sizes: Sizes, *more: str) -> Any:
    arguments = (kind, str(people), str(sizes.updates), *more)
    return json.loads(stage.python("bench.boards", *arguments, told=told).splitlines()[-1])


def _rows(store: str, people: int, seen: Any) -> Iterator[Row]:
    where = f"{store}, {people:,} people"
    goals = [Goal("ours", "<=", 20)] if store == "memory" and people == 1_000_000 else []
    boards = seen["boards"]
    what = f"one result on its {boards} boards"
    yield Row(what, where, "us", seen["update"], seen["floor_update"], goals=goals)
    yield Row("my rank", where, "us", seen["rank"], seen["floor_rank"], goals=goals)
    yield Row("a page of 50 anywhere", where, "us", seen["page"], seen["floor_page"])
    yield Row("me and five neighbours a side", where, "us", seen["around"])
    yield Row("21 cities added up", where, "us", seen["cities"])
    yield Row(f"one person on {boards} boards", where, "bytes", seen["bytes"], seen["floor_bytes"])


def main(kind: str, people: int, updates: int, *redis: str) -> None:
    import django

    django.setup()
    gc.disable()
    figures = _memory(people, updates) if kind == "memory" else _redis(people, updates, redis[0])
    print(json.dumps(figures))


def events(people: int, count: int, try_no: int) -> "Iterator[AttemptClosed]":
    """Closed attempts of a crowd, or of `count` of its people chosen at random."""
    from quiz.events import AttemptClosed

    chance = random.Random(try_no)
    for n in range(count):
        who = n if count == people else chance.randrange(people)
        score, took = chance.randrange(0, 101) * 10, chance.randrange(30_000, 200_000)
        yield AttemptClosed(
            entry=n + 1,
            attempt=n + 1,
            round=7,
            contestant=who + 1,
            try_no=try_no,
            score=score,
            took_ms=took,
            finished_at=OPENS_AT + chance.randrange(DAY_MS),
            region_path=COUNTIES[who % len(COUNTIES)],
            cohort=COHORTS[who % len(COHORTS)],
            nickname=f"选手{who}",
        )


def ranked_round() -> "RankedRound":
    """A round that no database knows."""
    from leaderboard.catalogue import RankedRound
    from quiz.rules.formats import Format
    from quiz.rules.units import Points

    words = dict.fromkeys(("contest", "title_zh", "title_en", "contest_zh", "contest_en"), "x")
    form = Format(questions=100, right=Points(10))
    when = {"opens_at": OPENS_AT, "closes_at": OPENS_AT + DAY_MS}
    given: dict[str, Any] = {"id": 7, "code": "bench", "root": "440000", "form": form}
    return RankedRound(**(given | when | words))


def _memory(people: int, updates: int) -> dict[str, float]:
    from leaderboard.rules.scopes import Scope, scopes
    from leaderboard.store_memory import MemoryStore

    before = _rss()
    store = MemoryStore(ranked_round())
    for batch in _batches(events(people, people, 0)):
        store.apply(batch)
    size = (_rss() - before) / people
    changes = list(events(people, updates, 1))
    update = _each(lambda: [store.apply(batch) for batch in _batches(iter(changes))], updates)
    who = [change.contestant for change in changes[:RANKS]]
    province = Scope("440000")
    rank = _each(lambda: [store.rank(province, one) for one in who], len(who))
    boards = len(list(scopes(COUNTIES[0], COHORTS[0], "440000")))
    return {
        "update": update,
        "rank": rank,
        "bytes": size,
        "boards": boards,
        **_looks(store, people),
        **_bare(people, updates),
    }


def _looks(store: "Store", people: int) -> dict[str, float]:
    """What pages ask: 50 rows from anywhere, somebody's neighbours, all cities' totals."""
    from leaderboard.rules.scopes import Scope

    chance, province = random.Random(5), Scope("440000")
    starts = [chance.randrange(max(people - 50, 1)) for _ in range(LOOKS)]
    who = [chance.randrange(people) + 1 for _ in range(LOOKS)]
    cities = [Scope(f"440000/4401{city:02}") for city in range(21)]
    return {
        "page": _each(lambda: [store.page(province, n, n + 50) for n in starts], LOOKS),
        "around": _each(lambda: [store.around(province, one, reach=5) for one in who], LOOKS),
        "cities": _each(lambda: [store.totals(cities) for _ in range(LOOKS)], LOOKS),
    }


def _bare(people: int, updates: int) -> dict[str, float]:
    """One sorted list of whole numbers: a standing leaves it, another one comes."""
    from sortedcontainers import SortedList

    chance = random.Random(3)
    before = _rss()
    bare = SortedList(chance.randrange(1 << 106) for _ in range(people))
    size = (_rss() - before) / people
    old = [bare[chance.randrange(people)] for _ in range(updates)]
    new = [chance.randrange(1 << 106) for _ in old]

    def change() -> None:
        for gone, come in zip(old, new, strict=True):
            bare.discard(gone)
            bare.add(come)

    update = _each(change, updates)
    rank = _each(lambda: [bare.bisect_left(one) for one in new[:RANKS]], len(new[:RANKS]))
    starts = [chance.randrange(max(people - 50, 1)) for _ in range(LOOKS)]
    page = _each(lambda: [list(bare[n : n + 50]) for n in starts], LOOKS)
    return {
        "floor_update": update,
        "floor_rank": rank,
        "floor_page": page,
        "floor_bytes": size,
    }


def _redis(people: int, updates: int, url: str) -> dict[str, float]:
    from leaderboard.rules.scopes import Scope, scopes
    from leaderboard.store_redis import RedisStore, connect

    client = connect(url)
    empty = _emptied(url)
    store = RedisStore(client, ranked_round(), "bench:")
    for batch in _batches(events(people, people, 0)):
        store.apply(batch)
    size = (client.info("memory")["used_memory"] - empty) / people
    changes = list(events(people, updates, 1))
    update = _each(lambda: [store.apply(batch) for batch in _batches(iter(changes))], updates)
    who, province = [change.contestant for change in changes[:RANKS]], Scope("440000")
    rank = _each(lambda: [store.around(province, one, reach=0) for one in who], len(who))
    boards = len(list(scopes(COUNTIES[0], COHORTS[0], "440000")))
    looks = _looks(store, people)
    floors = _bare_redis(client, people, updates, empty=_emptied(url))
    return {
        "update": update,
        "rank": rank,
        "bytes": size,
        "boards": boards,
        **looks,
        **floors,
    }


def _emptied(url: str) -> int:
    """Bytes that an empty Redis holds. A million members take longer than our client waits."""
    import redis

    patient = redis.Redis.from_url(url)
    patient.flushall()
    return int(patient.info("memory")["used_memory"])


def _bare_redis(client: Any, people: int, updates: int, *, empty: int) -> dict[str, float]:
    """One sorted set, pipelined ZADD; the rank is a ZSCORE and a ZCOUNT, one after the other."""
    chance = random.Random(3)

    def add(numbers: Sequence[int]) -> None:
        for start in range(0, len(numbers), BATCH):
            pipe = client.pipeline(transaction=False)
            for one in numbers[start : start + BATCH]:
                pipe.zadd("bare", {f"{one:016d}": chance.randrange(1 << 53)})
            pipe.execute()

    def rank() -> None:
        for one in who[:RANKS]:
            score = client.zscore("bare", f"{one:016d}")
            client.zcount("bare", "-inf", f"({score}")

    def pages() -> None:
        for _ in range(LOOKS):
            start = chance.randrange(max(people - 50, 1))
            client.zrange("bare", start, start + 49, withscores=True)

    add(range(people))
    size = (client.info("memory")["used_memory"] - empty) / people
    who = [chance.randrange(people) for _ in range(updates)]
    update = _each(lambda: add(who), updates)
    return {
        "floor_update": update,
        "floor_rank": _each(rank, len(who[:RANKS])),
        "floor_page": _each(pages, LOOKS),
        "floor_bytes": size,
    }


def _batches(source: "Iterator[AttemptClosed]") -> "Iterator[list[AttemptClosed]]":
    batch: list[AttemptClosed] = []
    for event in source:
        batch.append(event)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _each(work: Callable[[], object], count: int) -> float:
    """Microseconds for one of `count`."""
    began = perf_counter()
    work()
    return (perf_counter() - began) / count * 1e6


def _rss() -> int:
    """Bytes of this process's memory."""
    with open("/proc/self/statm") as statm:  # noqa: PTH123 (shorter than a Path)
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
