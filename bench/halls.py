"""A live sitting: a host, a screen and a hall of phones through three questions.

Floor and stock are one frame to as many sockets in the same run: by a bare picows server, and by
`group_send` on the same server.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import fanout, stage
from bench.sizes import Sizes
from bench.table import Row

QUESTIONS = 3


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        database = f"sqlite:///{folder / 'halls.sqlite3'}"
        wanted = [(count, server) for count in sizes.halls for server in stage.SERVERS]
        sittings = _seeded(folder, database, max(sizes.halls), len(wanted))
        for (count, server), sitting in zip(wanted, sittings, strict=True):
            hall = fanout.Hall(folder, database, "", count, sizes)
            yield from _rows(hall, server, sitting)


def _seeded(folder: Path, database: str, people: int, sittings: int) -> list[dict[str, str]]:
    told = {**stage.environment(database, "daphne"), "DATA_DIR": str(folder)}
    numbers = (str(people), str(QUESTIONS), str(sittings))
    printed = stage.python("bench.hall_seed", *numbers, told=told)
    found: list[dict[str, str]] = json.loads(printed.splitlines()[-1])
    return found


def _rows(hall: fanout.Hall, server: str, sitting: dict[str, str]) -> Iterator[Row]:
    told = stage.environment(hall.database, server)
    with stage.bare(hall.folder) as bare:
        floor = hall.fan_out(bare.sockets, **fanout.HUB)["ms"]
    with stage.house(hall.folder, told) as house:
        seen = _played(hall, house.sockets, sitting)
        stock = hall.fan_out(house.sockets, **fanout.STOCK)["ms"]
    where = f"{server}, SQLite, {hall.count:,} phones"
    yield Row("a question open on the last phone", where, "ms", seen["opened_ms"], floor, stock)
    yield Row("reveal to the last phone's own", where, "ms", seen["mine_ms"], floor, stock)
    yield Row("board to the screen", where, "ms", seen["board_ms"])
    for name in ("p50_ms", "p99_ms"):
        yield Row(f"receipt, all within a second, {name[:3]}", where, "ms", seen[name])
    yield Row("server time per message in a hall", where, "CPU us", seen["cpu_us"])
    yield Row("messages a player and question", where, "frames", seen["messages"])
    yield Row("phone in a hall", where, "kB", seen["kb"])
    yield Row("phones entered, all at once", where, "phones/s", seen["entered"])


def _played(hall: fanout.Hall, url: str, sitting: dict[str, str]) -> Any:
    who = {"url": url, "sitting": sitting, "count": hall.count, "questions": QUESTIONS}
    asked = json.dumps({**who, "second_s": hall.sizes.second_s})
    seen = json.loads(stage.python("bench.hall_load", asked, told={}).splitlines()[-1])
    if seen["refused"]:
        raise RuntimeError(f"a hall of {hall.count}: {seen['refused']}")
    return seen
