"""One frame to many sockets: the hub, a bare picows server, and Channels' group_send."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import stage
from bench.sizes import Sizes
from bench.table import Goal, Row

HUB = {"path": "/bench/listen/", "order": "shout"}
STOCK = {"path": "/bench/stock/listen/", "order": "group_send"}
GOALS = {"uvicorn": [Goal("floor", "<=", 3)], "daphne": []}


@dataclass(frozen=True, slots=True)
class Hall:
    """Where one number of listeners is measured; `redis` is empty where there is none."""

    folder: Path
    database: str
    redis: str
    count: int
    sizes: Sizes

    def fan_out(self, at: str, path: str, order: str) -> Any:
        """Median milliseconds until all have a frame, and who was lost."""
        who = {"url": at, "path": path, "count": self.count, "second_s": self.sizes.second_s}
        return stage.load("fan_out", who, order=order, shouts=self.sizes.shouts)


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder, stage.redis(folder) as redis:
        database = f"sqlite:///{folder / 'empty.sqlite3'}"
        stage.seed(folder, stage.environment(database, "daphne"), sizes)
        for count in sizes.listeners:
            hall = Hall(folder, database, redis.url if redis else "", count, sizes)
            for name in stage.SERVERS:
                with stage.bare(folder) as server:
                    floor = hall.fan_out(server.sockets, **HUB)["ms"]
                yield from _rows(hall, name, floor)


def _rows(hall: Hall, server: str, floor: float) -> Iterator[Row]:
    told = stage.environment(hall.database, server)
    with stage.house(hall.folder, told) as house:
        ours = hall.fan_out(house.sockets, **HUB)
        stock = {"group_send in memory": hall.fan_out(house.sockets, **STOCK)}
    if hall.redis:
        with stage.house(hall.folder, {**told, "BENCH_REDIS_URL": hall.redis}) as house:
            stock["group_send by Redis"] = hall.fan_out(house.sockets, **STOCK)
    goals = GOALS[server]
    for name, other in stock.items():
        where = f"{server}, {name}"
        yield Row(
            f"one frame to {hall.count:,}", where, "ms", ours["ms"], floor, other["ms"], goals
        )
        goals = []
    lost = max(other["cut"] + other["missed"] for other in stock.values())
    goal = Goal("ours", "<=", 0)
    yield Row(
        f"phones cut or left out of {hall.count:,}",
        server,
        "phones",
        ours["cut"] + ours["missed"],
        stock=lost,
        goals=[goal],
    )
