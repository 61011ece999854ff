"""Contestants who arrive: the phone's page, what it asks first and joining, over real connections;
beside the same pages behind Django's own handler, and a view that does nothing."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from bench import stage
from bench.sizes import Sizes
from bench.table import Goal, Row

# What a browser or a proxy keeps open at once; each asks one thing after the other.
CONNECTIONS: Final = 16
NAMES = count(1)
Make = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server listens."""

    host: str
    port: int

    def rate(self, make: Make, requests: int) -> float:
        """Answers a second."""
        return asyncio.run(self._rate(make, requests))

    async def _rate(self, make: Make, requests: int) -> float:
        each = max(1, requests // CONNECTIONS)
        began = perf_counter()
        await asyncio.gather(*(self._one(make, each) for _ in range(CONNECTIONS)))
        return each * CONNECTIONS / (perf_counter() - began)

    async def _one(self, make: Make, requests: int) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        for _ in range(requests):
            writer.write(make(f"{self.host}:{self.port}"))
            await _read(reader)
        writer.close()


async def _read(reader: asyncio.StreamReader) -> None:
    """One whole answer. Raises RuntimeError unless it is one that a contestant hopes for."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    headers = dict(line.split(b": ", 1) for line in lines if line)
    await reader.readexactly(int(headers[b"content-length"]))
    if first.split()[1] not in (b"200", b"201"):
        raise RuntimeError(first.decode())


def _asks(path: str) -> Make:
    return lambda host: f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def _joins(host: str) -> bytes:
    name = next(NAMES)
    who = {"contest": "BENCH", "nickname": f"选手{name}", "region": "440106", "cohort": "general"}
    body = json.dumps({**who, "unit": "", "once": f"{name:030}"}).encode()
    lines = ("POST /api/join HTTP/1.1", f"Host: {host}", "Content-Type: application/json")
    return "\r\n".join((*lines, f"Content-Length: {len(body)}", "", "")).encode() + body


BARE: Final = "a view that does nothing"
KINDS: dict[str, Make] = {
    "phone pages": _asks("/p/BENCH/"),
    "questions about a contest": _asks("/api/contests/BENCH"),
    "contestants joined": _joins,
    BARE: _asks("/health/live"),
}


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        database = f"sqlite:///{folder / 'contest.sqlite3'}"
        stage.seed(folder, stage.environment(database, stage.SERVERS[0]), sizes)
        for server in stage.SERVERS:
            told = stage.environment(database, server, BENCH_ALONE="1")
            yield from _on(folder / server, server, told, sizes)


def _on(folder: Path, server: str, told: dict[str, str], sizes: Sizes) -> Iterator[Row]:
    ours = _rates(folder, told, sizes)
    stock = _rates(folder / "stock", {**told, "BENCH_STOCK_PAGES": "1"}, sizes)
    for kind in KINDS:
        if kind != BARE:
            goals = [Goal("stock", ">=", 1)]
            yield Row(
                kind, f"{server}, SQLite", "a second", ours[kind], ours[BARE], stock[kind], goals
            )


def _rates(folder: Path, told: dict[str, str], sizes: Sizes) -> dict[str, float]:
    with stage.house(folder, told) as house:
        at = urlsplit(house.url)
        door = Door(at.hostname or "", at.port or 0)
        for make in KINDS.values():  # what is loaded at the first request
            door.rate(make, CONNECTIONS)
        return {kind: door.rate(make, sizes.requests) for kind, make in KINDS.items()}
