"""Durable answers: as many as it can, a burst of a whole hall, and what they cost."""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench import inserts, stage
from bench.sizes import Sizes
from bench.table import Goal, Row

PLAY, ACK, STOCK = "/ws/play/", "/bench/ack/", "/bench/stock/answer/"
PLAIN = "/bench/plain/ack/"
# Long enough for a steady rate; stock practice never gets further.
SECONDS = 4.0
TO_STOCK = {"daphne": 8, "uvicorn": 20}


@dataclass(slots=True)
class Hall:
    """One server on one database. Each crowd consists of people who have not played yet."""

    url: str
    sizes: Sizes
    taken: Counter[str] = field(default_factory=Counter)

    def pass_(self, path: str) -> Any:
        return self._play("answers", path, self.sizes.answerers, seconds=SECONDS)

    def burst(self, path: str) -> Any:
        # Stock practice needs many seconds for one; more of them would tell nothing new.
        bursts = 1 if path == STOCK else self.sizes.bursts
        return self._play("burst", path, self.sizes.burst, bursts=bursts)

    def idle(self, path: str) -> float:
        return float(stage.load("idle", self._crowd(path, self.sizes.idle))["kb"])

    def _play(self, work: str, path: str, people: int, **more: float) -> Any:
        who = self._crowd(path, people) | {"questions": self.sizes.questions}
        result = stage.load(work, who, **more)
        if result["refused"]:
            raise RuntimeError(f"{path}: {result['refused']}")
        return result

    def _crowd(self, path: str, people: int) -> dict[str, Any]:
        where = {"url": self.url, "path": path, "second_s": self.sizes.second_s}
        return {**where, "first": self._people(path, people), "count": people}

    def _people(self, path: str, number: int) -> int:
        """The first of the next `number` people who have not been to `path` yet."""
        self.taken[path] += number
        return self.taken[path] - number


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder, stage.postgresql(folder) as postgres:
        for server in stage.SERVERS:
            yield from _on(folder / server, server, f"sqlite:///{folder / server}.sqlite3", sizes)
            if postgres:
                made = stage.database(postgres, server, folder)
                yield from _on(folder / f"{server}-pg", server, made, sizes)


def _on(folder: Path, server: str, database: str, sizes: Sizes) -> Iterator[Row]:
    told = stage.environment(database, server, BENCH_ALONE="1")
    stage.seed(folder, told, sizes)
    where = f"{server}, {'SQLite' if database.startswith('sqlite') else 'PostgreSQL'}"
    with stage.house(folder, told) as house:
        hall = Hall(house.sockets, sizes)
        rate = yield from _closed_loop(hall, where, server)
        yield from _bursts(hall, where)
    if not database.startswith("sqlite"):  # there nothing is pooled anyway
        yield from _dialling(hall, folder, told, where, rate)
    yield from _beside(hall, folder, told, where)
    # A server of its own for each: memory that an earlier crowd gave back would hide the cost.
    for what, path in (("idle connection", "/ws/play/bare"), ("seated phone", PLAY)):
        with stage.house(folder, told) as house:
            kb = replace(hall, url=house.sockets).idle(path)
        yield Row(what, where, "kB", kb, goals=[Goal("ours", "<=", 30)])
    bare = inserts.measure(folder, told, sizes)
    yield Row("rows inserted, no server", where, "rows/s", bare)


def _closed_loop(hall: Hall, where: str, server: str) -> Generator[Row, None, float]:
    """Returns our rate."""
    # In turn, so that what else the machine does meets both alike.
    passes = [(hall.pass_(PLAY), hall.pass_(ACK)) for _ in range(hall.sizes.passes)]
    stock = hall.pass_(STOCK)
    goals = [Goal("floor", ">=", 0.6), Goal("stock", ">=", TO_STOCK[server])]
    what, rates = "durable answers, beside a bare ack on our lines", _figures("rate", passes, stock)
    yield Row(what, where, "answers/s", *rates, goals)
    yield Row("server time per answer", where, "CPU us", *_figures("cpu_us", passes, stock))
    yield Row("receipt with its question", where, "bytes", passes[0][0]["bytes"])
    return rates[0]


def _dialling(
    hall: Hall, folder: Path, told: dict[str, str], where: str, rate: float
) -> Iterator[Row]:
    """Stock practice without our pool: Django dials for each use of the database."""
    with stage.house(folder / "dialling", {**told, "BENCH_NO_POOL": "1"}) as house:
        stock = replace(hall, url=house.sockets).pass_(STOCK)
    goals = [Goal("stock", ">=", TO_STOCK[where.partition(",")[0]])]
    what = "durable answers, beside stock without a pool"
    yield Row(what, where, "answers/s", rate, None, stock["rate"], goals)


def _beside(hall: Hall, folder: Path, told: dict[str, str], where: str) -> Iterator[Row]:
    """In turn with two servers that acknowledge from memory: by the whole path of an answer with a
    writer that stores nothing; by an application that does nothing else, on the server as it comes.
    """
    with (
        stage.house(folder, told) as house,
        stage.house(folder / "memory", {**told, "BENCH_MEMORY": "1"}) as forgetful,
        stage.house(folder / "plain", {**told, "BENCH_PLAIN": "1"}) as plain,
    ):
        real, memory, bare = (replace(hall, url=on.sockets) for on in (house, forgetful, plain))
        for what, floor in (
            ("the same from memory", partial(memory.pass_, PLAY)),
            ("an in-memory ack on the server as it comes", partial(bare.pass_, PLAIN)),
        ):
            passes = [(real.pass_(PLAY), floor()) for _ in range(hall.sizes.passes)]
            yield _to_floor(f"durable answers, beside {what}", where, passes)


def _to_floor(what: str, where: str, passes: list[tuple[Any, Any]]) -> Row:
    ours, floor = (median(one["rate"] for one in side) for side in zip(*passes, strict=True))
    return Row(what, where, "answers/s", ours, floor, goals=[Goal("floor", ">=", 0.6)])


def _figures(name: str, passes: list[tuple[Any, Any]], stock: Any) -> tuple[float, float, float]:
    ours, floor = (median(one[name] for one in side) for side in zip(*passes, strict=True))
    return ours, floor, stock[name]


def _bursts(hall: Hall, where: str) -> Iterator[Row]:
    ours, floor, stock = (hall.burst(path) for path in (PLAY, ACK, STOCK))
    what = f"receipt in a burst of {hall.sizes.burst:,}/s"
    for name, goals in (("p50_ms", []), ("p99_ms", [Goal("ours", "<=", 10)])):
        figures = ours[name], floor[name], stock[name]
        yield Row(f"{what}, {name[:3]}", where, "ms", *figures, goals)
    yield Row("phones seated, all at once", where, "phones/s", ours["opened"], floor["opened"])
    yield Row("longest collector pause in it", where, "ms", ours["longest_pause_ms"])
